"""/job-descriptions/<pk>/: the page, an address for each act, with and without HTMX."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import advertising, importing, wording
from roleprofiles.adverts import Place
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, JobLine, JobSection, Requirement
from tests.factories import level_of, make_role, role_document
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, queries, said, text, texts

pytestmark = pytest.mark.django_db

HTMX: Any = {"HX-Request": "true"}
HOSTILE = ["\0", "a\0b", "x" * 50_000, "\u202egnp"]


@kept
def job(rosa: User) -> JobDescription:
    return advertising.begin(level_of(make_role()), by=rosa, label="Berlin")


@pytest.fixture
def manager(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


def section(job: JobDescription, kind: str = "must_have") -> JobSection:
    return JobSection.objects.get(job_description=job, kind=kind)


def line(job: JobDescription, place: int = 0) -> JobLine:
    return list(section(job).lines.all())[place]


def address(job: JobDescription, row: JobSection | JobLine, act: str = "") -> str:
    kind = "section" if isinstance(row, JobSection) else "line"
    return f"{job.get_absolute_url()}{kind}/{row.pk}/{act}"


def facts(job: JobDescription, **changes: Any) -> dict[str, Any]:
    """What the browser would post."""
    names = [*wording.FACTS]
    form = {name: getattr(job, name) for name in names}
    shown = {name: "" if value is None else value for name, value in form.items()}
    empty = {"place-0-country": "", "place-0-region": "", "place-0-city": ""}
    return {**shown, **empty, "seen": job.version, **changes}


def preview(response: Any) -> str:
    return text(body(response).split('class="advert-preview"')[1].split("</article>")[0])


# The page


def test_the_page_shows_the_words_their_sources_and_the_advert(manager: Client, job: JobDescription) -> None:
    response = manager.get(job.get_absolute_url())
    page = main_of(response)
    assert texts(page, "h1") == ["Data Analyst for Berlin"]
    assert texts(page, "h3")[:3] == [
        "The role Source of The role in the role",
        "What you bring",
        "Good to have, not needed",
    ]
    sources = re.findall(r'class="source" href="([^"#]+)#requirement-([^"]+)"', page)
    keys = set(Requirement.objects.filter(skill_list__level=job.level).values_list("key", flat=True))
    assert {key for _, key in sources} == {str(key) for key in keys}
    (role_page,) = {url for url, _ in sources}
    there = set(re.findall(r'id="requirement-([^"]+)"', body(manager.get(role_page))))
    assert {key for _, key in sources} <= there
    assert "What you bring Ability 1: Category 1 Ability 2: Category 2" in preview(response)


def test_it_shows_what_was_left_out_reworded_and_added(manager: Client, job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "Counting"}, seen=0)
    wording.leave_out(job, "line", line(job, 1).pk, is_left_out=True)
    wording.add_line(job, section(job).pk, "A licence")
    wording.add_section(job, "Your first months")
    response = manager.get(job.get_absolute_url())
    page = text(main_of(response))
    assert "Counting Reworded Source of Counting in the role The role says: “Ability 1: Category 1”" in page
    assert "Ability 2: Category 2 Left out" in page
    assert "A licence Not from the role" in page
    assert "Your first months Added" in page
    assert "Ability 2" not in preview(response)
    assert "A licence" in preview(response)


def test_it_says_what_the_law_of_a_place_needs_and_where(manager: Client, job: JobDescription) -> None:
    wording.set_facts(job, {}, [Place(country="US", region="Colorado")], seen=0)
    form = f"{job.get_absolute_url()}facts/"
    page = body(manager.get(job.get_absolute_url()))
    links = re.findall(r'asks for [^<]*<a href="([^"]*)#([^"]+)">', page)
    benefits = section(job, "benefits").pk
    assert links == [
        (form, "facts-pay_min"),
        (form, "facts-pay_max"),
        ("", f"group-section-{benefits}"),
        (form, "facts-other_pay"),
        (form, "facts-apply_by"),
    ]
    pages = {"": page, form: body(manager.get(form))}
    assert {f'id="{place}"' in pages[address] for address, place in links} == {True}


def test_the_form_of_the_facts_comes_when_it_is_opened(manager: Client, job: JobDescription) -> None:
    assert 'id="facts-pay_min"' in body(manager.get(job.get_absolute_url()))  # nobody has filled it in yet
    wording.set_facts(job, {"organisation": "We"}, [], seen=0)
    page, form = body(manager.get(job.get_absolute_url())), f"{job.get_absolute_url()}facts/"
    assert 'id="facts-pay_min"' not in page
    assert f'<a href="{form}">Change pay, place and dates</a>' in page
    assert f'hx-get="{form}"' in page
    fragment = body(manager.get(form, headers=HTMX))
    assert fragment.strip().startswith(f'<div id="row-facts-{job.pk}">')
    assert 'id="facts-pay_min"' in fragment


@pytest.mark.parametrize("count", [1, 60])
def test_it_takes_the_same_queries_whatever_its_length(manager: Client, rosa: User, count: int) -> None:
    job = advertising.begin(level_of(make_role(must_haves=count)), by=rosa)
    for n in range(count):
        kind = wording.add_section(job, f"Part {n}")
        wording.add_line(job, section(job).pk, f"A rockstar {n}")
        wording.reword(job, "section", kind.pk, {"text": "We are ninjas"}, seen=0)
    wording.set_facts(job, {}, [Place(country="DE", city=f"City {n}") for n in range(count)], seen=0)
    assert queries(manager, job.get_absolute_url()) == 9
    importing.import_document(role_document(must_haves=count + 5).encode(), by=None)
    assert queries(manager, job.get_absolute_url()) == 18


def test_one_that_is_gone(manager: Client, job: JobDescription) -> None:
    wording.discard(job)
    assert manager.get(f"/job-descriptions/{job.pk}/").status_code == 404
    assert manager.post(f"/job-descriptions/{job.pk}/facts/", {}).status_code == 404


# Facts


def test_facts_are_saved_as_one_goes(manager: Client, job: JobDescription) -> None:
    page = f"{job.get_absolute_url()}facts/"
    posted = facts(job, pay_min="60000", pay_max="70000", currency="eur", organisation="We & Co")
    posted |= {
        "place-0-country": "DE",
        "place-0-city": "Berlin",
        "place-1-country": "AT",
        "place-1-is_remote": "on",
    }
    answer = manager.post(page, posted, headers=HTMX)
    job.refresh_from_db()
    assert (job.currency, job.pay_max, job.organisation, job.version) == ("EUR", Decimal(70000), "We & Co", 1)
    assert [str(one) for one in job.places.all()] == ["Berlin, DE", "AT"]
    assert 'name="seen" value="1"' in body(answer)
    assert "Saved " in body(answer)
    assert "Pay EUR 60,000 to 70,000 a year" in preview(answer)
    again = manager.post(page, posted | {"seen": "0"}, headers=HTMX)  # it arrives twice
    assert (again.status_code, JobDescription.objects.get().version) == (200, 1)


def test_facts_without_scripts(manager: Client, job: JobDescription) -> None:
    page = f"{job.get_absolute_url()}facts/"
    answer = manager.post(page, facts(job, organisation="We"), follow=True)
    assert said(answer) == ["Saved."]
    assert answer.redirect_chain == [(f"{job.get_absolute_url()}#facts", 302)]
    job.refresh_from_db()
    more = manager.post(page, facts(job, **{"place-0-country": "DE", "more_places": "1"}), follow=True)
    assert "facts-place-1-country" in body(more)
    assert [one.country for one in job.places.all()] == ["DE"]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "This field is required."),
        ({"pay_min": "9", "pay_max": "8"}, "The upper end of the pay must not be below the lower one."),
        ({"pay_min": "a lot"}, "Enter a number."),
        ({"currency": "€"}, "Three letters, as in EUR, GBP or USD."),
        ({"apply_to": "somewhere"}, "A web address with https://, or an email address."),
        ({"apply_to": "javascript:alert(1)"}, "A web address with https://, or an email address."),
        ({"apply_by": "2026-13-01"}, "Enter a valid date."),
        ({"language": "xx"}, "Select a valid choice."),
        ({"place-0-city": "Berlin"}, "Place 1, country: Choose the country."),
        ({"title": "a\u202eb"}, "invisible character"),
    ],
)
def test_bad_facts_are_refused_and_nothing_typed_is_lost(
    manager: Client, job: JobDescription, wrong: dict[str, str], message: str, htmx: bool
) -> None:
    before = rows()
    posted = facts(job, organisation="Typed & kept", **wrong)
    answer = manager.post(f"{job.get_absolute_url()}facts/", posted, headers=HTMX if htmx else {})
    assert answer.status_code == 422
    assert message in body(answer)
    if not htmx:  # else it is still in the fields of the page
        assert 'value="Typed &amp; kept"' in body(answer)
    assert rows() == before


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize(
    "name", ["title", "organisation", "place-0-city", "place-0-country", "seen", "pay_min"]
)
def test_hostile_facts_are_refused(manager: Client, job: JobDescription, name: str, said: str) -> None:
    before = rows()
    posted = facts(job, organisation="We") | {name: said}
    assert manager.post(f"{job.get_absolute_url()}facts/", posted).status_code in (409, 422)
    assert rows() == before


def test_a_conflict_shows_theirs_and_mine(manager: Client, job: JobDescription) -> None:
    page = f"{job.get_absolute_url()}facts/"
    wording.set_facts(job, {"organisation": "Theirs"}, [Place(country="DE")], seen=0)
    posted = facts(job, organisation="Mine", title=job.title)
    answer = manager.post(page, posted, headers=HTMX)
    assert answer.status_code == 409
    assert texts(body(answer), "td") == ["Theirs", "Mine", "DE", "(empty)"]
    whole = manager.post(page, posted)
    assert whole.status_code == 409
    assert 'value="Mine"' in body(whole)
    over = re.search(r'name="over" value="(\d+)"', body(answer))
    assert over
    assert manager.post(page, posted | {"over": over[1]}).status_code == 302
    job.refresh_from_db()
    assert (job.organisation, job.places.count()) == ("Mine", 0)


# Words


def test_a_line_is_edited_in_its_place(manager: Client, job: JobDescription) -> None:
    first = line(job)
    opened = manager.get(address(job, first), headers=HTMX)
    assert f'id="row-line-{first.pk}"' in body(opened)
    assert "Ability 1: Category 1</textarea>" in body(opened)
    saved = manager.post(address(job, first), {"text": "Counting\r\nwell", "seen": "0"}, headers=HTMX)
    assert line(job).text == "Counting well"
    assert 'name="seen" value="1"' in body(saved)
    assert "Counting well" in preview(saved)
    done = manager.post(address(job, first), {"text": "Counting", "seen": "1", "done": "1"}, headers=HTMX)
    assert done["HX-Reswap"] == "none"
    assert re.findall(r'id="(group-[\w-]+)"[^>]* hx-swap-oob="true"', body(done)) == [
        f"group-section-{first.section_id}"
    ]
    assert line(job).text == "Counting"


def test_a_line_is_edited_on_a_page_of_its_own_without_scripts(manager: Client, job: JobDescription) -> None:
    first = line(job)
    page = manager.get(address(job, first))
    assert texts(main_of(page), "h1") == ["Edit “Ability 1: Category 1”"]
    answer = manager.post(address(job, first), {"text": "Counting", "seen": "0"}, follow=True)
    assert said(answer) == ["Counting saved."]
    assert answer.redirect_chain == [(f"{job.get_absolute_url()}#edit-line-{first.pk}", 302)]


@pytest.mark.parametrize("htmx", [True, False])
def test_another_persons_words_are_shown_beside_mine(
    manager: Client, job: JobDescription, htmx: bool
) -> None:
    first = line(job)
    wording.reword(job, "line", first.pk, {"text": "Theirs"}, seen=0)
    answer = manager.post(address(job, first), {"text": "Mine", "seen": "0"}, headers=HTMX if htmx else {})
    assert answer.status_code == 409
    assert texts(body(answer), "td") == ["Theirs", "Mine"]
    assert line(job).text == "Theirs"
    manager.post(address(job, first), {"text": "Mine", "seen": "0", "over": "1"})
    assert line(job).text == "Mine"


@pytest.mark.parametrize("said", ["", " ", *HOSTILE])
def test_bad_words_are_refused(manager: Client, job: JobDescription, said: str) -> None:
    purpose, before = section(job, "purpose"), rows()
    answers = [
        manager.post(address(job, line(job)), {"text": said, "seen": "0"}),
        manager.post(address(job, purpose), {"heading": said, "text": "x", "seen": "0"}),
        manager.post(address(job, section(job), "add/"), {"line": said}),
        manager.post(f"{job.get_absolute_url()}section/add/", {"kind": "own", "line": said}),
        manager.post(f"{job.get_absolute_url()}section/add/", {"kind": said, "line": "x"}),
    ]
    assert [answer.status_code for answer in answers] == [422] * 5
    assert rows() == before


def test_a_long_text_that_is_refused_is_still_there(manager: Client, job: JobDescription) -> None:
    long = "word " * 5_000
    answer = manager.post(address(job, section(job, "purpose")), {"heading": "x", "text": long, "seen": "0"})
    assert answer.status_code == 422
    assert long.strip() in body(answer)
    again = manager.post(address(job, section(job), "add/"), {"line": "a\u202eb"})
    assert 'value="a\u202eb"' in body(again)


def test_lines_and_sections_are_added_left_out_and_ordered(manager: Client, job: JobDescription) -> None:
    must = section(job)
    assert said(manager.post(address(job, must, "add/"), {"line": "A licence"}, follow=True)) == [
        "A licence added."
    ]
    assert said(
        manager.post(
            f"{job.get_absolute_url()}section/add/", {"kind": "own", "line": "First months"}, follow=True
        )
    ) == ["First months added."]
    first, second = line(job), line(job, 1)
    manager.post(address(job, first, "place/"), {"step": "down"})
    assert line(job) == second
    manager.post(address(job, first, "place/"), {"before": f"line-{second.pk}"})
    assert line(job) == first
    manager.post(address(job, first, "leave-out/"))
    assert line(job).is_left_out
    manager.post(address(job, first, "put-back/"))
    assert not line(job).is_left_out
    own = section(job, "own")
    assert manager.post(address(job, own, "delete/")).status_code == 409
    manager.post(address(job, own, "leave-out/"))
    assert manager.post(address(job, own, "delete/")).status_code == 302
    assert not JobSection.objects.filter(kind="own").exists()


def test_after_an_act_the_changed_section_comes_anew(manager: Client, job: JobDescription) -> None:
    must = section(job)
    answer = manager.post(address(job, line(job), "leave-out/"), headers=HTMX)
    assert f'id="group-section-{must.pk}"' in body(answer)
    assert "Put back" in body(answer)
    assert "Ability 1" not in preview(answer)
    assert f'"id": "put-back-line-{line(job).pk}"' in answer["HX-Trigger-After-Settle"]
    order = manager.post(address(job, must, "place/"), {"step": "down"}, headers=HTMX)
    assert 'id="group-sections"' in body(order)


@pytest.mark.parametrize("before", ["x", "line-x", "line-9999999999999999999999", "line-0", "\0"])
def test_a_place_that_is_not_there(manager: Client, job: JobDescription, before: str) -> None:
    kept = rows()
    assert manager.post(address(job, line(job), "place/"), {"before": before}).status_code == 409
    assert rows() == kept


def test_a_line_that_is_gone_says_so_and_keeps_what_was_typed(manager: Client, job: JobDescription) -> None:
    added = wording.add_line(job, section(job).pk, "A licence")
    wording.leave_out(job, "line", added.pk, is_left_out=True)
    wording.delete(job, "line", added.pk)
    posted = {"text": "What I typed", "seen": "0"}
    answer = manager.post(address(job, added), posted)
    assert answer.status_code == 409
    assert "What I typed</textarea>" in body(answer)
    fragment = manager.post(address(job, added), posted, headers=HTMX)
    assert (fragment.status_code, fragment["HX-Reswap"]) == (409, "none")
    assert "no longer in the job description" in body(fragment)


def test_the_organisations_text_is_used_or_an_own_one(
    manager: Client, job: JobDescription, rosa: User
) -> None:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We are", by=rosa)
    about = section(job, "about_us")
    answer = manager.post(address(job, about, "text/"), {"use": "organisation"}, follow=True)
    assert "We are" in preview(answer)
    assert "organisation’s text , shared by its job descriptions." in text(main_of(answer))
    manager.post(address(job, about, "text/"), {"use": "own"})
    manager.post(address(job, about), {"heading": "About us", "text": "We in Berlin", "seen": "2"})
    assert "We in Berlin" in preview(manager.get(job.get_absolute_url()))


def test_as_the_role_says(manager: Client, job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "Counting"}, seen=0)
    assert manager.post(address(job, line(job), "restore/"), {"seen": "0"}).status_code == 409
    assert manager.post(address(job, line(job), "restore/"), {"seen": "1"}).status_code == 302
    assert line(job).text == "Ability 1: Category 1"


# Hints


def test_a_hint_has_its_reason_is_taken_or_dismissed(manager: Client, job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "A rockstar who dominates"}, seen=0)
    page = manager.get(job.get_absolute_url())
    keys = re.findall(r'class="hint" id="([^"]+)"', body(page))
    assert len(keys) == 2
    assert "Use “An expert”" in text(body(page))
    hints = f"{job.get_absolute_url()}hints/"
    answer = manager.post(hints, {"do": "take", "key": keys[0]}, headers=HTMX)
    assert "An expert who dominates" in preview(answer)
    dismissed = manager.post(hints, {"do": "dismiss", "key": keys[1]}, follow=True)
    assert "1 hint dismissed." in text(main_of(dismissed))
    assert 'class="hint"' not in body(dismissed)
    assert manager.post(hints, {"do": "take", "key": keys[0]}).status_code == 409
    back = manager.post(hints, {"do": "all"}, follow=True)
    assert body(back).count('class="hint"') == 1


# What the role changed


def test_changes_of_the_role_are_shown_and_decided(manager: Client, job: JobDescription) -> None:
    importing.import_document(role_document(must_haves=5).replace("Category 1", "Kind 1").encode(), by=None)
    page = manager.get(job.get_absolute_url())
    assert "The role has a newer revision: 2 changes to decide on." in text(main_of(page))
    changes = f"{job.get_absolute_url()}changes/"
    shown = manager.get(changes)
    assert texts(main_of(shown), "b") == ["Reworded by the role", "Added by the role"]
    forms = re.findall(
        r'name="key" value="([^"]+)"><input type="hidden" name="seen" value="([^"]+)"', body(shown)
    )
    (key, seen), (other, _) = forms
    assert manager.post(changes, {"do": "take", "key": key, "seen": "x"}).status_code == 409
    assert manager.post(changes, {"do": "take", "key": other, "seen": seen}).status_code == 409
    answer = manager.post(changes, {"do": "take", "key": key, "seen": seen}, follow=True)
    assert said(answer) == ["Taken."]
    assert line(job).text == "Ability 1: Kind 1"
    everything = re.search(r'name="seen" value="([^"]+)"', body(answer))
    assert everything
    done = manager.post(changes, {"do": "keep", "seen": everything[1]}, follow=True)
    assert "Nothing to decide" in text(main_of(done))
    assert "rests on revision 2" in text(main_of(done))
    assert line(job, 4).is_left_out
