"""The draft editor: the page, an address for each act, with and without HTMX."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roleprofiles import drafting, publishing, removing
from roleprofiles.models import (
    GrowthPath,
    Level,
    Question,
    Removal,
    Requirement,
    Revision,
    Role,
    Skill,
    SkillList,
)
from roleprofiles.models.elements import ELEMENTS, fingerprint
from tests.factories import make_role
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, queries, said, text, texts

pytestmark = pytest.mark.django_db

PAGE = "/roles/data-analyst/draft/"
HTMX: Any = {"HX-Request": "true"}
COUNTS = [21, 36, 29, 29, 32, 31, 31]  # queries of each act
HOSTILE = ["\0", "a\0b", "x" * 10_000, "\u202egnp", "two\nlines", "9" * 30]


@kept
def draft() -> Revision:
    return publishing.start_draft(make_role(must_haves=3), by=None)


def must_haves(draft: Revision, level: str = "Mid") -> SkillList:
    return SkillList.objects.get(level__revision=draft, level__name=level, kind="must_have")


def names(draft: Revision) -> list[str]:
    return list(must_haves(draft).requirements.values_list("name", flat=True))


def line(draft: Revision) -> Requirement:
    return must_haves(draft).requirements.get(name="Ability 2")


def line_of(pk: int) -> Requirement:
    return Requirement.objects.select_related("skill").get(pk=pk)


def filled(row: Requirement, **changes: Any) -> dict[str, Any]:
    """What the browser would post of a requirement's form."""
    form = {"name": row.name, "form": row.form, "text": row.text, "skill_list": row.skill_list_id}
    return {**form, "skill_name": row.skill.name, "seen": fingerprint(row), **changes}


def address(row: Any, act: str = "") -> str:
    kind = next(kind for kind, element in ELEMENTS.items() if isinstance(row, element.model))
    return f"{PAGE}{kind}/{row.pk}/{act}"


def parts(response: Any) -> list[str]:
    """The parts of the page that an answer puts in the place of older ones."""
    assert response["HX-Reswap"] == "none"
    return re.findall(r'id="(group-[\w-]+)"[^>]* hx-swap-oob="true"', body(response))


# The way in


def test_a_draft_is_started_from_the_role(editor: Client) -> None:
    make_role()
    response = editor.post("/roles/data-analyst/draft/start/")
    assert response["Location"] == PAGE
    assert Revision.objects.drafts().get().number == 2
    again = editor.post("/roles/data-analyst/draft/start/", follow=True)
    assert said(again) == ["This draft was open already. It is Rosa Adler’s."]
    assert Revision.objects.drafts().count() == 1


def test_a_new_role_begins_with_a_draft(editor: Client) -> None:
    response = editor.post("/roles/new/", {"title": "Data  Wrangler", "icon": "🧹"}, follow=True)
    draft = Revision.objects.drafts().get()
    assert (draft.title, draft.icon, draft.role.slug) == ("Data Wrangler", "🧹", "data-wrangler")
    assert response.redirect_chain == [("/roles/data-wrangler/draft/", 302)]
    assert "A role needs at least one level." in text(main_of(response))
    taken = editor.post("/roles/new/", {"title": "data wrangler"})
    assert (taken.status_code, Role.objects.count()) == (422, 1)
    assert "A role goes by this title already." in body(taken)


def test_a_role_of_the_title_new_does_not_hide_the_page(editor: Client) -> None:
    make_role("New")
    assert Role.objects.get().slug == "new-2"


def test_the_page_shows_every_element_and_its_hints(editor: Client, draft: Revision) -> None:
    row = line(draft)
    drafting.change(draft, "requirement", row.pk, {"name": "5 years of SQL"}, seen=fingerprint(row))
    page = text(main_of(editor.get(PAGE)))
    assert "Draft of revision 2." in page
    for words in ("Responsibility", "Mid 2–4 years", "Ability 3 Category 3", "What did you find?", "Spare"):
        assert words in page
    assert "Use “Has done" in page


def test_the_page_is_for_editors_of_a_draft(reader: Client, editor: Client, draft: Revision) -> None:
    assert reader.get(PAGE).status_code == 403
    assert editor.get("/roles/nobody/draft/").status_code == 404
    drafting.discard(draft)
    assert editor.get(PAGE).status_code == 404


@pytest.mark.parametrize("length", [1, 990])  # at each of two levels: close to the most that a role may ask
def test_the_page_takes_the_same_queries_whatever_its_length(editor: Client, length: int) -> None:
    draft = publishing.start_draft(make_role(must_haves=length), by=None)
    path = GrowthPath.objects.create(revision=draft, from_name="Mid", to_name="Senior")
    for n in range(length):
        path.steps.create(text=f"Step {n}")
    part = SkillList.objects.filter(level__revision=draft)[0]
    removing.remove(draft, "requirement", part.requirements.all()[0].pk, by=None)
    assert queries(editor, PAGE) == 17


def test_an_act_takes_the_same_queries_however_long_its_list_is(editor: Client) -> None:
    counts = []
    for length in (4, 990):
        draft = publishing.start_draft(make_role(f"Role of {length}", must_haves=length), by=None)
        page, part = draft.get_edit_url(), must_haves(draft)
        first, last = part.requirements.all()[0], part.requirements.last()
        assert last
        row = f"{page}requirement/{last.pk}/"
        acts: list[tuple[str, dict[str, Any]]] = [
            (row, filled(last, name="Talent")),
            (f"{page}requirement/add/{part.pk}/", {"line": f"Git {length} - version control"}),
            (f"{row}place/", {"step": "up"}),
            (f"{row}place/", {"before": f"requirement-{first.pk}"}),
            (f"{row}place/", {"into": must_haves(draft, "Senior").pk}),
            (f"{row}remove/", {}),
        ]
        found = []
        for url, sent in acts:
            with CaptureQueriesContext(connection) as asked:
                assert editor.post(url, sent, headers=HTMX).status_code == 200, url
            found.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            editor.post(f"{page}removed/{Removal.objects.get().pk}/put-back/", headers=HTMX)
        Removal.objects.all().delete()
        counts.append([*found, len(asked)])
    assert counts == [COUNTS, COUNTS]


# Changing


def test_a_change_without_scripts_leads_back_to_the_line(editor: Client, draft: Revision) -> None:
    row = line(draft)
    page = editor.get(address(row))
    assert f'value="{fingerprint(row)}"' in body(page)
    response = editor.post(address(row), filled(row, name="SQL", text="", anchor_3="Joins\r\ntables"))
    assert response["Location"] == f"{PAGE}#edit-requirement-{row.pk}"
    row.refresh_from_db()
    assert (row.name, row.form, row.text, str(row.anchors.get())) == ("SQL", "", "", "3: Joins tables")


def test_a_field_is_saved_as_one_goes(editor: Client, draft: Revision) -> None:
    row = line(draft)
    response = editor.post(address(row), filled(row, name="SQL"), headers=HTMX)
    row.refresh_from_db()
    assert row.name == "SQL"
    markup = body(response)
    assert f'name="seen" value="{fingerprint(row)}"' in markup
    assert "<form" not in markup  # no field is replaced under the fingers of who types
    assert "Saved" in text(markup)


def test_what_a_line_is_about_stays_with_its_wording_while_it_is_saved_as_one_goes(
    editor: Client, draft: Revision
) -> None:
    """The field of the skill says what it said when the line was opened."""
    git, row = Skill.objects.for_name("Git"), line(draft)
    shown = row.skill.name
    sent = filled(row, name="Git", skill_shown=shown)
    response = editor.post(address(row), sent, headers=HTMX)
    assert "about “Git” in the library" in text(body(response))
    row = line_of(row.pk)
    assert row.skill == git
    again = {**sent, "seen": fingerprint(row), "done": "1"}
    assert editor.post(address(row), again, headers=HTMX).status_code == 200
    assert line_of(row.pk).skill == git


def test_a_skill_that_somebody_names_is_named_again(editor: Client, draft: Revision) -> None:
    row = line(draft)
    first, other = row.skill.name, "Version control"
    shown = first
    for named in (other, first):  # there, and back
        sent = filled(row, skill_name=named, skill_shown=shown)
        markup = body(editor.post(address(row), sent, headers=HTMX))
        row = line_of(row.pk)
        assert row.skill.name == named
        assert f'name="skill_shown" value="{named}"' in markup
        shown = named
    emptied = filled(row, name="Kubernetes", skill_name="", skill_shown=shown)
    editor.post(address(row), emptied, headers=HTMX)
    assert line_of(row.pk).skill.name == "Kubernetes"


def test_who_saves_over_anothers_line_says_what_it_is_about(editor: Client, draft: Revision) -> None:
    row = line(draft)
    mine = filled(row, text="Mine", skill_shown=row.skill.name)
    drafting.change(draft, "requirement", row.pk, {"skill_name": "Theirs"}, seen=fingerprint(row))
    answer = editor.post(address(row), mine)
    assert "Skill in the library Theirs Ability 2" in text(body(answer))
    over = {**mine, "over": fingerprint(line_of(row.pk))}
    assert editor.post(address(row), over).status_code == 302
    assert (line_of(row.pk).text, line_of(row.pk).skill.name) == ("Mine", "Ability 2")


def test_enter_in_a_field_presses_done_and_nothing_else(editor: Client, draft: Revision) -> None:
    """A form is sent by its first button: that is never the one which overwrites somebody's change."""
    row = line(draft)
    mine = filled(row, name="Mine")
    drafting.change(draft, "requirement", row.pk, {"name": "Theirs"}, seen=fingerprint(row))
    form = re.findall(r"<form class=\"editing.*?</form>", body(editor.post(address(row), mine)), re.DOTALL)[0]
    assert re.findall(r'<button [^>]*name="(\w+)"', form) == ["done", "over"]


def test_done_closes_the_line(editor: Client, draft: Revision) -> None:
    row = line(draft)
    response = editor.post(address(row), filled(row, name="SQL", done="1"), headers=HTMX)
    assert parts(response) == [f"group-list-{row.skill_list_id}"]
    event = json.loads(response["HX-Trigger-After-Settle"])
    assert event == {"rolecard:focus": {"id": f"edit-requirement-{row.pk}"}}
    markup = body(response)
    assert f'id="edit-requirement-{row.pk}"' in markup
    assert '<form class="editing"' not in markup


def test_done_in_another_list_shows_both(editor: Client, draft: Revision) -> None:
    row, senior = line(draft), must_haves(draft, "Senior")
    response = editor.post(
        address(row), filled(row, skill_list=senior.pk, opened_in=row.skill_list_id, done="1"), headers=HTMX
    )
    assert sorted(parts(response)) == sorted(f"group-list-{pk}" for pk in (row.skill_list_id, senior.pk))
    before = body(response).split(f'id="row-requirement-{row.pk}"')[0]
    assert re.findall(r'data-holder="(\d+)"', before)[-1] == str(senior.pk)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_conflict_shows_both_and_can_be_decided(editor: Client, draft: Revision, headers: Any) -> None:
    row = line(draft)
    mine = filled(row, name="Mine")
    drafting.change(draft, "requirement", row.pk, {"name": "Theirs"}, seen=fingerprint(row))
    response = editor.post(address(row), mine, headers=headers)
    assert response.status_code == 409
    shown = text(body(response))
    assert "somebody else changed this after you opened it" in shown
    assert "Requirement Theirs Mine" in shown
    stored = Requirement.objects.get(pk=row.pk)
    assert stored.name == "Theirs"
    assert f'name="over" value="{fingerprint(stored)}"' in body(response)
    assert editor.post(address(row), mine, headers=headers).status_code == 409  # only the button decides
    again = editor.post(address(row), {**mine, "over": fingerprint(stored)}, headers=headers)
    assert again.status_code == (200 if headers else 302)
    assert Requirement.objects.get(pk=row.pk).name == "Mine"


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["name", "text", "skill_name", "form", "skill_list", "anchor_3"])
def test_hostile_values_change_nothing_and_are_answered(
    editor: Client, draft: Revision, field: str, value: str
) -> None:
    row = line(draft)
    before = rows()
    sent = filled(row, **{field: value})
    response = editor.post(address(row), {name: str(sent[name]) for name in sent}, headers=HTMX)
    if (
        response.status_code == 200
    ):  # a long anchor or a number as a name is fine; so is a line break in a text
        assert field in ("name", "text", "skill_name", "anchor_3")
    else:
        assert (response.status_code, rows()) == (422, before)


def test_another_levels_list_of_another_role_is_no_choice(editor: Client, draft: Revision) -> None:
    other = publishing.start_draft(make_role("Other"), by=None)
    row = line(draft)
    before = rows()
    response = editor.post(address(row), filled(row, skill_list=must_haves(other).pk))
    assert (response.status_code, rows()) == (422, before)


def test_a_second_level_of_a_name_is_refused(editor: Client, draft: Revision) -> None:
    level = draft.levels.get(name="Mid")
    sent = {"name": "SENIOR", "min_years": "2", "max_years": "4", "seen": fingerprint(level)}
    response = editor.post(address(level), sent)
    assert response.status_code == 422
    assert "This revision has a level of that name already." in body(response)
    upside_down = editor.post(address(level), {**sent, "name": "Mid", "min_years": "9"})
    assert "The upper bound must not be below the lower one." in body(upside_down)
    assert Level.objects.get(pk=level.pk).name == "Mid"


def test_the_kind_of_a_list_is_what_its_title_says(editor: Client, draft: Revision) -> None:
    part = must_haves(draft)
    sent = {"kind": "good_to_have", "title": "Must-Have", "seen": fingerprint(part)}
    assert editor.post(address(part), sent).status_code == 422
    assert editor.post(address(part), {**sent, "title": "Nice to have"}).status_code == 302
    part.refresh_from_db()
    assert (part.kind, part.title) == ("good_to_have", "Nice to have")


def test_the_title_is_edited_and_stays_unique(editor: Client, draft: Revision) -> None:
    make_role("Other")
    head = f"{PAGE}head/{draft.pk}/"
    sent = {"title": "Data Wrangler", "icon": "", "seen": fingerprint(draft)}
    assert editor.post(head, {**sent, "title": "other"}).status_code == 422
    assert editor.post(head, {**sent, "done": "1"}, headers=HTMX).status_code == 200
    draft.refresh_from_db()
    assert (draft.title, draft.title_key, draft.icon) == ("Data Wrangler", "data wrangler", "")


@pytest.mark.parametrize("years", ["100", "1000000000", "9" * 30])
def test_years_are_what_a_document_can_say(editor: Client, draft: Revision, years: str) -> None:
    level = draft.levels.get(name="Mid")
    before = rows()
    sent = {"name": "Mid", "min_years": years, "max_years": "", "seen": fingerprint(level)}
    assert (editor.post(address(level), sent).status_code, rows()) == (422, before)


def test_a_line_of_the_overview_says_something(editor: Client, draft: Revision) -> None:
    row = draft.overview_lines.get()
    before = rows()
    response = editor.post(address(row), {"label": "", "text": " ", "seen": fingerprint(row)})
    assert (response.status_code, rows()) == (422, before)
    assert "Take this one out by its Remove button." in body(response)


# Adding


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("overview", "Team size: 6 people", {"label": "Team size", "text": "6 people"}),
        ("level", "Lead (6+ years)", {"name": "Lead", "min_years": 6, "max_years": None}),
        ("path", "Mid -> Lead", {"from_name": "Mid", "to_name": "Lead"}),
    ],
)
def test_a_line_is_read_as_a_document_words_it(
    editor: Client, draft: Revision, kind: str, typed: str, expected: dict[str, Any]
) -> None:
    editor.post(f"{PAGE}{kind}/add/0/", {"line": typed})
    row = ELEMENTS[kind].model._base_manager.latest("pk")
    assert {name: getattr(row, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Git - version control", ("Git", "-", "version control")),
        ("System Design: pipelines", ("System Design", ":", "pipelines")),
        ("**CI/CD** - delivery", ("CI/CD", "-", "delivery")),
        ("Linux", ("Linux", "", "")),
        ("SQL (PostgreSQL, MySQL)", ("SQL (PostgreSQL, MySQL)", "", "")),
    ],
)
def test_a_requirement_is_read_as_a_document_words_it(
    editor: Client, draft: Revision, typed: str, expected: tuple[str, str, str]
) -> None:
    part = must_haves(draft)
    response = editor.post(f"{PAGE}requirement/add/{part.pk}/", {"line": typed}, headers=HTMX)
    assert parts(response) == [f"group-list-{part.pk}"]
    row = part.requirements.last()
    assert row
    assert (row.name, row.form, row.text) == expected


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("level", "mid level", "This revision has a level of that name already."),
        ("level", "Lead (9-2 years)", "The upper bound must not be below the lower one."),
        ("path", "somewhere", "Write it as “Mid → Senior” or “Mid -> Senior”."),
        ("overview", "a\u202eb", "This has an invisible character (U+202E). Type the text anew."),
        ("level", "", "This field is required."),
    ],
)
def test_what_cannot_be_added_stays_in_its_field(
    editor: Client, draft: Revision, kind: str, typed: str, why: str, headers: Any
) -> None:
    before = rows()
    response = editor.post(f"{PAGE}{kind}/add/0/", {"line": typed}, headers=headers)
    assert (response.status_code, rows()) == (422, before)
    assert f"Not added: {why}" in text(body(response))
    assert f'value="{typed}"' in body(response)


def test_bytes_that_are_no_text_are_answered(editor: Client, draft: Revision) -> None:
    form = "application/x-www-form-urlencoded"
    part = must_haves(draft)
    response = editor.generic("POST", f"{PAGE}requirement/add/{part.pk}/", "line=%ED%A0%80%FF", form)
    assert response.status_code == 302  # shown as replacement characters, like anywhere
    assert names(draft)[-1] == "\ufffd" * 4


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("kind", ["requirement", "list", "question", "step"])
def test_hostile_lines_are_answered(editor: Client, draft: Revision, kind: str, value: str) -> None:
    path = GrowthPath.objects.create(revision=draft, from_name="Mid", to_name="Senior")
    level = draft.levels.get(name="Mid")
    holders = {
        "requirement": must_haves(draft),
        "list": level,
        "step": path,
        "question": level.question_sets.get(),
    }
    response = editor.post(f"{PAGE}{kind}/add/{holders[kind].pk}/", {"line": value})
    assert response.status_code == (302 if value.isdecimal() else 422)


# Moving and removing


def test_the_buttons_move_a_line_and_keep_the_focus(editor: Client, draft: Revision) -> None:
    row = line(draft)
    response = editor.post(address(row, "place/"), {"step": "up"}, headers=HTMX)
    assert json.loads(response["HX-Trigger-After-Settle"]) == {
        "rolecard:focus": {"id": f"up-requirement-{row.pk}"}
    }
    assert names(draft) == ["Ability 2", "Ability 1", "Ability 3"]
    plain = editor.post(address(row, "place/"), {"step": "down"})
    assert plain["Location"] == f"{PAGE}#down-requirement-{row.pk}"
    assert names(draft) == ["Ability 1", "Ability 2", "Ability 3"]


@pytest.mark.parametrize("value", ["x", "9" * 30, "-1", "\0", "٣", str(10**9), str(10**18)])
@pytest.mark.parametrize("name", ["into", "before"])
@pytest.mark.parametrize("kind", ["", "requirement-", "list-", "nothing-"])
def test_a_place_that_is_none_is_refused(
    editor: Client, draft: Revision, name: str, value: str, kind: str
) -> None:
    before = rows()
    response = editor.post(address(line(draft), "place/"), {name: kind + value})
    assert (response.status_code, rows()) == (409, before)
    assert "This is no longer in the draft" in text(main_of(response))


@pytest.mark.parametrize("pk", [0, 10**9, 2**31, 2**63, 10**18, 10**40], ids=str)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_a_number_that_no_row_has_is_answered(editor: Client, draft: Revision, kind: str, pk: int) -> None:
    before = rows()
    assert editor.get(f"{PAGE}{kind}/{pk}/").status_code == 409
    asked = [f"{kind}/{pk}/", f"{kind}/{pk}/remove/", f"{kind}/{pk}/place/", f"removed/{pk}/put-back/"]
    asked += [f"{kind}/add/{pk}/"] * bool(ELEMENTS[kind].holder)
    for address in asked:
        assert editor.post(f"{PAGE}{address}", {"line": "New", "step": "up"}).status_code == 409
    assert rows() == before


def test_what_is_removed_can_be_put_back(editor: Client, draft: Revision) -> None:
    row, before = line(draft), rows()
    response = editor.post(address(row, "remove/"), headers=HTMX)
    removal = Removal.objects.get()
    assert json.loads(response["HX-Trigger-After-Settle"]) == {"rolecard:focus": {"id": f"undo-{removal.pk}"}}
    for place in ("undo", "put-back"):  # where it was, and beside the page
        assert body(response).count(f'id="{place}-{removal.pk}"') == 1
    assert not Requirement.objects.filter(pk=row.pk).exists()
    editor.post(f"{PAGE}removed/{removal.pk}/put-back/", headers=HTMX)
    assert rows() == before
    gone = editor.post(f"{PAGE}removed/{removal.pk}/put-back/")
    assert gone.status_code == 409


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_somebody_else_removed_is_said(editor: Client, draft: Revision, headers: Any) -> None:
    row = line(draft)
    sent = filled(row, name="SQL")
    removing.remove(draft, "requirement", row.pk, by=None)
    for response in (
        editor.post(address(row), sent, headers=headers),
        editor.post(address(row, "remove/"), headers=headers),
        editor.post(address(row, "place/"), {"step": "up"}, headers=headers),
        editor.get(address(row), headers=headers),
    ):
        assert response.status_code == 409
        assert "somebody else moved or removed it" in body(response)
        assert ('hx-swap-oob="innerHTML:#refusal"' in body(response)) == bool(headers)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_what_was_entered_for_a_draft_that_is_gone_is_not_lost(
    editor: Client, draft: Revision, headers: Any
) -> None:
    row = line(draft)
    sent = filled(row, name="SQL & more", text="", anchor_2="Asks")
    publishing.publish(draft, by=None)
    before = rows()
    response = editor.post(address(row), sent, headers=headers)
    assert response.status_code == 409
    assert "There is no such draft any more: it was published or discarded meanwhile." in body(response)
    if not headers:  # with HTMX, it is still in the fields
        assert texts(main_of(response), "textarea") == ["SQL & more", "Ability 2", "Asks"]
    for act in ("remove/", "place/"):
        assert editor.post(address(row, act), headers=headers).status_code == 409
    assert editor.post(f"{PAGE}discard/", headers=headers).status_code == 409
    assert editor.get(PAGE).status_code == 404
    assert editor.get(address(row)).status_code == 404
    assert rows() == before


def test_an_entry_for_what_is_gone_is_shown_again(editor: Client, draft: Revision) -> None:
    part = must_haves(draft)
    removing.remove(draft, "list", part.pk, by=None)
    response = editor.post(f"{PAGE}requirement/add/{part.pk}/", {"line": "Git - version control"})
    assert response.status_code == 409
    assert texts(main_of(response), "textarea") == ["Git - version control"]
    assert 'href="/roles/data-analyst/draft/">Show the draft as it is now</a>' in main_of(response)


# Discarding


def test_discarding_asks_first(editor: Client, draft: Revision) -> None:
    page = editor.get(f"{PAGE}discard/")
    assert "Revision 1 stays what the role asks for." in text(main_of(page))
    assert Revision.objects.drafts().exists()
    response = editor.post(f"{PAGE}discard/", follow=True)
    assert said(response) == ["The draft of Data Analyst is discarded."]
    assert list(Revision.objects.values_list("number", flat=True)) == [1]


def test_every_kind_of_element_has_its_form(editor: Client, draft: Revision) -> None:
    path = GrowthPath.objects.create(revision=draft, from_name="Mid", to_name="Senior")
    path.steps.create(text="Lead")
    for kind, element in ELEMENTS.items():
        row = element.model._base_manager.filter(
            **{element.model.state_lookup.removesuffix("__state"): draft}
        ).first()
        assert row
        url = reverse("roleprofiles:element_edit", args=[draft.role.slug, kind, row.pk])
        assert f'action="{url}"' in body(editor.get(url))
        assert f'id="row-{kind}-{row.pk}"' in body(editor.get(url, headers=HTMX))


def test_hints_stand_beside_questions_that_must_not_be_asked(editor: Client, draft: Revision) -> None:
    assert "not to be asked" not in body(editor.get(PAGE))
    question = Question.objects.filter(question_set__level__revision=draft)[0]
    drafting.change(
        draft,
        "question",
        question.pk,
        {"prompt": "Are you married?", "look_for": ""},
        seen=fingerprint(question),
    )
    page = body(editor.get(PAGE))
    row = page.partition(f'id="row-question-{question.pk}"')[2].partition("</li>")[0]
    assert "“Are you married” touches family, marriage or pregnancy: not to be asked anywhere." in row
    assert "<b>1 hint</b> beside the lines" in page
