from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews import deciding
from interviews.models import Application, Decision
from roleprofiles.models import Level
from tests.factories import make_interview, make_role, submit_all
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept

NO_HIRE = {"outcome": "no_hire", "reason": "SQL: could not join two tables.", "dissent": "Ines: hire."}


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def case(application: Application, ines: User) -> Application:
    """With evidence on every must-have."""
    for number in (1, 2):
        submit_all(make_interview(application, [ines], round_number=number).scorecards.get())
    return application


def address(application: Application) -> str:
    return reverse("interviews:decision_make", args=[application.pk])


def must_haves(application: Application, *numbers: int) -> list[int]:
    names = [f"Ability {number}" for number in numbers]
    criteria = application.opening.criteria.of_the_level().filter(name__in=names)
    return list(criteria.values_list("pk", flat=True))


def decided() -> list[tuple[str, str | None, str, str, str]]:
    return [
        (one.outcome, one.level.name if one.level else None, one.reason, one.dissent, str(one.by))
        for one in Decision.objects.all()
    ]


def test_a_hire_names_the_level_which_may_differ(manager: Client, case: Application) -> None:
    senior = Level.objects.get(revision=case.opening.level.revision, name="Senior")
    said: dict[str, Any] = {"outcome": "hire", "level": senior.pk, "reason": "All met, and more."}
    said["must_haves"] = must_haves(case, 3, 1)
    response = manager.post(address(case), said, follow=True)
    assert response.redirect_chain == [(case.get_absolute_url(), 302)]
    assert decided() == [("hire", "Senior", "All met, and more.", "", "Mia Novak")]
    page = response.content.decode()
    assert "Decision: Hire, Senior" in page
    assert "Applied for Mid." in page
    assert [one.name for one in Decision.objects.get().must_haves.all()] == ["Ability 1", "Ability 3"]


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
        {"outcome": "hire", "level": "mid"},
        {"reason": "  "},
        {"reason": "a\0b"},
        {"reason": "x" * 10_001},
        {"must_haves": ["0"]},
        {"must_haves": [str(10**20)]},
        {"must_haves": ["x\0"]},
        {"dissent": "a\0b"},
    ],
)
def test_bad_input_decides_nothing_and_stays_on_the_page(
    manager: Client, case: Application, change: dict[str, Any]
) -> None:
    mid = {"level": str(case.opening.level_id)} if change.get("level") == "mid" else {}
    ticked = [str(pk) for pk in must_haves(case, 2)]
    said: dict[str, Any] = {**NO_HIRE, "must_haves": ticked, **change, **mid}
    if mid:
        said["must_haves"] = []
    response = manager.post(address(case), said)
    form = response.context["form"]
    assert (response.status_code, decided()) == (422, [])
    assert {name: form[name].value() for name in said} == said
    page = response.content.decode()
    assert "error-summary" in page
    kept = [pk for pk in said["must_haves"] if pk in ticked]
    assert re.findall(r'id="id_must_haves_(\d+)"[^>]* checked>', page) == kept


def test_each_must_have_stands_with_its_reading(
    manager: Client, application: Application, ines: User
) -> None:
    submit_all(make_interview(application, [ines]).scorecards.get(), [3, 2, None])
    page = manager.get(application.get_absolute_url())
    found = [(row.criterion.name, str(row.reading)) for row, _ in page.context["form"].choices]
    assert found == [
        ("Ability 3", "not assessed"),
        ("Ability 4", "not assessed"),
        ("Ability 2", "not yet"),
        ("Ability 1", "met"),
    ]
    for name, reading in found:
        label = re.compile(
            rf">{name}</label></span> <span class=\"reading [a-z-]+\" id=\"reading-\d+\">{reading}<"
        )
        assert label.search(page.content.decode()), name


def test_a_must_have_that_is_not_yet_met_is_reason_enough(
    manager: Client, application: Application, ines: User
) -> None:
    for number in (1, 2, 3):
        card = make_interview(application, [ines], round_number=number).scorecards.get()
        submit_all(
            card,
            [
                3 if rating.criterion.name == "Ability 1" else 2
                for rating in card.ratings.of_the_level().in_order()
            ],
        )
    said: dict[str, Any] = {"outcome": "no_hire", "must_haves": must_haves(application, 1)}
    response = manager.post(address(application), said)
    assert (response.status_code, [*response.context["form"].errors]) == (422, ["reason"])
    manager.post(address(application), {**said, "must_haves": must_haves(application, 1, 2)})
    assert decided() == [("no_hire", None, "", "", "Mia Novak")]


def test_a_withdrawal_needs_no_word(manager: Client, case: Application) -> None:
    manager.post(address(case), {"outcome": "withdrawn", "must_haves": must_haves(case, 1)})
    assert (decided(), Decision.objects.get().must_haves.count()) == (
        [("withdrawn", None, "", "", "Mia Novak")],
        0,
    )


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
    typed = {**NO_HIRE, "outcome": "hire", "level": case.opening.level_id}
    response = manager.post(address(case), {**typed, "must_haves": must_haves(case, 2, 4)})
    said = response.content.decode()
    assert (response.status_code, [reason for _, _, reason, _, _ in decided()]) == (409, ["The first."])
    assert "has a decision already" in said
    assert NO_HIRE["reason"] in said
    assert NO_HIRE["dissent"] in said
    assert "<b>Hire, Mid</b>" in said
    assert "Rests on: Ability 2, Ability 4" in said


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
