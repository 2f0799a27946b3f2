from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from interviews import arranging, scoring
from interviews.models import Application, Candidate, Interview, Opening, Rating, Scorecard
from tests.factories import enter, make_application, make_interview, make_opening, submit_all
from tests.interviews.threads import together

TWO_O_CLOCK = datetime(2030, 1, 15, 14, tzinfo=UTC)


def rated(card: Scorecard, *, by: User) -> Scorecard:
    rating = card.ratings.all()[0]
    assert card.interviewer == by
    enter(rating, scoring.Mark(value=3))
    return card


def people_of(interview: Interview) -> list[str]:
    return [str(card.interviewer) for card in interview.scorecards.all()]


# Candidates


def test_codes_are_consecutive_over_all_openings(opening: Opening, mia: User) -> None:
    other = make_opening(by=mia, title="Other search")
    made = [make_application(opening=one) for one in (opening, other, opening)]
    assert [one.candidate.code for one in made] == ["C-1001", "C-1002", "C-1003"]
    assert [str(one) for one in made[:2]] == ["C-1001 · Analyst search", "C-1002 · Other search"]


def test_a_number_that_fell_out_stays_out(opening: Opening) -> None:
    first, second = make_application(opening=opening), make_application(opening=opening)
    first.delete()
    first.candidate.delete()
    assert make_application(opening=opening).candidate.number == second.candidate.number + 1


def test_one_person_may_apply_in_two_openings_but_not_twice_in_one(
    application: Application, mia: User
) -> None:
    candidate = application.candidate
    other = Application.objects.create(candidate=candidate, opening=make_opening(by=mia, title="Other"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(candidate=candidate, opening=application.opening)
    assert set(candidate.applications.all()) == {application, other}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("already_there", [0, 1])
def test_candidates_added_at_once_have_codes_of_their_own(opening: Opening, already_there: int) -> None:
    for _ in range(already_there):
        make_application(opening=opening)
    together(*[lambda: arranging.register(opening, name="Kim Doe")] * 8)
    numbers = sorted(Candidate.objects.values_list("number", flat=True))
    assert numbers == list(range(1001, 1009 + already_there))


# Interviews


def test_everybody_gets_a_card_with_an_empty_rating_for_each_criterion_of_the_round(
    application: Application, ines: User, oscar: User
) -> None:
    round_ = application.opening.rounds.get(position=2)
    interview = arranging.arrange(
        application, round_, interviewers=[ines, oscar], starts_at=TWO_O_CLOCK, place="Room 4"
    )
    empty = [(criterion.pk, None, False, "", "", 0, None) for criterion in round_.criteria.all()]
    fields = ("criterion", "value", "is_not_assessed", "not_assessed_reason", "evidence", "version")
    for card in interview.scorecards.all():
        ratings = card.ratings.in_order()
        assert list(ratings.of_the_level().values_list(*fields, "saved_at")) == empty
        assert [(one.criterion.name, one.criterion.is_next_level, one.has_entry) for one in ratings] == [
            (criterion.name, is_above, False)
            for criterion in round_.criteria.all()
            for is_above in (False, True)
        ]
    assert people_of(interview) == ["Ines Ruiz", "Oscar Berg"]
    assert (interview.starts_at, interview.place) == (TWO_O_CLOCK, "Room 4")
    assert str(interview) == "Round 2 with C-1001"


def test_arranging_anew_changes_the_same_interview(application: Application, ines: User, oscar: User) -> None:
    first = make_interview(application, [ines])
    again = arranging.arrange(application, first.round, interviewers=[oscar], place="Room 5")
    assert Interview.objects.get() == first == again
    assert people_of(again) == ["Oscar Berg"]
    assert not Rating.objects.filter(scorecard__interviewer=ines).exists()


def test_a_card_with_entries_stays_when_others_come(
    application: Application, ines: User, oscar: User
) -> None:
    interview = make_interview(application, [ines])
    card = rated(interview.scorecards.get(), by=ines)
    before = list(card.ratings.order_by("pk").values())
    arranging.assign(interview, [oscar, ines])
    assert people_of(interview) == ["Ines Ruiz", "Oscar Berg"]
    assert list(card.ratings.order_by("pk").values()) == before


@pytest.mark.parametrize("begin", [rated, lambda card, by: submit_all(card)])
def test_who_has_begun_is_not_taken_off_and_nothing_else_is_changed(
    application: Application, ines: User, oscar: User, begin: Callable[..., object]
) -> None:
    interview = make_interview(application, [ines])
    begin(interview.scorecards.get(), by=ines)
    with pytest.raises(arranging.ScorecardBegun, match="Ines Ruiz has begun to score"):
        arranging.arrange(application, interview.round, interviewers=[oscar], place="Elsewhere")
    interview.refresh_from_db()
    assert (people_of(interview), interview.place) == (["Ines Ruiz"], "")


def test_a_note_that_was_taken_back_is_still_an_entry(application: Application, ines: User) -> None:
    interview = make_interview(application, [ines])
    card = rated(interview.scorecards.get(), by=ines)
    rating = card.ratings.get(version=1)
    enter(rating, scoring.Mark(), version=1)
    with pytest.raises(arranging.ScorecardBegun):
        arranging.assign(interview, [])


def test_a_round_is_held_once_with_an_application(application: Application, ines: User) -> None:
    interview = make_interview(application, [ines])
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.create(application=application, round=interview.round)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scorecard.objects.create(interview=interview, interviewer=ines)
    assert Scorecard.objects.count() == 1
