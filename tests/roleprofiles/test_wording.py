"""The words of a job description: edited, left out, added, ordered, copied; and the organisation's texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from roleprofiles import advertising, proofreading, wording
from roleprofiles.adverts import Place
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, JobLine, JobSection, Requirement, StandardText
from tests.factories import level_of, make_role
from tests.keeping import kept
from tests.roleprofiles.rows import rows

pytestmark = pytest.mark.django_db

BERLIN, AUSTRIA = Place(country="DE", city="Berlin"), Place(country="AT", is_remote=True)


@kept
def job(rosa: User) -> JobDescription:
    return advertising.begin(level_of(make_role()), by=rosa)


def section(job: JobDescription, kind: str = "must_have") -> JobSection:
    return JobSection.objects.get(job_description=job, kind=kind)


def line(job: JobDescription, place: int = 0) -> JobLine:
    return list(section(job).lines.all())[place]


def said(job: JobDescription, kind: str = "must_have") -> list[str]:
    found = advertising.written(JobDescription.objects.with_text().get(pk=job.pk)).section(AdvertPart(kind))
    return [one.text for one in found.lines] or [found.text] if found else []


ABILITIES = [f"Ability {n}: Category {n}" for n in range(1, 5)]


# Words


def test_a_line_is_reworded_and_said_again_as_the_role_says(job: JobDescription) -> None:
    first = line(job)
    before = list(Requirement.objects.values_list("name", "text"))
    wording.reword(job, "line", first.pk, {"text": "Counting"}, seen=0)
    assert said(job) == ["Counting", *ABILITIES[1:]]
    now = line(job)
    assert (now.is_reworded, now.version, now.requirement_key) == (True, 1, first.requirement_key)
    wording.restore(job, "line", first.pk, seen=1)
    assert said(job) == ABILITIES
    assert list(Requirement.objects.values_list("name", "text")) == before  # the role is untouched


def test_what_somebody_else_changed_is_not_overwritten(job: JobDescription) -> None:
    first = line(job)
    wording.reword(job, "line", first.pk, {"text": "Theirs"}, seen=0)
    acts: list[Callable[[], Any]] = [
        lambda: wording.reword(job, "line", first.pk, {"text": "Mine"}, seen=0),
        lambda: wording.restore(job, "line", first.pk, seen=0),
    ]
    for act in acts:
        with pytest.raises(wording.WordsChanged) as changed:
            act()
        assert str(changed.value) == "“Theirs” was changed since you opened it."
    assert line(job).text == "Theirs"
    assert wording.reword(job, "line", first.pk, {"text": "Theirs"}, seen=0).version == 1  # said already


def test_a_section_has_another_heading_and_text(job: JobDescription) -> None:
    purpose = section(job, "purpose")
    values = {"heading": "Why we are here", "text": "To count"}
    wording.reword(job, "section", purpose.pk, values, seen=0)
    now = section(job, "purpose")
    assert (now.heading, said(job, "purpose"), now.is_reworded) == ("Why we are here", ["To count"], True)
    wording.restore(job, "section", purpose.pk, seen=1)
    assert said(job, "purpose") == ["Answers questions with data"]
    assert section(job, "purpose").heading == "Why we are here"


def test_what_is_left_out_is_put_back(job: JobDescription) -> None:
    first, good = line(job), section(job, "good_to_have")
    wording.leave_out(job, "line", first.pk, is_left_out=True)
    wording.leave_out(job, "section", good.pk, is_left_out=True)
    assert (said(job), said(job, "good_to_have")) == (ABILITIES[1:], [])
    assert line(job).is_left_out
    wording.leave_out(job, "line", first.pk, is_left_out=False)
    wording.leave_out(job, "section", good.pk, is_left_out=False)
    assert (said(job), said(job, "good_to_have")) == (ABILITIES, ["Spare: nice to see"])


def test_what_is_added_says_so_and_goes_once_it_is_left_out(job: JobDescription) -> None:
    made = wording.add_line(job, section(job).pk, "A licence")
    own = wording.add_section(job, "Your first months")
    assert (made.is_added, made.requirement_key, own.is_added) == (True, None, True)
    assert said(job)[-1] == "A licence"
    for kind, row in (("line", made), ("section", own)):
        with pytest.raises(wording.WordsChanged):
            wording.delete(job, kind, row.pk)
        wording.leave_out(job, kind, row.pk, is_left_out=True)
        wording.delete(job, kind, row.pk)
    assert said(job) == ABILITIES
    assert not JobSection.objects.filter(kind="own").exists()


def test_a_line_of_the_role_is_never_deleted(job: JobDescription) -> None:
    wording.leave_out(job, "line", line(job).pk, is_left_out=True)
    with pytest.raises(wording.WordsChanged):
        wording.delete(job, "line", line(job).pk)


def test_a_usual_section_is_there_once(job: JobDescription) -> None:
    duties = wording.add_section(job, "", kind=AdvertPart.DUTIES)
    assert (duties.heading, duties.is_list) == ("What you will do", True)
    assert wording.add_section(job, "Again", kind=AdvertPart.DUTIES) == duties
    whole = JobDescription.objects.with_text().get(pk=job.pk)
    assert wording.missing_parts(whole) == [
        AdvertPart.OTHER,
        AdvertPart.GROWTH,
        AdvertPart.INTERVIEWS,
        AdvertPart.OWN,
    ]


def test_a_text_has_no_lines(job: JobDescription) -> None:
    with pytest.raises(wording.PartGone):
        wording.add_line(job, section(job, "purpose").pk, "A line")


def test_order(job: JobDescription) -> None:
    first, second, third, fourth = section(job).lines.all()
    wording.step(job, "line", first.pk, by=1)
    wording.step(job, "line", fourth.pk, by=1)  # at the end it stays
    assert said(job) == [ABILITIES[1], ABILITIES[0], *ABILITIES[2:]]
    wording.place(job, "line", fourth.pk, before=second.pk)
    wording.place(job, "line", third.pk)
    assert said(job) == [ABILITIES[3], ABILITIES[1], ABILITIES[0], ABILITIES[2]]
    wording.place(job, "section", section(job).pk, before=section(job, "purpose").pk)
    assert job.sections.all()[0].kind == "must_have"
    with pytest.raises(wording.PartGone):
        wording.place(job, "line", first.pk, before=section(job, "purpose").pk + 10_000)


def test_parts_of_another_advert_are_not_reached(job: JobDescription, rosa: User) -> None:
    other = advertising.begin(job.level, by=rosa)
    theirs, before = line(other), rows()
    acts: list[Callable[[], Any]] = [
        lambda: wording.reword(job, "line", theirs.pk, {"text": "x"}, seen=0),
        lambda: wording.leave_out(job, "line", theirs.pk, is_left_out=True),
        lambda: wording.restore(job, "line", theirs.pk, seen=0),
        lambda: wording.delete(job, "line", theirs.pk),
        lambda: wording.place(job, "line", theirs.pk),
        lambda: wording.place(job, "line", line(job).pk, before=theirs.pk),
        lambda: wording.add_line(job, theirs.section_id, "x"),
        lambda: wording.use_text(job, theirs.section_id, is_own=True),
    ]
    for act in acts:
        with pytest.raises(wording.PartGone):
            act()
    assert rows() == before


# Facts


def test_facts_have_a_version(job: JobDescription) -> None:
    stored = wording.set_facts(job, {"organisation": "We"}, [BERLIN, AUSTRIA], seen=0)
    assert (stored.version, wording.places_of(stored)) == (1, (BERLIN, AUSTRIA))
    with pytest.raises(wording.WordsChanged):
        wording.set_facts(job, {"organisation": "They"}, [BERLIN], seen=0)
    assert wording.set_facts(job, {"organisation": "We"}, [BERLIN, AUSTRIA], seen=0).version == 1
    assert wording.set_facts(job, {"organisation": "We"}, [BERLIN], seen=1).version == 2
    job.refresh_from_db()
    assert (job.organisation, wording.places_of(job)) == ("We", (BERLIN,))


def test_in_another_language_the_texts_are_those_of_it(job: JobDescription, rosa: User) -> None:
    texts = {
        language: wording.begin_text(AdvertPart.ABOUT_US, language, language, by=rosa)
        for language in ("en", "de")
    }
    about = section(job, "about_us")
    wording.use_text(job, about.pk, is_own=False)
    assert section(job, "about_us").standard_text == texts["en"]
    wording.set_facts(job, {"language": "de"}, [], seen=0)
    assert said(job, "about_us") == ["de"]
    wording.set_facts(
        job, {"language": "fr"}, [], seen=1
    )  # there is none: it stays until somebody writes one
    assert said(job, "about_us") == ["de"]


# The organisation's texts


def test_a_text_is_versioned_and_shared(job: JobDescription, rosa: User, mia: User) -> None:
    text = wording.begin_text(AdvertPart.ABOUT_US, "en", "We were", by=rosa)
    wording.use_text(job, section(job, "about_us").pk, is_own=False)
    assert wording.save_text(text, "We are", by=mia, seen=1).is_new
    assert said(job, "about_us") == ["We are"]
    assert [(one.number, one.text, one.saved_by) for one in text.versions.all()] == [
        (2, "We are", mia),
        (1, "We were", rosa),
    ]
    with pytest.raises(wording.WordsChanged):
        wording.save_text(text, "We will be", by=rosa, seen=1)
    assert not wording.save_text(text, "We are", by=rosa, seen=1).is_new
    assert StandardText.objects.get().versions.count() == 2


def test_an_own_text_begins_with_the_organisations_and_is_kept(job: JobDescription, rosa: User) -> None:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We are", by=rosa)
    about = section(job, "about_us").pk
    wording.use_text(job, about, is_own=False)
    wording.use_text(job, about, is_own=True)
    assert section(job, "about_us").text == "We are"
    wording.reword(job, "section", about, {"text": "We in Berlin"}, seen=2)
    wording.use_text(job, about, is_own=False)
    assert said(job, "about_us") == ["We are"]
    wording.use_text(job, about, is_own=True)
    assert said(job, "about_us") == ["We in Berlin"]


def test_a_text_that_is_not_there_is_not_used(job: JobDescription) -> None:
    with pytest.raises(wording.PartGone):
        wording.use_text(job, section(job, "about_us").pk, is_own=False)
    with pytest.raises(wording.PartGone):
        wording.use_text(job, section(job).pk, is_own=False)


# The whole


def test_a_copy_has_the_same_words_and_goes_its_own_way(job: JobDescription, rosa: User) -> None:
    for language in ("en", "de"):
        wording.begin_text(AdvertPart.ABOUT_US, language, language, by=rosa)
    wording.use_text(job, section(job, "about_us").pk, is_own=False)
    wording.set_facts(job, {"organisation": "We", "label": "Berlin"}, [BERLIN, AUSTRIA], seen=0)
    wording.reword(job, "line", line(job).pk, {"text": "Counting"}, seen=0)
    wording.leave_out(job, "line", line(job, 1).pk, is_left_out=True)
    made = wording.copy(job, by=rosa, label="Wien", language="de")
    assert (made.label, made.language, made.organisation, made.version) == ("Wien", "de", "We", 0)
    assert (made.slug, made.level) == (f"{job.slug}-2", job.level)
    assert wording.places_of(made) == (BERLIN, AUSTRIA)
    assert said(made) == said(job) == ["Counting", *ABILITIES[2:]]
    assert [one.requirement_key for one in section(made).lines.all()] == [
        one.requirement_key for one in section(job).lines.all()
    ]
    assert (said(job, "about_us"), said(made, "about_us")) == (["en"], ["de"])
    wording.reword(made, "line", line(made).pk, {"text": "Zählen"}, seen=0)
    assert said(job)[0] == "Counting"


def test_a_copy_in_a_language_without_a_text_waits_for_one(job: JobDescription, rosa: User) -> None:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We", by=rosa)
    wording.use_text(job, section(job, "about_us").pk, is_own=False)
    made = wording.copy(job, by=rosa, label="", language="fr")
    assert said(made, "about_us") == []


def test_only_what_was_never_published_is_discarded(job: JobDescription, rosa: User) -> None:
    other = advertising.begin(job.level, by=rosa)
    other.publications.create(
        number=1, revision=job.level.revision, advert={}, json_ld={}, is_public=True, apply_by=None
    )
    wording.discard(job)
    with pytest.raises(wording.AdvertKept):
        wording.discard(other)
    assert list(JobDescription.objects.all()) == [other]
    with pytest.raises(wording.PartGone):
        wording.discard(job)


# Hints


def hints(job: JobDescription) -> list[str]:
    sheet = proofreading.job_sheet(job)
    nodes = [*sheet.sections, *(one for node in sheet.sections for one in node.children)]
    return [hint.quote for node in nodes for hint in node.hints]


def test_a_hint_is_taken_where_it_stands(job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "A rockstar who counts"}, seen=0)
    (node,) = [one for one in proofreading.job_sheet(job).sections if one.row == section(job)]
    (hint,) = node.children[0].hints
    assert (hint.quote, hint.swap) == ("A rockstar", "An expert")
    assert proofreading.take_hint(job, hint.key) == line(job)
    assert (line(job).text, line(job).version) == ("An expert who counts", 2)
    with pytest.raises(wording.PartGone):
        proofreading.take_hint(job, hint.key)


def test_a_hint_on_the_detail_of_a_requirement_keeps_its_name(job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "Ability 1: rockstar level"}, seen=0)
    (hint,) = [
        one for node in proofreading.job_sheet(job).sections for line in node.children for one in line.hints
    ]
    proofreading.take_hint(job, hint.key)
    assert line(job).text == "Ability 1: expert level"


def test_the_organisations_text_is_not_changed_from_an_advert(job: JobDescription, rosa: User) -> None:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We want a rockstar", by=rosa)
    wording.use_text(job, section(job, "about_us").pk, is_own=False)
    (hint,) = [one for node in proofreading.job_sheet(job).sections for one in node.hints]
    with pytest.raises(wording.PartGone):
        proofreading.take_hint(job, hint.key)
    assert said(job, "about_us") == ["We want a rockstar"]


def test_a_dismissed_hint_is_shown_no_more_until_it_is_brought_back(job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "A rockstar who dominates"}, seen=0)
    assert hints(job) == ["A rockstar", "dominates"]
    (first, _) = proofreading.job_sheet(job).node(f"line-{line(job).pk}").hints  # type: ignore[union-attr]
    wording.dismiss_hint(job, first.key)
    wording.dismiss_hint(job, first.key)
    assert hints(job) == ["dominates"]
    assert proofreading.job_sheet(job).dismissed == 1
    wording.bring_back_hints(job)
    assert hints(job) == ["A rockstar", "dominates"]


def test_what_is_left_out_has_no_hints(job: JobDescription) -> None:
    wording.reword(job, "line", line(job).pk, {"text": "A rockstar"}, seen=0)
    wording.leave_out(job, "line", line(job).pk, is_left_out=True)
    assert hints(job) == []
