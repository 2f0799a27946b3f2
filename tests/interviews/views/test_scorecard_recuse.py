from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import scoring
from interviews.models import Application, Scorecard
from tests.factories import make_interview, rate_all, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

WHY = "We are neighbours"
SECRET = "Said so"


def address(card: Scorecard) -> str:
    return reverse("interviews:scorecard_recuse", args=[card.pk])


def text(response: Any) -> str:
    return str(response.content.decode())


def state(card: Scorecard) -> tuple[bool, str]:
    card.refresh_from_db()
    return card.is_recused, card.recusal_reason


def test_the_page_says_what_happens_and_who_reads_the_reason(page: Client, card: Scorecard) -> None:
    shown = text(page.get(address(card)))
    assert "<title>Take myself out · Rolecard</title>" in shown
    assert "for the opening’s hiring managers and you only" in shown
    assert "only an administrator can undo this" in shown


def test_it_is_done_with_a_reason(page: Client, card: Scorecard) -> None:
    answer = page.post(address(card), {"reason": f" {WHY} "}, follow=True)
    assert answer.redirect_chain == [(card.get_absolute_url(), 302)]
    assert "You are out of this interview. What you entered counts nowhere." in text(answer)
    assert state(card) == (True, WHY)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1_001, "a\0b"])
def test_without_a_good_reason_nothing_happens(page: Client, card: Scorecard, reason: str) -> None:
    answer = page.post(address(card), {"reason": reason})
    assert (answer.status_code, state(card)) == (422, (False, ""))
    assert "Error: Take myself out" in text(answer)


def test_the_second_time_changes_nothing(page: Client, card: Scorecard) -> None:
    page.post(address(card), {"reason": WHY})
    answer = page.post(address(card), {"reason": "Something else"}, follow=True)
    assert (answer.redirect_chain, state(card)) == ([(card.get_absolute_url(), 302)], (True, WHY))


def test_a_submitted_card_stays_submitted(page: Client, card: Scorecard) -> None:
    submit_all(card)
    assert page.post(address(card), {"reason": WHY}).status_code == 302
    assert state(card) == (False, "")


def test_who_was_submitted_meanwhile_is_told(
    page: Client, card: Scorecard, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate_all(card)
    recuse = scoring.recuse

    def late(pk: int, **said: Any) -> None:
        scoring.submit(pk, by=card.interviewer)
        recuse(pk, **said)

    monkeypatch.setattr(scoring, "recuse", late)
    assert "was submitted on" in text(page.post(address(card), {"reason": WHY}, follow=True))
    assert state(card) == (False, "")


def test_strangers_find_nothing(
    signed_in: SignIn, card: Scorecard, oscar: User, mia: User, ada: User
) -> None:
    for stranger in (oscar, mia, ada):
        browser = signed_in(stranger)
        got = [browser.get(address(card)), browser.post(address(card), {"reason": WHY})]
        assert [answer.status_code for answer in got] == [404, 404]
    assert state(card) == (False, "")


def test_queries(page: Client, card: Scorecard) -> None:
    with queries(3):
        page.get(address(card))


# What others see of it


@kept
def recused(card: Scorecard) -> Application:
    rate_all(card, 4, SECRET)
    scoring.recuse(card.pk, by=card.interviewer, reason=WHY)
    return card.interview.application


def test_the_reason_is_for_managers_and_the_author(
    signed_in: SignIn, recused: Application, ines: User, mia: User, cora: User, ada: User, oscar: User
) -> None:
    submit_all(make_interview(recused, [oscar], round_number=2).scorecards.get())
    pages = {
        str(one): text(signed_in(one).get(recused.get_absolute_url()))
        for one in (ines, mia, cora, ada, oscar)
    }
    assert {name for name, shown in pages.items() if WHY in shown} == {"Ines Ruiz", "Mia Novak"}
    assert {name for name, shown in pages.items() if "took themselves out" in shown} == set(pages)
    assert "The reason, for Ines Ruiz and the opening’s hiring managers only" in pages["Mia Novak"]
    assert [name for name, shown in pages.items() if SECRET in shown] == []


def test_the_reason_stays_text(signed_in: SignIn, card: Scorecard, ines: User, mia: User) -> None:
    scoring.recuse(card.pk, by=ines, reason="<script>alert(1)</script>")
    application = card.interview.application.get_absolute_url()
    for shown in (text(signed_in(one).get(application)) for one in (ines, mia)):
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_manager_with_an_own_draft_waits_for_the_reason_too(
    signed_in: SignIn, recused: Application, mia: User
) -> None:
    own = make_interview(recused, [mia], round_number=3).scorecards.get()
    assert WHY not in text(signed_in(mia).get(recused.get_absolute_url()))
    submit_all(own)
    assert WHY in text(signed_in(mia).get(recused.get_absolute_url()))


def test_nobody_waits_for_a_recused_card(
    signed_in: SignIn, recused: Application, ines: User, mia: User, oscar: User
) -> None:
    submit_all(make_interview(recused, [oscar], round_number=2).scorecards.get())
    browser = signed_in(mia)
    shown = text(browser.get(recused.get_absolute_url()))
    assert "1 of 1 scorecard submitted" in shown
    assert "still out" not in shown
    assert "So far" not in shown
    assert "1 of 1 scorecard submitted" in text(browser.get(recused.opening.get_absolute_url()))
    assert "Ready to decide" in text(browser.get(recused.opening.get_absolute_url()))
    assert "1 of 1 scorecard submitted" in text(browser.get(recused.candidate.get_absolute_url()))
    said = {"outcome": "no_hire", "reason": "Not yet.", "despite": "on"}
    assert browser.post(reverse("interviews:decision_make", args=[recused.pk]), said).status_code == 302
    home = signed_in(ines).get(reverse("interviews:home"))
    work = home.context["work"]
    assert (work.due, work.begun, work.coming, work.submitted) == ((), (), (), ())
