"""Everybody of the cast asks for every page; who may not read ratings must find nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

import interviews.urls
import roleprofiles.urls
from accounts.models import User
from interviews import deciding
from interviews.models import Application, FirstSight, Opening, Scorecard
from tests.factories import (
    make_application,
    make_interview,
    make_opening,
    make_scorecard,
    rate_all,
    submit_all,
)

SUBMITTED = "CANARY-SUBMITTED"
DRAFT = "CANARY-DRAFT"
DECISION = "CANARY-REASON"
# What only a reading of ratings puts on a page.
TRACES = re.compile(r'class="(?:chip|reading|fit|seg|mx stack ratings)|<h2>Level fit|\d met\b')


@dataclass
class Case:
    """Ines has submitted; Oscar has a draft; the others take part as the tests say."""

    application: Application
    submitted: Scorecard
    draft: Scorecard


@pytest.fixture
def case(application: Application, ines: User, oscar: User) -> Case:
    submitted = make_interview(application, [ines]).scorecards.get()
    submit_all(submitted, 4, SUBMITTED)
    draft = make_interview(application, [oscar], round_number=2).scorecards.get()
    rate_all(draft, 1, DRAFT)
    return Case(application, submitted, draft)


def patterns(found: list[Any], above: frozenset[str] = frozenset()) -> Iterator[tuple[str, frozenset[str]]]:
    """Every URL name with what its address asks for."""
    for one in found:
        asked = above | one.pattern.converters.keys()
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, asked)
        elif isinstance(one, URLPattern):
            yield str(one.name), asked


OF_CARD = ("scorecard_edit", "scorecard_submit", "scorecard_recuse", "scorecard_reopen", "handover_set")
OF_RATING = ("rating_set", "evidence_set", "rating_amend")


def addresses(case: Case) -> dict[str, str]:
    """An address for every URL name of both apps, on a page and in a fragment alike."""
    opening = case.application.opening
    level, card = opening.level, case.submitted
    own = {"pk": case.application.pk}
    words: dict[str, dict[str, Any]] = {
        "opening_detail": {"pk": opening.pk},
        "opening_close": {"pk": opening.pk},
        "application_create": {"pk": opening.pk},
        "opening_create": {"level_pk": level.pk},
        "application_detail": own,
        "decision_make": own,
        "interview_edit": {**own, "round_pk": card.interview.round_id},
        "candidate_detail": {"pk": case.application.candidate_id},
        **{key: {"pk": card.pk} for key in OF_CARD},
        **{key: {"pk": card.pk, "rating_pk": card.ratings.all()[0].pk} for key in OF_RATING},
    }
    # What is about the role that the opening is for, or about its draft, its skills and imports.
    usual = {
        "slug": level.revision.role.slug,
        "number": level.revision.number,
        "ending": "json",
        "kind": "level",
        "pk": level.pk,
        **dict.fromkeys(("into", "old", "new", "lower"), 1),
        "upper": 2,
        **dict.fromkeys(("batch_pk", "document_pk", "merge_pk", "alias_pk"), 1),
    }
    found = {}
    for app in (interviews.urls, roleprofiles.urls):
        for name, asked in patterns(app.urlpatterns):
            said = words.get(name) or {word: usual[word] for word in asked}
            found[name] = reverse(f"{app.app_name}:{name}", kwargs=said)
    draft = case.draft
    found["scorecard_edit of the draft"] = draft.get_absolute_url()
    for what in ("candidate_list", "role_list"):
        for search in ("C-1001", "Kim", SUBMITTED, DRAFT, "4"):
            found[f"{what} for {search}"] = f"{found[what]}?q={search}"
    return found


def answers(client: Client, person: User, case: Case) -> dict[str, str]:
    """What a person gets at every address: as a page, as a fragment, and where only posts are taken."""
    client.force_login(person)
    said: dict[str, str] = {}
    for name, address in addresses(case).items():
        said[name] = text(client.get(address))
        said[f"{name}, fragment"] = text(client.get(address, headers={"HX-Request": "true"}))
        if name in ("decision_make", *OF_CARD, *OF_RATING):
            said[f"{name}, posted"] = text(client.post(address))
    return said


def text(response: Any) -> str:
    assert response.status_code in (200, 302, 403, 404, 405, 409, 422), response
    return str(response.content.decode())


def where(said: dict[str, str], canary: str) -> set[str]:
    """Where a canary is shown; a search that says its own words again is no showing."""
    return {name for name, page in said.items() if canary in page and f"for {canary}" not in name}


def traces(said: dict[str, str]) -> set[str]:
    return {name for name, page in said.items() if TRACES.search(page)}


DEBRIEF = {"application_detail", "application_detail, fragment"}
AMENDING = {"rating_amend", "rating_amend, fragment", "rating_amend, posted"}
OWN_CARD = {"scorecard_edit", "scorecard_edit, fragment"} | AMENDING
OWN_DRAFT = {"scorecard_edit of the draft", "scorecard_edit of the draft, fragment"}


@pytest.mark.parametrize("name", ["cora", "max_", "rosa", "ada"])
def test_who_takes_no_part_finds_nothing(
    client: Client, case: Case, name: str, request: pytest.FixtureRequest
) -> None:
    said = answers(client, request.getfixturevalue(name), case)
    assert (where(said, SUBMITTED), where(said, DRAFT), traces(said)) == (set(), set(), set())
    assert not FirstSight.objects.exists()


def test_a_draft_is_for_its_author_who_finds_nothing_of_the_others(
    client: Client, case: Case, oscar: User
) -> None:
    said = answers(client, oscar, case)
    assert (where(said, DRAFT), where(said, SUBMITTED), traces(said)) == (OWN_DRAFT, set(), set())
    assert "Ines Ruiz: submitted" in said["application_detail"]
    assert not FirstSight.objects.exists()


def test_who_has_submitted_reads_the_debrief(client: Client, case: Case, ines: User) -> None:
    said = answers(client, ines, case)
    assert where(said, SUBMITTED) == DEBRIEF | OWN_CARD
    assert (where(said, DRAFT), traces(said)) == (set(), DEBRIEF | AMENDING)
    assert not FirstSight.objects.exists()  # these are her own


def test_the_manager_reads_what_is_submitted(client: Client, case: Case, mia: User) -> None:
    said = answers(client, mia, case)
    shown = DEBRIEF | {"decision_make, posted"}
    assert (where(said, SUBMITTED), where(said, DRAFT), traces(said)) == (shown, set(), shown)
    assert [(sight.person, sight.application) for sight in FirstSight.objects.all()] == [
        (mia, case.application)
    ]


def test_the_manager_waits_while_her_own_card_is_a_draft(client: Client, case: Case, mia: User) -> None:
    own = make_interview(case.application, [mia], round_number=3).scorecards.get()
    rate_all(own, 2, "CANARY-OWN")
    said = answers(client, mia, case)
    assert (where(said, SUBMITTED), where(said, DRAFT), traces(said)) == (set(), set(), set())
    assert not FirstSight.objects.exists()
    assert "CANARY-OWN" in client.get(own.get_absolute_url()).content.decode()


def test_a_second_round_closes_everything_but_ones_own_cards(client: Client, case: Case, ines: User) -> None:
    make_interview(case.application, [ines], round_number=3)
    said = answers(client, ines, case)
    assert (where(said, SUBMITTED), traces(said)) == (OWN_CARD, AMENDING)


@pytest.mark.parametrize("name", ["cora", "max_", "rosa", "ada", "oscar"])
def test_a_decision_says_its_reason_to_those_who_may_read_the_evidence(
    client: Client, case: Case, mia: User, name: str, request: pytest.FixtureRequest
) -> None:
    deciding.decide(case.application, by=mia, outcome="no_hire", reason=DECISION, dissent=DECISION)
    said = answers(client, request.getfixturevalue(name), case)
    assert (where(said, DECISION), where(said, "No hire"), where(said, SUBMITTED)) == (set(), set(), set())
    client.force_login(mia)
    assert DECISION in client.get(case.application.get_absolute_url()).content.decode()


def test_an_interviewer_of_one_application_reads_nothing_of_another(
    client: Client, case: Case, max_: User, mia: User
) -> None:
    """A submitted card opens its own application, not the next one of the same opening."""
    other = make_application(opening=case.application.opening, name="Sam Roe")
    submit_all(make_interview(other, [max_]).scorecards.get(), 3, "Elsewhere")
    said = answers(client, max_, case)
    assert (where(said, SUBMITTED), where(said, DRAFT), traces(said)) == (set(), set(), set())


def test_a_manager_finds_openings_of_others_nowhere(client: Client, case: Case, max_: User) -> None:
    """A candidate may apply in two openings; each manager learns of their own."""
    Opening.objects.update(title="CANARY-OPENING")
    opening = make_opening(by=max_, title="Search of Max")
    Application.objects.create(candidate=case.application.candidate, opening=opening)
    said = answers(client, max_, case)
    assert "Search of Max" in said["candidate_list"]
    assert where(said, "CANARY-OPENING") == set()


def test_progress_is_of_cards_and_never_of_ratings(client: Client, case: Case, ines: User, mia: User) -> None:
    """How much of a draft is rated is for its author."""
    make_scorecard(interviewer=ines, manager=mia)
    for person in (mia, ines):
        assert where(answers(client, person, case), "3 of 3 rated") <= OWN_CARD
