from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding, scoring
from interviews.models import Application, FirstSight, Reopening, Scorecard
from tests.factories import make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

SECRET = "Wept at the whiteboard"
WHY = "The wrong candidate"


@kept
def submitted(card: Scorecard) -> Scorecard:
    submit_all(card, 4, SECRET)
    return card


@pytest.fixture
def administrator(signed_in: SignIn, ada: User) -> Client:
    return signed_in(ada)


def address(card: Scorecard) -> str:
    return reverse("interviews:scorecard_reopen", args=[card.pk])


def text(response: Any) -> str:
    return str(response.content.decode())


def is_open(card: Scorecard) -> bool:
    card.refresh_from_db()
    return not card.is_locked


def test_the_page_says_whose_card_and_nothing_of_it(administrator: Client, submitted: Scorecard) -> None:
    shown = text(administrator.get(address(submitted)))
    assert "Reopen the scorecard of Ines Ruiz" in shown
    assert "C-1001 · Round 1 · submitted" in shown
    assert [word for word in (SECRET, "Kim Doe", "chip", "Above the level") if word in shown] == []


def test_it_is_done_with_a_reason(administrator: Client, submitted: Scorecard, ada: User) -> None:
    answer = administrator.post(address(submitted), {"reason": WHY}, follow=True)
    assert answer.redirect_chain == [(submitted.interview.application.get_absolute_url(), 302)]
    assert "Ines Ruiz can change this scorecard again." in text(answer)
    assert SECRET not in text(answer)
    assert is_open(submitted)
    assert Reopening.objects.values_list("by", "reason").get() == (ada.pk, WHY)


def test_the_second_time_is_refused(administrator: Client, submitted: Scorecard) -> None:
    administrator.post(address(submitted), {"reason": WHY})
    answer = administrator.post(address(submitted), {"reason": WHY})
    assert (answer.status_code, Reopening.objects.count()) == (422, 1)
    assert "This scorecard is a draft: its interviewer can change it." in text(answer)
    assert WHY in text(answer)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1_001])
def test_without_a_good_reason_nothing_happens(
    administrator: Client, submitted: Scorecard, reason: str
) -> None:
    assert administrator.post(address(submitted), {"reason": reason}).status_code == 422
    assert not is_open(submitted)


def test_after_the_decision_it_is_refused(administrator: Client, submitted: Scorecard, mia: User) -> None:
    application = submitted.interview.application
    deciding.decide(application, by=mia, outcome="no_hire", reason="Not yet.")
    answer = administrator.post(address(submitted), {"reason": WHY})
    assert answer.status_code == 422
    assert "This application is decided" in text(answer)
    assert not is_open(submitted)
    assert "Reopen" not in text(administrator.get(application.get_absolute_url()))


def test_it_is_for_administrators_only(
    signed_in: SignIn, submitted: Scorecard, ines: User, mia: User, cora: User, rosa: User
) -> None:
    for person in (ines, mia, cora, rosa):
        browser = signed_in(person)
        got = [browser.get(address(submitted)), browser.post(address(submitted), {"reason": WHY})]
        assert [answer.status_code for answer in got] == [403, 403]
        assert "Reopen" not in text(browser.get(submitted.interview.application.get_absolute_url()))
    assert not is_open(submitted)


@pytest.mark.parametrize("number", [0, 2**63])
def test_numbers_that_no_card_has(administrator: Client, number: int) -> None:
    assert administrator.get(f"/scorecards/{number}/reopen/").status_code == 404


def test_administrators_find_the_way(administrator: Client, submitted: Scorecard, oscar: User) -> None:
    application = submitted.interview.application
    draft = make_interview(application, [oscar], round_number=2).scorecards.get()
    admin_page = reverse("admin:interviews_interview_change", args=[submitted.interview_id])
    for page in (application.get_absolute_url(), admin_page):
        shown = text(administrator.get(page))
        assert f'href="{address(submitted)}">Reopen' in shown
        assert address(draft) not in shown
        assert SECRET not in shown


def test_queries(administrator: Client, submitted: Scorecard) -> None:
    with queries(3):
        administrator.get(address(submitted))


# What it means for the others


@pytest.fixture
def reopened(administrator: Client, submitted: Scorecard, oscar: User, signed_in: SignIn) -> Application:
    """Ines has seen what Oscar said; then her card is open again."""
    application = submitted.interview.application
    submit_all(make_interview(application, [oscar], round_number=2).scorecards.get(), 1, "Oscar saw it")
    assert "Oscar saw it" in text(signed_in(submitted.interviewer).get(application.get_absolute_url()))
    administrator.post(address(submitted), {"reason": WHY})
    return application


def test_its_author_reads_the_others_once_it_is_in_again(
    signed_in: SignIn, reopened: Application, submitted: Scorecard, ines: User, mia: User
) -> None:
    browser, manager = signed_in(ines), signed_in(mia)
    shown = text(browser.get(reopened.get_absolute_url()))
    assert "Ratings are closed to you for now" in shown
    assert "Oscar saw it" not in shown
    assert "reopened, not submitted yet" in shown
    assert SECRET not in text(manager.get(reopened.get_absolute_url()))
    scoring.submit(submitted.pk, by=ines)
    assert "Oscar saw it" in text(browser.get(reopened.get_absolute_url()))
    again = text(manager.get(reopened.get_absolute_url()))
    assert "Ines Ruiz: submitted again after it was reopened, had seen others’ ratings before" in again
    assert FirstSight.objects.filter(person=ines).count() == 1


def test_a_decision_does_without_it_only_when_somebody_says_so(
    signed_in: SignIn, reopened: Application, mia: User
) -> None:
    browser = signed_in(mia)
    decide = reverse("interviews:decision_make", args=[reopened.pk])
    said = {"outcome": "no_hire", "reason": "Not yet."}
    answer = browser.post(decide, said)
    assert answer.status_code == 422
    assert "1 of 2 scorecards are still out" in text(answer)
    assert browser.post(decide, {**said, "despite": "on"}).status_code == 302
