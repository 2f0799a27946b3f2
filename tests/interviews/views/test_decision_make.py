from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding
from interviews.models import Application, Decision
from roleprofiles.models import Level
from tests.factories import make_interview, make_role, submit_all
from tests.interviews.views.conftest import SignIn

NO_HIRE = {"outcome": "no_hire", "reason": "SQL: could not join two tables.", "dissent": "Ines: hire."}


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@pytest.fixture
def case(application: Application, ines: User) -> Application:
    """With evidence on every must-have."""
    for number in (1, 2):
        submit_all(make_interview(application, [ines], round_number=number).scorecards.get())
    return application


def address(application: Application) -> str:
    return reverse("interviews:decision_make", args=[application.pk])


def decided() -> list[tuple[str, str | None, str, str, str]]:
    return [
        (one.outcome, one.level.name if one.level else None, one.reason, one.dissent, str(one.by))
        for one in Decision.objects.all()
    ]


def test_a_hire_names_the_level_which_may_differ(manager: Client, case: Application) -> None:
    senior = Level.objects.get(revision=case.opening.level.revision, name="Senior")
    said = {"outcome": "hire", "level": senior.pk, "reason": "All met, and more."}
    response = manager.post(address(case), said, follow=True)
    assert response.redirect_chain == [(case.get_absolute_url(), 302)]
    assert decided() == [("hire", "Senior", "All met, and more.", "", "Mia Novak")]
    assert "Decision: Hire, Senior" in response.content.decode()


def test_other_outcomes_name_none(manager: Client, case: Application) -> None:
    manager.post(address(case), {**NO_HIRE, "level": case.opening.level_id})
    assert decided() == [("no_hire", None, NO_HIRE["reason"], "Ines: hire.", "Mia Novak")]


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": ""},
        {"outcome": "maybe"},
        {"outcome": "hire"},
        {"outcome": "hire", "level": "0"},
        {"outcome": "hire", "level": "x"},
        {"outcome": "hire", "level": str(10**20)},
        {"reason": "  "},
        {"reason": "a\0b"},
        {"dissent": "a\0b"},
    ],
)
def test_bad_input_decides_nothing_and_stays_on_the_page(
    manager: Client, case: Application, change: dict[str, str]
) -> None:
    said = {**NO_HIRE, **change}
    response = manager.post(address(case), said)
    form = response.context["form"]
    assert (response.status_code, decided()) == (422, [])
    assert {name: form[name].value() for name in said} == said
    assert "error-summary" in response.content.decode()


def test_what_is_missing_is_named_and_has_to_be_accepted(
    manager: Client, application: Application, ines: User
) -> None:
    submit_all(make_interview(application, [ines]).scorecards.get())
    said = manager.post(address(application), NO_HIRE).content.decode()
    assert (decided(), "Missing: nobody has assessed Ability 3." in said) == ([], True)
    manager.post(address(application), {**NO_HIRE, "despite": "on"})
    assert [outcome for outcome, *_ in decided()] == ["no_hire"]


def test_a_level_of_another_role_is_refused(manager: Client, case: Application) -> None:
    other = Level.objects.filter(revision__role=make_role("Baker"))[0]
    response = manager.post(address(case), {**NO_HIRE, "outcome": "hire", "level": other.pk})
    assert (response.status_code, decided()) == (422, [])


def test_without_evidence_what_was_typed_stays(manager: Client, application: Application) -> None:
    response = manager.post(address(application), NO_HIRE)
    form = response.context["form"]
    assert (response.status_code, decided()) == (422, [])
    assert list(form.errors) == ["outcome"]
    assert form["reason"].value() == NO_HIRE["reason"]


def test_with_an_own_draft_what_was_typed_stays_and_nothing_is_shown(
    manager: Client, case: Application, mia: User
) -> None:
    make_interview(case, [mia], round_number=3)
    response = manager.post(address(case), NO_HIRE)
    said = response.content.decode()
    assert (response.status_code, decided()) == (409, [])
    assert "Submit your own scorecard first" in said
    assert (NO_HIRE["reason"] in said, "Did it unprompted" in said) == (True, False)


def test_a_second_decision_is_refused_and_what_was_typed_stays(
    manager: Client, case: Application, mia: User
) -> None:
    deciding.decide(case, by=mia, outcome="withdrawn", reason="The first.")
    response = manager.post(address(case), NO_HIRE)
    said = response.content.decode()
    assert (response.status_code, [reason for _, _, reason, _, _ in decided()]) == (409, ["The first."])
    assert "has a decision already" in said
    assert NO_HIRE["reason"] in said
    assert NO_HIRE["dissent"] in said


def test_only_managers_of_the_opening_decide(
    signed_in: SignIn, case: Application, ines: User, cora: User, max_: User, rosa: User, ada: User
) -> None:
    for person in (ines, cora, max_, rosa, ada):
        assert signed_in(person).post(address(case), NO_HIRE).status_code == 404
    assert decided() == []


def test_nobody_is_made_somebody_else(manager: Client, case: Application, ines: User) -> None:
    manager.post(address(case), {**NO_HIRE, "by": ines.pk, "application": 0, "decided_at": "1999-01-01"})
    assert decided() == [("no_hire", None, NO_HIRE["reason"], "Ines: hire.", "Mia Novak")]
    assert Decision.objects.get().decided_at.year > 1999


def test_who_signs_in_on_the_way_comes_back_to_the_debrief(manager: Client, case: Application) -> None:
    response = manager.get(address(case))
    assert (response.status_code, response["Location"]) == (302, case.get_absolute_url())
