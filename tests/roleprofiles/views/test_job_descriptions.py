"""/job-descriptions/: the list, a new one, a copy, discarding, files; and the organisation's texts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from roleprofiles import advertising, publishing, wording
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, Publication, StandardText
from tests.factories import level_of, make_role
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, queries, said, text, texts

pytestmark = pytest.mark.django_db

LIST, TEXTS = "/job-descriptions/", "/job-descriptions/texts/"


@kept
def job(rosa: User) -> JobDescription:
    return advertising.begin(level_of(make_role()), by=rosa, label="Berlin")


def publish(job: JobDescription, **values: Any) -> Publication:
    said = {"number": 1, "revision": job.level.revision, "advert": {}, "json_ld": {}}
    return job.publications.create(**said | {"is_public": True, "apply_by": None} | values)


def listed(response: Any) -> list[str]:
    results = body(response).split('id="results"')[1]
    return texts(results, "a", ' href="/job-descriptions/[0-9]')


# The list


def test_it_is_searched_and_filtered(editor: Client, job: JobDescription, rosa: User) -> None:
    senior = advertising.begin(level_of(job.role, "Senior"), by=rosa, label="Paris")
    other = advertising.begin(level_of(make_role("Data Engineer")), by=rosa)
    gone, closed = (advertising.begin(job.level, by=rosa, label=label) for label in ("Gone", "Closed"))
    publish(senior)
    publish(gone, withdrawn_at=timezone.now())
    publish(closed, apply_by=timezone.localdate() - timedelta(days=1))

    def found(**words: str) -> list[str]:
        return listed(editor.get(LIST, words))

    analyst = "Data Analyst for"
    assert found() == [
        f"{analyst} Closed",
        f"{analyst} Gone",
        "Data Engineer",
        f"{analyst} Paris",
        f"{analyst} Berlin",
    ]
    assert found(q="engineer") == [other.title]
    assert found(q="paris analyst") == [f"{analyst} Paris"]
    assert found(state="draft") == ["Data Engineer", f"{analyst} Berlin"]
    assert found(state="online") == [f"{analyst} Paris"]
    assert found(state="offline") == [f"{analyst} Closed"]
    assert found(state="withdrawn") == [f"{analyst} Gone"]
    assert found(level="Senior", q="data") == [f"{analyst} Paris"]
    tags = texts(main_of(editor.get(LIST)), "span", ' class="tag[^"]*"')
    assert tags == ["Published, not online", "Withdrawn", "Draft", "Online", "Draft"]


def test_one_that_was_published_again_is_online(editor: Client, job: JobDescription) -> None:
    publish(job, withdrawn_at=timezone.now())
    publish(job, number=2)
    assert listed(editor.get(LIST, {"state": "online"})) == ["Data Analyst for Berlin"]
    assert listed(editor.get(LIST, {"state": "withdrawn"})) == []


@pytest.mark.parametrize(
    "words", [{"q": "\0"}, {"q": "x" * 999}, {"state": "x"}, {"level": "\0"}, {"q": "nothing"}]
)
def test_what_nothing_has_is_said(editor: Client, job: JobDescription, words: dict[str, str]) -> None:
    page = editor.get(LIST, words)
    assert listed(page) == []
    assert "No job description found" in text(main_of(page))


def test_the_empty_list_says_how_to_begin(editor: Client) -> None:
    assert "One begins at a role" in text(main_of(editor.get(LIST)))


def test_pages_keep_what_was_chosen(editor: Client, job: JobDescription, rosa: User) -> None:
    for _ in range(50):
        advertising.begin(job.level, by=rosa)
    page = editor.get(LIST, {"level": "Mid", "state": "draft", "q": "data"})
    assert "?q=data&amp;state=draft&amp;level=Mid&amp;page=2" in body(page)
    fragment = editor.get(LIST, {"page": "2"}, headers={"HX-Request": "true"})
    assert body(fragment).strip().startswith('<div id="results">')
    assert listed(fragment) == ["Data Analyst for Berlin"]


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_takes_the_same_queries(editor: Client, rosa: User, count: int) -> None:
    for n in range(count):
        publish(advertising.begin(level_of(make_role(f"Role {n}")), by=rosa))
    assert queries(editor, LIST) == 6


# Beginning


def test_one_begins_from_the_role(editor: Client, job: JobDescription) -> None:
    level = job.level
    page = editor.get(level.get_job_description_url())
    assert texts(body(page), "a", f' class="btn btn-primary" href="{LIST}new/{level.pk}/"') == [
        "Write an advert"
    ]
    assert f'href="{job.get_absolute_url()}"' in body(page)
    assert f'href="{LIST}new/{level.pk}/"' in body(editor.get(job.role.get_absolute_url()))
    form = editor.get(f"{LIST}new/{level.pk}/")
    assert "There already for this level" in text(main_of(form))
    answer = editor.post(f"{LIST}new/{level.pk}/", {"label": "Wien", "language": "de"})
    made = JobDescription.objects.get(label="Wien")
    assert (answer["Location"], made.language, made.level) == (made.get_absolute_url(), "de", level)


def test_people_who_do_not_write_adverts_see_no_way_in(reader: Client, job: JobDescription) -> None:
    for page in (job.role.get_absolute_url(), job.level.get_job_description_url()):
        assert "/job-descriptions/" not in body(reader.get(page))


@pytest.mark.parametrize(
    "posted",
    [{}, {"language": "xx"}, {"language": "en", "label": "a\u202eb"}, {"language": "en", "label": "\0"}],
)
def test_a_bad_beginning_begins_nothing(editor: Client, job: JobDescription, posted: dict[str, str]) -> None:
    before = rows()
    assert editor.post(f"{LIST}new/{job.level_id}/", posted).status_code == 422
    assert editor.post(f"{LIST}{job.pk}/copy/", posted).status_code == 422
    assert rows() == before


def test_only_the_levels_that_roles_stand_at_now(editor: Client, job: JobDescription) -> None:
    draft = publishing.start_draft(job.role, by=None)
    assert editor.get(f"{LIST}new/{draft.levels.earliest('pk').pk}/").status_code == 404
    publishing.publish(draft, by=None)
    assert editor.get(f"{LIST}new/{job.level_id}/").status_code == 404
    assert f"{LIST}new/" not in body(editor.get(job.level.get_job_description_url()))


def test_a_copy(editor: Client, job: JobDescription) -> None:
    answer = editor.post(f"{LIST}{job.pk}/copy/", {"label": "Wien", "language": "de"}, follow=True)
    assert texts(main_of(answer), "h1") == ["Data Analyst for Wien"]
    assert JobDescription.objects.count() == 2


def test_discarding_asks_first(editor: Client, job: JobDescription) -> None:
    page = f"{LIST}{job.pk}/discard/"
    assert "It was begun by Rosa Adler" in text(main_of(editor.get(page)))
    assert JobDescription.objects.exists()
    assert said(editor.post(page, follow=True)) == ["Data Analyst (Berlin) is discarded."]
    assert not JobDescription.objects.exists()


def test_what_was_published_is_kept(editor: Client, job: JobDescription) -> None:
    publish(job)
    assert editor.post(f"{LIST}{job.pk}/discard/").status_code == 409
    assert "discard/" not in body(editor.get(job.get_absolute_url()))
    assert JobDescription.objects.exists()


# Files


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [("md", b"# Data Analyst"), ("html", b"<!DOCTYPE html>"), ("pdf", b"%PDF"), ("docx", b"PK")],
)
def test_files_say_what_the_advert_says_now(
    editor: Client, job: JobDescription, suffix: str, begins: bytes
) -> None:
    answer = editor.get(f"{LIST}{job.pk}/job.{suffix}")
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="data-analyst-mid.{suffix}"'
    assert f"/job.{suffix}" in body(editor.get(job.get_absolute_url()))


def test_what_is_left_out_is_in_no_file(editor: Client, job: JobDescription) -> None:
    line = job.sections.get(kind="must_have").lines.all()[0]
    wording.leave_out(job, "line", line.pk, is_left_out=True)
    assert "Ability 1" not in editor.get(f"{LIST}{job.pk}/job.md").content.decode()
    assert editor.get(f"{LIST}{job.pk}/job.exe").status_code == 404


def test_what_cannot_be_printed_is_said(editor: Client, job: JobDescription) -> None:
    wording.set_facts(job, {"title": "Analyst \U00012000"}, [], seen=0)
    answer = editor.get(f"{LIST}{job.pk}/job.pdf", follow=True)
    if answer.redirect_chain:  # some font of this machine may have it
        assert said(answer)[0].startswith("There is no PDF of it: ")


# Texts of the organisation


def test_a_text_is_written_once_and_versioned(editor: Client, rosa: User, job: JobDescription) -> None:
    assert "No texts yet" in text(main_of(editor.get(TEXTS)))
    posted = {"kind": "about_us", "language": "en", "text": "We were\r\n\r\nand are"}
    assert editor.post(f"{TEXTS}new/", posted)["Location"] == TEXTS
    standard = StandardText.objects.get()
    assert standard.current_text == "We were\n\nand are"
    page = f"{TEXTS}{standard.pk}/"
    wording.use_text(job, job.sections.get(kind="about_us").pk, is_own=False)
    assert (
        said(editor.post(page, {"text": "We are", "seen": "1"}, follow=True))[-1] == "Saved as a new version."
    )
    shown = editor.get(page)
    versions = texts(main_of(shown), "summary")
    assert [one.split(" 20")[0].rsplit(" ", 2)[0] for one in versions] == ["Version 2, in use", "Version 1"]
    assert all("Rosa Adler" in one for one in versions)
    assert "Saving changes what 1 job description says now." in text(main_of(shown))
    assert f'href="{job.get_absolute_url()}"' in body(shown)
    assert "used by 1 job description" in text(main_of(editor.get(TEXTS)))


def test_there_is_one_of_a_kind_and_language(editor: Client, rosa: User) -> None:
    wording.begin_text(AdvertPart.ABOUT_US, "en", "We", by=rosa)
    answer = editor.post(f"{TEXTS}new/", {"kind": "about_us", "language": "en", "text": "Typed"})
    assert answer.status_code == 422
    assert "Typed</textarea>" in body(answer)
    assert "There is a text of this kind in this language already" in body(answer)


def test_another_persons_version_is_shown_and_mine_is_kept(editor: Client, rosa: User, mia: User) -> None:
    standard = wording.begin_text(AdvertPart.ABOUT_US, "en", "We", by=rosa)
    wording.save_text(standard, "Theirs", by=mia, seen=1)
    page = f"{TEXTS}{standard.pk}/"
    answer = editor.post(page, {"text": "Mine", "seen": "1"})
    assert answer.status_code == 409
    assert "Not saved: Mia Novak saved version 2 after you opened this. It says: Theirs" in text(
        main_of(answer)
    )
    assert re.search(r"Mine</textarea>", body(answer))
    assert editor.post(page, {"text": "Mine", "seen": "1", "over": "2"}).status_code == 302
    assert standard.versions.all()[0].text == "Mine"


@pytest.mark.parametrize("typed", ["", "\0", "a\u202eb", "x" * 20_001])
def test_bad_texts_are_refused(editor: Client, rosa: User, typed: str) -> None:
    standard = wording.begin_text(AdvertPart.ABOUT_US, "en", "We", by=rosa)
    before = rows()
    assert editor.post(f"{TEXTS}{standard.pk}/", {"text": typed, "seen": "1"}).status_code == 422
    assert (
        editor.post(f"{TEXTS}new/", {"kind": "benefits", "language": "en", "text": typed}).status_code == 422
    )
    for posted in ({}, {"text": "x", "seen": "x"}, {"text": "x", "seen": "9" * 40}):
        assert editor.post(f"{TEXTS}{standard.pk}/", posted).status_code in (409, 422)
    assert rows() == before


@pytest.mark.parametrize("count", [1, 20])
def test_texts_take_the_same_queries(editor: Client, rosa: User, job: JobDescription, count: int) -> None:
    standard = wording.begin_text(AdvertPart.ABOUT_US, "en", "0", by=rosa)
    for n in range(1, count + 1):
        wording.save_text(standard, str(n), by=rosa, seen=n)
        wording.begin_text(AdvertPart.BENEFITS, f"l{n}", "x", by=rosa)
        advertising.begin(job.level, by=rosa)
    assert (queries(editor, TEXTS), queries(editor, f"{TEXTS}{standard.pk}/")) == (4, 6)
