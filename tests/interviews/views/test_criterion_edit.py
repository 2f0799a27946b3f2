"""What a criterion says, one more, one less."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import rewording, scoring
from interviews.models import Criterion, Opening, PlanVersion, Scorecard
from interviews.rewording import Wording
from tests.factories import enter, make_application, make_interview, make_opening_of_one_level
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@kept
def opening(mia: User) -> Opening:
    return make_opening_of_one_level(by=mia)


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def criterion(opening: Opening) -> Criterion:
    return opening.criteria.get(name="Ability 1")


@kept
def rated(opening: Opening, ines: User) -> Scorecard:
    card = make_interview(make_application(opening=opening), [ines]).scorecards.get()
    enter(card.ratings.in_order()[0], scoring.Mark(value=4))
    return card


def address(row: Criterion, name: str = "criterion_edit") -> str:
    return reverse(f"interviews:{name}", args=[row.opening_id, row.pk])


def adding(opening: Opening) -> str:
    return reverse("interviews:criterion_add", args=[opening.pk])


def plan_address(opening: Opening) -> str:
    return reverse("interviews:plan_edit", args=[opening.pk])


def posted(row: Criterion, **said: str) -> dict[str, str]:
    wording = rewording.wording_of(row)
    return {"seen": wording.fingerprint, "name": row.name, "detail": row.detail, **said}


def test_its_page_says_what_changing_it_means(manager: Client, criterion: Criterion) -> None:
    response = manager.get(address(criterion))
    said = response.content.decode()
    assert "A must-have of Mid, from revision 1 of the role." in said
    assert "differs from the role for this opening alone" in said
    assert "Why the plan changes" not in said
    assert (response.context["form"]["name"].value(), "Remove this criterion" in said) == ("Ability 1", False)


def test_it_is_worded_anew_with_anchors(manager: Client, criterion: Criterion) -> None:
    data = posted(criterion, name="Better", anchor_1="Guesses", anchor_4=" Two\r\nlines ")
    response = manager.post(address(criterion), data, follow=True)
    assert response.redirect_chain == [(plan_address(criterion.opening), 302)]
    criterion.refresh_from_db()
    assert (criterion.name, criterion.detail, criterion.anchors) == (
        *("Better", "Category 1", {"1": "Guesses", "4": "Two\nlines"}),
    )


@pytest.mark.parametrize("name", ["", "  ", "x" * 301, "a\0b", "a\nb", "a\u202eb"])
def test_a_bad_name_changes_nothing_and_stays(manager: Client, criterion: Criterion, name: str) -> None:
    response = manager.post(address(criterion), posted(criterion, name=name, anchor_2="Kept"))
    form = response.context["form"]
    assert (response.status_code, form["name"].value(), form["anchor_2"].value()) == (422, name, "Kept")
    criterion.refresh_from_db()
    assert (criterion.name, criterion.anchors) == ("Ability 1", {})


def test_somebody_elses_change_is_shown_and_not_written_over(
    manager: Client, criterion: Criterion, mia: User
) -> None:
    mine = posted(criterion, name="Mine")
    seen = rewording.wording_of(criterion).fingerprint
    rewording.reword(criterion, Wording(name="Theirs"), seen=seen, reason="", by=mia)
    response = manager.post(address(criterion), mine)
    assert response.status_code == 409
    assert "“Theirs” reads “Mine” now." in response.content.decode()
    assert response.context["form"]["name"].value() == "Mine"
    assert manager.post(address(criterion), mine).status_code == 409
    assert manager.post(address(criterion), mine | {"over": response.context["over"]}).status_code == 302
    criterion.refresh_from_db()
    assert criterion.name == "Mine"


def test_after_a_rating_too_nothing_is_lost_to_somebody_elses_change(
    manager: Client, criterion: Criterion, rated: Scorecard, mia: User
) -> None:
    """Theirs is a successor by then, at another address."""
    mine = posted(criterion, name="Mine", reason="Clearer")
    seen = rewording.wording_of(criterion).fingerprint
    rewording.reword(criterion, Wording(name="Theirs"), seen=seen, reason="Theirs", by=mia)
    response = manager.post(address(criterion), mine)
    assert (response.status_code, response.context["form"]["name"].value()) == (409, "Mine")
    assert "“Theirs” reads “Mine” now." in response.content.decode()
    again = manager.post(address(criterion), mine | {"over": response.context["over"]})
    assert again.status_code == 302
    assert criterion.opening.criteria.current().filter(name="Mine").exists()


def test_after_a_rating_it_wants_a_reason_and_gets_a_successor(
    manager: Client, criterion: Criterion, rated: Scorecard
) -> None:
    data = posted(criterion, name="Better")
    refused = manager.post(address(criterion), data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    manager.post(address(criterion), data | {"reason": "Clearer"})
    criterion.refresh_from_db()
    assert (criterion.name, criterion.retired_in, criterion.replaced_by.name) == ("Ability 1", 2, "Better")
    assert manager.get(address(criterion)).status_code == 404
    assert PlanVersion.objects.get().reason == "Clearer"


def test_one_is_added_by_hand(manager: Client, opening: Opening) -> None:
    offered = manager.get(adding(opening), {"name": "Driving licence", "detail": "Class B"})
    values = [offered.context["form"][name].value() for name in ("name", "detail")]
    assert values == ["Driving licence", "Class B"]
    response = manager.post(adding(opening), {"name": "Driving licence", "detail": "Class B"}, follow=True)
    assert response.redirect_chain == [(plan_address(opening), 302)]
    added = opening.criteria.latest("pk")
    assert (added.name, added.detail, added.kind, added.requirement_key) == (
        *("Driving licence", "Class B", "added", None),
    )
    assert '<span class="tag good">Added</span>' in response.content.decode()


def test_a_name_from_an_address_may_be_anything(manager: Client, opening: Opening) -> None:
    for name in ("\0", "x" * 5000, "<b>"):
        assert manager.get(adding(opening), {"name": name}).status_code == 200


def test_one_that_was_added_is_removed(manager: Client, opening: Opening, mia: User) -> None:
    rewording.add(opening, Wording(name="Curiosity"), reason="", by=mia)
    added = opening.criteria.get(name="Curiosity")
    assert "Remove this criterion" in manager.get(address(added)).content.decode()
    manager.post(address(added, "criterion_remove"))
    assert not opening.criteria.filter(name="Curiosity").exists()


@pytest.mark.parametrize("is_rated", [False, True])
def test_what_was_typed_of_one_that_was_removed_meanwhile_can_be_added_anew(
    manager: Client,
    opening: Opening,
    mia: User,
    is_rated: bool,
    request: pytest.FixtureRequest,
) -> None:
    if is_rated:
        request.getfixturevalue("rated")
    rewording.add(opening, Wording(name="Curiosity"), reason="Asked for", by=mia)
    added = opening.criteria.get(name="Curiosity")
    mine = posted(added, name="Wonder", anchor_4="Asks why", reason="Clearer")
    rewording.remove(added, reason="Not needed", by=mia)
    response = manager.post(address(added), mine)
    said = response.content.decode()
    form = response.context["form"]
    assert (response.status_code, form["name"].value(), form["anchor_4"].value()) == (
        *(409, "Wonder", "Asks why"),
    )
    assert "This criterion was removed after you opened it." in said
    assert f'action="{adding(opening)}"' in said
    assert manager.post(adding(opening), mine).status_code == 302
    assert opening.criteria.current().get(name="Wonder").anchors == {"4": "Asks why"}
    assert manager.get(address(added)).status_code == 404


def test_one_that_is_removed_while_it_is_saved_loses_nothing_either(
    manager: Client, opening: Opening, mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewording.add(opening, Wording(name="Curiosity"), reason="", by=mia)
    added = opening.criteria.get(name="Curiosity")
    reword = rewording.reword

    def late(*args: Any, **kwargs: Any) -> object:
        rewording.remove(added, reason="", by=mia)
        return reword(*args, **kwargs)

    monkeypatch.setattr(rewording, "reword", late)
    response = manager.post(address(added), posted(added, name="Wonder"))
    assert (response.status_code, response.context["form"]["name"].value()) == (409, "Wonder")


def test_removing_wants_a_reason_after_a_rating(
    manager: Client, opening: Opening, mia: User, rated: Scorecard
) -> None:
    rewording.add(opening, Wording(name="Curiosity"), reason="Asked for", by=mia)
    added = opening.criteria.get(name="Curiosity")
    refused = manager.post(address(added, "criterion_remove"), follow=True)
    assert "say why it changes" in refused.content.decode()
    manager.post(address(added, "criterion_remove"), {"reason": "Not needed"})
    added.refresh_from_db()
    assert added.retired_in == 3


def test_a_must_have_is_not_removed(manager: Client, criterion: Criterion) -> None:
    said = manager.post(address(criterion, "criterion_remove"), follow=True).content.decode()
    assert "A must-have of the level stays in the opening." in said
    assert Criterion.objects.current().filter(pk=criterion.pk).exists()


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
def test_numbers_that_no_criterion_has(manager: Client, opening: Opening, number: int) -> None:
    assert manager.get(f"/openings/{opening.pk}/criteria/{number}/").status_code == 404


def test_queries(manager: Client, criterion: Criterion) -> None:
    with queries(5):
        manager.get(address(criterion))
