"""/roles/<slug>/draft/publish/"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from interviews.models import Opening
from roleprofiles import publishing
from roleprofiles.models import Level, Removal, Requirement, Revision, Role
from tests.factories import make_opening, make_role
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, queries, said, text, texts
from tests.roleprofiles.views.test_differences import table_rows, tallies

PAGE = "/roles/data-analyst/draft/publish/"
CHANGED = "The draft has changed since this page was shown. Look at it again, then publish."


@kept
def role(rosa: User) -> Role:
    return make_role(by=rosa)


@kept
def draft(role: Role, rosa: User) -> Revision:
    """One line of it says something else."""
    draft = publishing.start_draft(role, by=rosa)
    reword(draft, "Anything")
    return draft


def reword(draft: Revision, words: str) -> None:
    line = Requirement.objects.of(draft).filter(name="Ability 1", skill_list__level__name="Mid")
    line.update(text=words)


def fields(response: Any) -> dict[str, str]:
    """What the form of a page would post, but for the note."""
    return dict(re.findall(r'type="hidden" name="(number|fingerprint)" value="(\w+)"', body(response)))


def side_of(response: Any) -> str:
    return text(body(response).split("<aside")[1].split("</aside>")[0])


def alerts(response: Any) -> list[str]:
    return texts(main_of(response), "p", ' class="msg[^"]*" role="alert"')


def test_the_page_says_what_publishing_changes(editor: Client, draft: Revision) -> None:
    page = main_of(editor.get(PAGE))
    assert texts(page, "h1") == ["Publish revision 2 of Data Analyst"]
    assert tallies(page) == ["1 requirement reworded"]
    assert table_rows(page) == [("Reworded", "Ability 1 - Category 1", "Ability 1 - Anything")]
    assert texts(body(editor.get(PAGE)), "button")[-1] == "Publish revision 2"


def test_publishing_keeps_the_note_and_goes_to_the_role(editor: Client, draft: Revision, rosa: User) -> None:
    Removal.objects.create(revision=draft, kind="requirement", label="Gone")
    answer = editor.post(PAGE, {**fields(editor.get(PAGE)), "change_note": "For a\r\nreason"}, follow=True)
    assert answer.redirect_chain == [("/roles/data-analyst/", 302)]
    assert said(answer) == ["Revision 2 is published: it is what the role asks for now."]
    draft.refresh_from_db()
    assert (draft.state, draft.published_by, draft.change_note) == ("published", rosa, "For a\r\nreason")
    assert draft.role.current == draft
    assert not Removal.objects.exists()


def test_a_note_of_the_draft_is_there_to_go_on_with(editor: Client, draft: Revision) -> None:
    draft.change_note = "Begun <b>before"
    draft.save(update_fields=["change_note"])
    assert "Begun &lt;b&gt;before</textarea>" in body(editor.get(PAGE))


def test_a_draft_that_has_changed_is_shown_again_with_the_note(editor: Client, draft: Revision) -> None:
    posted = {**fields(editor.get(PAGE)), "change_note": "My note"}
    reword(draft, "Another thing")
    before = rows()
    answer = editor.post(PAGE, posted)
    assert (answer.status_code, alerts(answer)) == (409, [CHANGED])
    assert table_rows(main_of(answer)) == [
        ("Reworded", "Ability 1 - Category 1", "Ability 1 - Another thing")
    ]
    assert "My note</textarea>" in body(answer)
    assert rows() == before
    assert editor.post(PAGE, {**fields(answer), "change_note": "My note"}).status_code == 302


@pytest.mark.parametrize("change", ["key", "skill", "anchor"])
def test_what_no_word_says_is_a_change_too(editor: Client, draft: Revision, change: str) -> None:
    posted = fields(editor.get(PAGE))
    line, other = Requirement.objects.of(draft)[:2]
    if change == "anchor":
        line.anchors.create(value=1, text="Asks")
    else:
        value = {"key": "6d5ee7b5-9f0f-4b3a-8f5e-3c6f5f0b8a11", "skill": other.skill_id}[change]
        Requirement.objects.filter(pk=line.pk).update(**{change: value})
    assert editor.post(PAGE, posted).status_code == 409
    draft.refresh_from_db()
    assert not draft.is_published


@pytest.mark.parametrize("posted", [{}, {"fingerprint": "x"}, {"number": "x"}, {"number": str(10**30)}])
def test_a_form_that_did_not_arrive_whole_publishes_nothing(
    editor: Client, draft: Revision, posted: dict[str, str]
) -> None:
    before = rows()
    assert editor.post(PAGE, {"change_note": "Kept", **posted}).status_code in (409, 422)
    assert "Kept</textarea>" in body(editor.post(PAGE, {"change_note": "Kept", **posted}))
    assert rows() == before


def test_a_note_with_what_nobody_sees_is_refused_and_kept(editor: Client, draft: Revision) -> None:
    answer = editor.post(PAGE, {**fields(editor.get(PAGE)), "change_note": "a\u202eb"})
    assert answer.status_code == 422
    assert "invisible character (U+202E)" in body(answer)
    assert "a\u202eb</textarea>" in body(answer)
    draft.refresh_from_db()
    assert not draft.is_published


def test_the_second_of_two_tabs_is_told_who_was_first(editor: Client, draft: Revision) -> None:
    posted = fields(editor.get(PAGE))
    editor.post(PAGE, {**posted, "change_note": "First"})
    before = rows()
    answer = editor.post(PAGE, {**posted, "change_note": "Second <b>"})
    assert answer.status_code == 409
    assert alerts(answer)[0].startswith("Revision 2 was published by Rosa Adler on ")
    assert "Second &lt;b&gt;</textarea>" in body(answer)
    assert rows() == before


def test_a_draft_that_was_deleted_is_said_to_be(editor: Client, draft: Revision) -> None:
    posted = fields(editor.get(PAGE))
    draft.delete()
    answer = editor.post(PAGE, {**posted, "change_note": "Mine"})
    assert answer.status_code == 409
    assert alerts(answer) == ["The draft was deleted before you pressed the button. Nothing was published."]
    assert "Mine</textarea>" in body(answer)


def test_published_at_this_very_moment(
    editor: Client, draft: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted = fields(editor.get(PAGE))
    act = publishing.publish_as_shown

    def late(shown: Revision, **said: Any) -> Revision:
        publishing.publish(Revision.objects.get(pk=shown.pk), by=None)
        return act(shown, **said)

    monkeypatch.setattr(publishing, "publish_as_shown", late)
    answer = editor.post(PAGE, posted)
    assert (answer.status_code, "Revision 2 was published on" in alerts(answer)[0]) == (409, True)


def test_nothing_new_is_not_published(editor: Client, role: Role, rosa: User) -> None:
    publishing.start_draft(role, by=rosa)
    page = editor.get(PAGE)
    nothing = "This draft says what revision 1 says. There is nothing to publish."
    assert nothing in text(main_of(page))
    assert "Publish revision 2</button>" not in body(page)
    before = rows()
    answer = editor.post(PAGE, {**fields(page), "change_note": "Kept"})
    assert (answer.status_code, alerts(answer)) == (409, [nothing])
    assert "Kept</textarea>" in body(answer)
    assert rows() == before


def test_a_draft_without_a_level_is_not_published(editor: Client, rosa: User) -> None:
    publishing.begin_role(title="Data Analyst", by=rosa)
    page = editor.get(PAGE)
    assert publishing.NO_LEVEL in text(main_of(page))
    assert editor.post(PAGE, fields(page)).status_code == 409
    assert Revision.objects.drafts().exists()


def test_the_first_revision_of_a_role(editor: Client, rosa: User) -> None:
    draft = publishing.begin_role(title="Data Analyst", by=rosa)
    Level.objects.create(revision=draft, name="Mid")
    page = editor.get(PAGE)
    assert "The first revision of this role." in text(main_of(page))
    assert tallies(main_of(page)) == ["1 level added", "1 overview added"]
    assert editor.post(PAGE, fields(page)).headers["Location"] == "/roles/data-analyst/"


@pytest.mark.parametrize("what", ["order", "skill"])
def test_what_changes_no_element_is_said(editor: Client, role: Role, rosa: User, what: str) -> None:
    draft = publishing.start_draft(role, by=rosa)
    if what == "order":
        draft.sections.update(title="Skills asked for")
        remark = "Only headings, the order or the layout of lines differ."
    else:
        line, other = Requirement.objects.of(draft)[:2]
        Requirement.objects.filter(pk=line.pk).update(skill=other.skill_id)
        remark = "The words stay as they are; some lines are about another skill of the library."
    page = editor.get(PAGE)
    assert remark in text(main_of(page))
    assert editor.post(PAGE, fields(page)).status_code == 302


def test_what_a_document_could_not_say_is_named(editor: Client, draft: Revision) -> None:
    assert "would be read as something else" not in body(editor.get(PAGE))
    Requirement.objects.of(draft).filter(name="Ability 2").update(name="A** bold")
    page = text(main_of(editor.get(PAGE)))
    assert "would be read as something else" in page
    assert "“A** bold - Category 2”" in page


def test_searches_that_rest_on_older_revisions(
    client: Client, draft: Revision, role: Role, mia: User, max_: User
) -> None:
    """Somebody who edits roles and manages one of three searches sees that one, and the others' number."""
    mia.groups.add(*User.objects.get(display_name="Rosa Adler").groups.all())
    make_opening(by=mia, role=role, title="Mine")
    closed = make_opening(by=mia, role=role, title="Closed")
    Opening.objects.filter(pk=closed.pk).update(closed_at=closed.created_at)
    for title in ("Secret one", "Secret two"):
        make_opening(by=max_, role=role, title=title)
    make_opening(by=mia, title="Of another role")
    client.force_login(mia)
    page = client.get(PAGE)
    assert "Mine revision 1 · Mid, open since " in side_of(page)
    assert "and 2 more that you do not manage" in side_of(page)
    for hidden in ("Secret", "Closed", "Of another role"):
        assert hidden not in body(page)


def test_without_a_draft_there_is_no_page(editor: Client, role: Role) -> None:
    assert editor.get(PAGE).status_code == 404
    assert editor.get("/roles/nobody/draft/publish/").status_code == 404
    assert editor.post("/roles/nobody/draft/publish/").status_code == 404


def test_only_editors_come_in(reader: Client, draft: Revision) -> None:
    assert reader.get(PAGE).status_code == reader.post(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 499])  # with the other list, and at two levels, up to 1,000
def test_the_page_takes_the_same_queries_whatever_the_length(
    editor: Client, rosa: User, mia: User, count: int
) -> None:
    role = make_role(must_haves=count)
    draft = publishing.start_draft(role, by=rosa)
    reword(draft, "Anything")
    for number in range(1 + count // 100):
        make_opening(by=mia, role=role, title=f"Search {number}")
    assert queries(editor, PAGE) == 16
