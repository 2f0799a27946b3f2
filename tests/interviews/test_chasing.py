from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Event, User
from interviews import arranging, chasing, deciding, scoring
from interviews.models import Application, Interview, Mail, Opening, Scorecard
from interviews.reports.chasing import due_in_opening, out_of_application
from tests.factories import (
    UserFactory,
    make_application,
    make_interview,
    rate_all,
    submit_all,
)
from tests.interviews.counting import queries
from tests.interviews.outbox import delivered, sent
from tests.interviews.threads import together
from tests.keeping import kept

pytestmark = pytest.mark.django_db

FIVE = datetime(2030, 1, 15, 17, tzinfo=UTC)
DUE = FIVE + timedelta(hours=2)  # an hour of interview, an hour for the card


@kept
def card(application: Application, ines: User) -> Scorecard:
    return make_interview(application, [ines], starts_at=FIVE, time_zone="UTC").scorecards.get()


def due(now: datetime) -> list[int]:
    """As the database says it, and as the rows do."""
    found = list(Scorecard.objects.due(now).order_by("pk").values_list("pk", flat=True))
    drafts = Scorecard.objects.drafts().order_by("pk")
    assert found == [card.pk for card in drafts if card.interview.is_due(now)]
    return found


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


# Due


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        ("2030-01-15T18:59:59+00:00", False),
        ("2030-01-15T19:00:00+00:00", True),
        ("2030-01-16T00:05:00+00:00", True),
        ("2030-01-16T09:00:00+00:00", True),
    ],
)
def test_a_card_is_due_an_hour_after_its_interview(card: Scorecard, moment: str, is_due: bool) -> None:
    """Yesterday at 17:00, and the job runs at 00:05: whole moments are compared, not days or hours."""
    assert due(datetime.fromisoformat(moment)) == [card.pk] * is_due


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [
        # The night in which clocks are put forward, and the one in which they are put back.
        ("2030-03-31T01:30+01:00", "2030-03-31T04:30+02:00"),
        ("2030-10-27T01:30+02:00", "2030-10-27T02:30+01:00"),
    ],
)
def test_hours_are_hours_when_clocks_are_changed(card: Scorecard, starts_at: str, due_at: str) -> None:
    Interview.objects.update(starts_at=datetime.fromisoformat(starts_at), time_zone="Europe/Berlin")
    moment = datetime.fromisoformat(due_at)
    assert (due(moment - timedelta(seconds=1)), due(moment)) == ([], [card.pk])


def test_minutes_are_those_of_the_interview(card: Scorecard) -> None:
    Interview.objects.update(minutes=90)
    assert (due(DUE), due(DUE + timedelta(minutes=30))) == ([], [card.pk])


def submitted(card: Scorecard, by: User) -> None:
    submit_all(card)


def recused(card: Scorecard, by: User) -> None:
    scoring.recuse(card.pk, by=card.interviewer, reason="Friends")


def cancelled(card: Scorecard, by: User) -> None:
    arranging.cancel(card.interview_id, by=by, reason="Ill")


def decided(card: Scorecard, by: User) -> None:
    deciding.decide(card.interview.application, by=by, outcome="withdrawn", reason="Moved")


def without_a_time(card: Scorecard, by: User) -> None:
    Interview.objects.update(starts_at=None)


@pytest.mark.parametrize("act", [submitted, recused, cancelled, decided, without_a_time])
def test_what_is_not_due(card: Scorecard, mia: User, act: Callable[[Scorecard, User], None]) -> None:
    with at(DUE + timedelta(days=1)):
        assert due(timezone.now()) == [card.pk]
        act(card, mia)
        assert (due(timezone.now()), sent()) == ([], [])


# Reminders


def test_one_mail_tells_of_everything_that_is_out(
    card: Scorecard, application: Application, ines: User, oscar: User
) -> None:
    other = make_application(opening=application.opening)
    second = make_interview(
        other, [ines, oscar], starts_at=FIVE - timedelta(days=1), time_zone="Europe/Berlin"
    )
    make_interview(other, [ines], round_number=2, starts_at=DUE)  # not due yet
    delivered()
    with at(DUE):
        messages = sorted(delivered(), key=lambda one: one.to)
    assert [(one.to[0], one.subject) for one in messages] == [
        ("ines@example.com", "2 scorecards to submit"),
        ("oscar@example.com", "1 scorecard to submit"),
    ]
    link = f"http://127.0.0.1:8000/scorecards/{card.pk}/"
    mine = f"http://127.0.0.1:8000/scorecards/{second.scorecards.get(interviewer=ines).pk}/"
    assert messages[0].body == (
        "These scorecards of yours are due. What is written soon after an interview is worth most.\n\n"
        f"C-1002, Round 1, due since Mon 14 Jan 2030, 20:00 (Europe/Berlin)\n{mine}\n\n"
        f"C-1001, Round 1, due since Tue 15 Jan 2030, 19:00 (UTC)\n{link}\n\n"
        "You are reminded once a day while a scorecard is out. Where that makes no sense, stop it on "
        "“My work”, with the reason.\n"
    )


def test_when_it_is_sent(card: Scorecard, application: Application, ines: User) -> None:
    """When the first falls due, then daily while any is out, and anew once all was in."""
    hours = {}
    second = make_interview(
        make_application(opening=application.opening), [ines], starts_at=FIVE + timedelta(hours=10)
    ).scorecards.get()
    third = make_interview(
        make_application(opening=application.opening), [ines], starts_at=FIVE + timedelta(hours=60)
    ).scorecards.get()
    delivered()
    for hour in range(100):
        with at(DUE + timedelta(hours=hour - 1)):
            if found := delivered():
                hours[hour - 1] = [one.subject for one in found]
            for done, when in ((card, 30), (second, 50)):
                if hour - 1 == when:
                    submit_all(done)
    assert hours == {
        0: ["1 scorecard to submit"],
        24: ["2 scorecards to submit"],
        48: ["1 scorecard to submit"],
        60: ["1 scorecard to submit"],
        84: ["1 scorecard to submit"],
    }
    assert third.submitted_at is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_write_one_reminder(application: Application, ines: User, oscar: User) -> None:
    make_interview(application, [ines, oscar], starts_at=FIVE)
    now = DUE + timedelta(hours=5)
    together(*[lambda: chasing.remind(now)] * 4)
    assert sorted(Mail.objects.filter(kind="reminder").values_list("person__email", flat=True)) == [
        *("ines@example.com", "oscar@example.com"),
    ]


def test_what_came_in_before_the_mail_left_is_not_in_it(card: Scorecard) -> None:
    with at(DUE):
        assert chasing.remind() == 1
        submit_all(card)
        assert sent() == []
        assert Mail.objects.get(kind="reminder").dropped_at


def test_who_is_gone_is_not_reminded(card: Scorecard, ines: User) -> None:
    User.objects.filter(pk=ines.pk).update(is_active=False)
    with at(DUE):
        assert (chasing.remind(), sent()) == (0, [])


# Stopping them


def test_reminders_of_one_card_are_stopped(card: Scorecard, application: Application, ines: User) -> None:
    make_interview(make_application(opening=application.opening), [ines], starts_at=FIVE)
    with at(DUE):
        chasing.dismiss(card.pk, by=ines, reason="It was never held")
        event = Event.objects.latest("number")
        assert (event.verb, event.row_pk, event.by) == ("dismissed", card.pk, ines)
        (message,) = delivered()
        assert (message.subject, "C-1001" in message.body) == ("1 scorecard to submit", False)
        with pytest.raises(chasing.NotReminded):
            chasing.dismiss(card.pk, by=ines, reason="Again")
        assert card.pk in due(timezone.now())
    card.refresh_from_db()
    assert (card.reminders_off_at, card.reminders_off_reason) == (DUE, "It was never held")


def test_of_others_and_of_what_is_not_due_none_are_stopped(card: Scorecard, ines: User, oscar: User) -> None:
    with at(DUE), pytest.raises(Scorecard.DoesNotExist):
        chasing.dismiss(card.pk, by=oscar, reason="Not mine")
    with at(FIVE), pytest.raises(chasing.NotReminded):
        chasing.dismiss(card.pk, by=ines, reason="Early")


# Who sees what


def test_who_arranges_sees_since_when_a_card_is_out_and_when_it_was_chased(
    card: Scorecard, application: Application, opening: Opening, mia: User, oscar: User
) -> None:
    make_interview(application, [oscar], round_number=2)
    rate_all(card, 4, "CANARY")
    with at(DUE + timedelta(minutes=5)):
        delivered()
    with at(DUE + timedelta(hours=5)):
        outs, in_opening = out_of_application(application, mia), due_in_opening(opening, mia)
    found = [(out.interviewer, out.is_due, out.due_at, out.reminded_at, out.reason) for out in outs.shown]
    assert found == [
        ("Ines Ruiz", True, DUE, DUE + timedelta(minutes=5), ""),
        ("Oscar Berg", False, None, None, ""),
    ]
    assert in_opening.shown == outs.shown[:1]
    assert "CANARY" not in repr(outs)


def test_why_reminders_were_stopped_is_for_those_who_may_read_the_evidence(
    card: Scorecard, application: Application, opening: Opening, ines: User, mia: User, cora: User
) -> None:
    with at(DUE):
        chasing.dismiss(card.pk, by=ines, reason="CANARY")

    def reasons(user: User) -> list[str]:
        with at(DUE + timedelta(hours=1)):
            return [
                out.reason
                for outs in (out_of_application(application, user), due_in_opening(opening, user))
                for out in outs.shown
            ]

    assert (reasons(mia), reasons(cora)) == (["CANARY"] * 2, [""] * 2)
    make_interview(application, [mia], round_number=2)
    assert reasons(mia) == [""] * 3


@pytest.mark.parametrize("number", [1, 60])
def test_queries(opening: Opening, mia: User, number: int) -> None:
    people = UserFactory.create_batch(number, groups=["Interviewers"])
    application = make_application(opening=opening)
    make_interview(application, people, starts_at=FIVE)
    with at(DUE + timedelta(hours=1)):
        with queries(1):
            outs = out_of_application(application, mia)
        with queries(1):
            due_in_opening(opening, mia)
    assert (len(outs.shown), outs.more) == (min(number, 50), max(0, number - 50))


@pytest.mark.parametrize("number", [1, 12])
def test_queries_of_a_reminder(opening: Opening, ines: User, number: int) -> None:
    for _ in range(number):
        make_interview(make_application(opening=opening), [ines], starts_at=FIVE)
    with at(DUE), queries(5):
        chasing.remind()
