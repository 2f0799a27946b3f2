from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Event, User
from interviews import deciding
from interviews.models import Application, Decision, DecisionReopening
from tests.factories import make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

WHY = "The first scorecard was about somebody else."


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def decision(application: Application, ines: User, mia: User) -> Decision:
    submit_all(make_interview(application, [ines]).scorecards.get())
    rests_on = application.opening.criteria.of_the_level()[:1]
    return deciding.decide(
        application,
        by=mia,
        outcome="hire",
        level=application.opening.level,
        must_haves=rests_on,
        reason="CANARY reason",
        dissent="CANARY dissent",
    )


def address(application: Application) -> str:
    return reverse("interviews:decision_reopen", args=[application.pk])


def reopened() -> list[tuple[int, str, str]]:
    return [(one.decision_id, one.reason, str(one.by)) for one in DecisionReopening.objects.all()]


def test_a_decision_is_taken_back_and_stays_readable(manager: Client, decision: Decision) -> None:
    application = decision.application
    page = manager.get(address(application)).content.decode()
    assert "The decision that stands: Hire, Mid" in page
    said = manager.post(address(application), {"decision": decision.pk, "reason": WHY}, follow=True)
    assert said.redirect_chain == [(application.get_absolute_url(), 302)]
    assert reopened() == [(decision.pk, WHY, "Mia Novak")]
    page = said.content.decode()
    earlier = page[page.index("Earlier decisions") :]
    for words in ("Hire, Mid, taken back", "Ability 1", "CANARY reason", "CANARY dissent", WHY):
        assert words in earlier
    assert ("Decision: Hire" in page, "Record the decision" in page) == (False, True)


def test_what_stands_and_what_was_taken_back_are_both_shown(
    manager: Client, decision: Decision, mia: User
) -> None:
    application = decision.application
    deciding.reopen(application, seen=decision.pk, by=mia, reason=WHY)
    deciding.decide(application, by=mia, outcome="no_hire", reason="Second thoughts.")
    page = manager.get(application.get_absolute_url()).content.decode()
    assert page.index("Decision: Not now") < page.index("Second thoughts.") < page.index("Earlier decisions")
    assert page.index("Earlier decisions") < page.index("CANARY reason")
    assert "The application is closed: no interview is arranged" in page


@pytest.mark.parametrize(
    "change",
    [
        {"reason": " "},
        {"reason": "a\0b"},
        {"reason": "x" * 1_001},
        {"decision": ""},
        {"decision": "x"},
        {"decision": "-1"},
        {"decision": str(10**20)},
    ],
)
def test_bad_input_takes_nothing_back_and_stays_on_the_page(
    manager: Client, decision: Decision, change: dict[str, str]
) -> None:
    said = {"decision": str(decision.pk), "reason": WHY, **change}
    response = manager.post(address(decision.application), said)
    assert (response.status_code, reopened()) == (422, [])
    assert response.context["form"]["reason"].value() == said["reason"]
    assert "error-summary" in response.content.decode()


def test_a_second_reopening_is_refused_and_what_was_typed_stays(
    manager: Client, decision: Decision, mia: User
) -> None:
    deciding.reopen(decision.application, seen=decision.pk, by=mia, reason="The first.")
    response = manager.post(address(decision.application), {"decision": decision.pk, "reason": WHY})
    page = response.content.decode()
    assert (response.status_code, [reason for _, reason, _ in reopened()]) == (409, ["The first."])
    assert "does not stand any more" in page
    assert WHY in page


def test_a_page_from_before_takes_no_later_decision_back(
    manager: Client, decision: Decision, mia: User
) -> None:
    application = decision.application
    deciding.reopen(application, seen=decision.pk, by=mia, reason="The first.")
    deciding.decide(application, by=mia, outcome="withdrawn", reason="")
    response = manager.post(address(application), {"decision": decision.pk, "reason": WHY})
    assert (response.status_code, len(reopened())) == (409, 1)
    assert Application.objects.get().is_decided


def test_what_is_not_decided_is_not_reopened(manager: Client, application: Application) -> None:
    response = manager.get(address(application))
    assert (response.status_code, response["Location"]) == (302, application.get_absolute_url())


def test_only_managers_who_may_read_the_evidence_reopen(
    signed_in: SignIn,
    decision: Decision,
    ines: User,
    cora: User,
    max_: User,
    rosa: User,
    ada: User,
    mia: User,
) -> None:
    """Nor does a manager with an own draft learn what was decided."""
    application = decision.application
    application.opening.managers.add(max_)
    application.interviews.get().scorecards.create(interviewer=max_)
    said = {"decision": decision.pk, "reason": WHY}
    for person in (ines, cora, max_, rosa, ada):
        client = signed_in(person)
        assert client.get(address(application)).status_code == 404
        assert client.post(address(application), said).status_code == 404
    assert reopened() == []


def test_earlier_decisions_are_closed_with_the_evidence(
    signed_in: SignIn, decision: Decision, cora: User, ada: User, oscar: User, ines: User, mia: User
) -> None:
    application = decision.application
    deciding.reopen(application, seen=decision.pk, by=mia, reason="CANARY why")
    make_interview(application, [oscar], round_number=2)
    shown = {
        str(one): signed_in(one).get(application.get_absolute_url()).content.decode()
        for one in (mia, ines, oscar, cora, ada)
    }
    assert {name for name, page in shown.items() if "CANARY" in page} == {"Mia Novak", "Ines Ruiz"}
    assert {name for name, page in shown.items() if "Earlier decisions" in page} == {"Mia Novak", "Ines Ruiz"}


def test_opening_the_page_is_an_event(manager: Client, decision: Decision, mia: User) -> None:
    manager.get(address(decision.application))
    event = Event.objects.latest("number")
    assert (event.verb, event.row_model, event.row_pk, event.by) == (
        "viewed",
        "interviews.application",
        decision.application_id,
        mia,
    )


@pytest.mark.parametrize("times", [1, 6])
def test_queries_with_earlier_decisions(manager: Client, decision: Decision, mia: User, times: int) -> None:
    application = decision.application
    rests_on = list(application.opening.criteria.of_the_level())
    standing = decision
    for n in range(times):
        deciding.reopen(application, seen=standing.pk, by=mia, reason=WHY)
        standing = deciding.decide(
            application, by=mia, outcome="no_hire", must_haves=rests_on[: n + 1], reason="No."
        )
    manager.get(application.get_absolute_url())
    with queries(17):
        manager.get(application.get_absolute_url())
    with queries(6):
        manager.get(address(application))
