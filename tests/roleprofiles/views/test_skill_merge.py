"""/skills/<pk>/merge/, undoing, and the review of new names"""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from roleprofiles import merging, publishing
from roleprofiles.models import Requirement, Skill, SkillMerge, skill_key
from tests.factories import make_role
from tests.keeping import kept
from tests.roleprofiles.rows import rows
from tests.roleprofiles.views.pages import body, main_of, queries, said, text, texts

REVIEW = "/skills/review/"
pytestmark = pytest.mark.django_db


def skill(name: str) -> Skill:
    return Skill.objects.get(name=name)


def merge_page(name: str) -> str:
    return f"/skills/{skill(name).pk}/merge/"


def found(client: Client, name: str, **query: str) -> list[str]:
    """The skills to choose from."""
    page = main_of(client.get(merge_page(name), query)).split('id="results"')[1]
    return texts(page, "a")


@kept
def library() -> None:
    make_role()
    publishing.start_draft(make_role("Other", must_haves=1), by=None)
    for name in ("Kubernetes", "Kubernets"):
        Skill.objects.for_name(name)


# Choosing


def test_names_that_are_alike_come_first_and_any_other_can_be_searched_for(
    library: None, editor: Client
) -> None:
    assert found(editor, "Kubernets") == ["Kubernetes"]
    assert found(editor, "Kubernetes") == ["Kubernets"]
    assert found(editor, "Spare") == []
    assert "No name is alike" in body(editor.get(merge_page("Spare")))
    assert found(editor, "Spare", q="ability") == ["Ability 1", "Ability 2", "Ability 3", "Ability 4"]
    assert found(editor, "Spare", q="kubrnetes") == ["Kubernetes", "Kubernets"]
    assert found(editor, "Spare", q="spare") == []
    for words in ("\0", "x" * 50_000, "\u202e", "nowhere"):
        assert "No other skill found" in body(editor.get(merge_page("Spare"), {"q": words}))


def test_more_than_a_page_is_said(library: None, editor: Client) -> None:
    for number in range(30):
        Skill.objects.for_name(f"Skill {'abcdefghijklmnopqrstuvwxyzäöüß'[number]}")
    page = main_of(editor.get(merge_page("Spare"), {"q": "skill"}))
    assert "These are the first 20. More words find fewer skills." in text(page)
    assert len(texts(page.split('id="results"')[1], "a")) == 20


def test_a_fragment_is_the_same_choice(library: None, editor: Client) -> None:
    fragment = body(editor.get(merge_page("Spare"), {"q": "a"}, headers={"HX-Request": "true"})).strip()
    assert fragment.startswith('<div id="results">')
    assert fragment in body(editor.get(merge_page("Spare"), {"q": "a"}))


@pytest.mark.parametrize("into", ["", "x", "0", "-1", str(10**20), "9" * 5_000, "1\0", "self", "merged"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_chosen(library: None, editor: Client, method: str, into: str) -> None:
    merging.merge(skill("Ability 4"), into=skill("Ability 3"), by=None)
    known = {"self": skill("Spare").pk, "merged": skill("Ability 4").pk}
    before = rows()
    response = getattr(editor, method)(merge_page("Spare"), {"into": known.get(into, into)})
    assert response.status_code == 422
    assert said(response) == ["This skill cannot be chosen. It may have been merged meanwhile."]
    assert "Which skill is “Spare” the same as?" in text(main_of(response))
    assert rows() == before


# What it touches, and merging


def test_the_consequences_are_shown_before_anything_happens(library: None, editor: Client) -> None:
    merging.add_alias(skill("Ability 1"), "Talent", by=None)
    merging.merge(skill("Ability 3"), into=skill("Ability 1"), by=None)
    before = rows()
    page = main_of(editor.get(merge_page("Ability 1"), {"into": skill("Spare").pk}))
    assert texts(page, "h1") == ["Is “Ability 1” the same as “Spare”?"]
    assert texts(page, "dd") == ["must-have in 2 roles, 4 levels", "good-to-have in 2 roles, 4 levels"]
    assert texts(page, "li") == [
        "2 lines of drafts move to “Spare” and keep the wording.",
        "4 lines of published revisions stay as they are and count for “Spare”.",
        "Documents that say “Ability 1”, “Talent”, “Ability 3” will mean “Spare”.",
        "Merged before, and going along: “Ability 3”.",
        "The roles concerned are Data Analyst, Other.",
    ]
    assert texts(page, "button") == ["Merge into “Spare”"]
    assert f'href="{merge_page("Spare")}?into={skill("Ability 1").pk}"' in page
    assert rows() == before


def test_a_merge_that_touches_nothing_says_so(library: None, editor: Client) -> None:
    page = main_of(editor.get(merge_page("Kubernets"), {"into": skill("Kubernetes").pk}))
    assert texts(page, "li") == [
        "No line of a draft moves.",
        "No line of a published revision is about it.",
        "Documents that say “Kubernets” will mean “Kubernetes”.",
    ]


def test_long_consequences_are_cut(library: None, editor: Client) -> None:
    for number in range(12):
        make_role(f"Role {number:02}", must_haves=1)
        merging.add_alias(skill("Ability 1"), f"Talent {number:02}", by=None)
    page = text(main_of(editor.get(merge_page("Ability 1"), {"into": skill("Spare").pk})))
    assert "“Talent 08” or one of 3 more names will mean “Spare”." in page
    assert "Role 06, Role 07 and 4 more." in page


def test_merging_and_undoing(library: None, editor: Client, rosa: User) -> None:
    before = rows()
    response = editor.post(merge_page("Ability 1"), {"into": skill("Spare").pk}, follow=True)
    assert response.redirect_chain == [(skill("Spare").get_absolute_url(), 302)]
    assert said(response) == ["“Ability 1” is now the same as “Spare”. 2 lines of drafts moved."]
    made = SkillMerge.objects.get()
    assert (made.skill, made.into, made.merged_by) == (skill("Ability 1"), skill("Spare"), rosa)
    assert "Ability 1 into Spare" in text(main_of(response).split('id="merges-title"')[1])
    response = editor.post(f"/skills/merges/{made.pk}/undo/", follow=True)
    assert response.redirect_chain == [(skill("Ability 1").get_absolute_url(), 302)]
    assert said(response) == ["“Ability 1” and “Spare” are two skills again. Lines that went back: 2."]
    history = text(main_of(response).split('id="merges-title"')[1])
    assert ", Rosa Adler · undone " in history
    assert "Undo" not in history
    assert {**rows(), "SkillMerge": []} == before


def test_undoing_says_what_stays(library: None, editor: Client) -> None:
    made = merging.merge(skill("Ability 1"), into=skill("Spare"), by=None)
    Requirement.objects.get(pk=made.moved_requirements[0]).delete()
    publishing.publish(
        Requirement.objects.get(pk=made.moved_requirements[1]).skill_list.level.revision, by=None
    )
    response = editor.post(f"/skills/merges/{made.pk}/undo/", follow=True)
    assert said(response) == [
        "“Ability 1” and “Spare” are two skills again. "
        "Published meanwhile, so they stay with “Spare”: 1. Gone or about something else by now: 1."
    ]


def test_a_merge_that_was_overtaken_is_not_undone(library: None, editor: Client) -> None:
    first = merging.merge(skill("Ability 1"), into=skill("Ability 2"), by=None)
    merging.merge(skill("Ability 2"), into=skill("Ability 3"), by=None)
    before = rows()
    response = editor.post(f"/skills/merges/{first.pk}/undo/")
    assert response.status_code == 409
    assert said(response) == [
        "“Ability 2” has been merged into another skill since. Undo the later merge first."
    ]
    assert rows() == before
    for pk in (0, 10**20):
        assert editor.post(f"/skills/merges/{pk}/undo/").status_code == 404


def test_undoing_twice_is_said(library: None, editor: Client) -> None:
    made = merging.merge(skill("Ability 1"), into=skill("Ability 2"), by=None)
    merging.undo(made, by=None)
    response = editor.post(f"/skills/merges/{made.pk}/undo/")
    assert (response.status_code, said(response)) == (409, ["This merge has been undone already."])


def test_a_refusal_at_the_last_moment_is_said(
    library: None, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else merged the skill between this person's look and the lock."""
    real, into = merging.merge, skill("Ability 2")

    def late(one: Skill, **said: object) -> SkillMerge:
        real(one, into=skill("Ability 3"), by=None)
        return real(one, into=into, by=None)

    monkeypatch.setattr(merging, "merge", late)
    response = editor.post(merge_page("Ability 1"), {"into": into.pk})
    assert (response.status_code, said(response)) == (
        409, ["“Ability 1” has been merged already. Undo that first."],
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 40])
def test_choosing_and_consequences_take_the_same_queries(editor: Client, count: int) -> None:
    make_role(must_haves=count)
    for number in range(count):
        merging.add_alias(skill("Ability 1"), f"Talent {number}", by=None)
        merging.merge(Skill.objects.for_name(f"Knack {number}"), into=skill("Ability 1"), by=None)
    Skill.objects.for_name("Spares")
    assert queries(editor, merge_page("Spare")) == 9
    assert queries(editor, f"{merge_page('Spare')}?q=ability") == 9
    assert queries(editor, f"{merge_page('Ability 1')}?into={skill('Spare').pk}") == 10


# The review


def test_a_review_proposes_and_a_person_decides(library: None, editor: Client) -> None:
    for name in ("Machine Learning", "Machine Lerning"):
        Skill.objects.for_name(name)
    before = rows()
    page = main_of(editor.get(REVIEW))
    assert texts(page, "h2") == ["Kubernets", "Machine Lerning"]
    assert texts(page, "li")[:3] == [
        "No line of a draft moves.",
        "No line of a published revision is about it.",
        "Documents that say “Kubernets” will mean “Kubernetes”.",
    ]
    assert texts(page, "button") == [
        "The same as “Kubernetes” : Kubernets", "A skill of its own : Kubernets",
        "The same as “Machine Learning” : Machine Lerning", "A skill of its own : Machine Lerning",
    ]  # fmt: skip
    assert rows() == before

    response = editor.post(
        merge_page("Kubernets"), {"into": skill("Kubernetes").pk, "is_review": "1", "after": "0"}, follow=True
    )
    assert response.redirect_chain == [(REVIEW, 302)]
    assert said(response) == ["“Kubernets” is now the same as “Kubernetes”."]
    response = editor.post(f"/skills/{skill('Machine Lerning').pk}/keep/", {"after": "3"}, follow=True)
    assert response.redirect_chain == [(f"{REVIEW}?after=3", 302)]
    assert said(response) == ["“Machine Lerning” is a skill of its own."]
    assert skill("Machine Lerning").reviewed_at
    assert "Nothing to decide here" in body(editor.get(REVIEW))


def test_a_review_says_how_many_it_looked_at_and_goes_on(
    library: None, editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "LOOKED_AT", 5)
    page = main_of(editor.get(REVIEW))
    assert "Looked at 5 names. Look at the next names" in text(page)
    last = Skill.objects.order_by("pk")[4].pk
    assert f'href="{REVIEW}?after={last}"' in page
    page = main_of(editor.get(REVIEW, {"after": last}))
    assert (texts(page, "h2"), "Looked at 2 names." in text(page), "next" in page) == (
        ["Kubernets"],
        True,
        False,
    )


@pytest.mark.parametrize("after", ["x", "-1", "\0", str(10**20), "9" * 5_000, "²", "١"])
def test_a_review_from_nowhere_begins_at_the_beginning(library: None, editor: Client, after: str) -> None:
    assert texts(main_of(editor.get(REVIEW, {"after": after})), "h2") == ["Kubernets"]
    response = editor.post(f"/skills/{skill('Kubernets').pk}/keep/", {"after": after})
    assert response.headers["Location"] == REVIEW


@pytest.mark.parametrize("count", [1, 15])
def test_a_review_takes_the_same_queries(editor: Client, count: int) -> None:
    names = [name for n in range(count) for name in (f"Ability{n * 1111}", f"Ability {n * 1111}")]
    Skill.objects.bulk_create(Skill(name=name, key=skill_key(name)) for name in names)
    assert queries(editor, REVIEW) == 10


def test_an_empty_library_has_nothing_to_review(editor: Client) -> None:
    assert "Nothing to decide here" in text(main_of(editor.get(REVIEW)))
