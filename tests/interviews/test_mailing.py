from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.models import User
from interviews import arranging, mailing, scoring
from interviews.choices import MailKind
from interviews.models import Application, Interview, Mail, Round
from tests.factories import make_interview, rate_all
from tests.interviews.outbox import calendar_of, delivered, parsed, sent
from tests.keeping import kept

pytestmark = pytest.mark.django_db

TWO = datetime(2130, 1, 15, 14, tzinfo=UTC)
INVITED = "Interview with C-1001, Sun 15 Jan 2130, 14:00 (UTC)"
CHANGED = "Changed: interview with C-1001, Sun 15 Jan 2130, 15:00 (UTC)"
CANCELLED = "Cancelled: interview with C-1001, Sun 15 Jan 2130, 14:00 (UTC)"


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.SITE_URL = "https://rolecard.example"
    settings.DEFAULT_FROM_EMAIL = "Hiring <hiring@rolecard.example>"


@kept
def round_(application: Application) -> Round:
    return application.opening.rounds.get(position=1)


Arrange = Callable[..., Interview]


@pytest.fixture
def arrange(application: Application, round_: Round, mia: User) -> Arrange:
    def arranged(*people: User, **said: Any) -> Interview:
        said = {"starts_at": TWO, "time_zone": "UTC", **said}
        return arranging.arrange(application, round_, interviewers=people, by=mia, **said)

    return arranged


# What is said


def test_an_invitation_leads_to_ones_own_scorecard(arrange: Arrange, ines: User, oscar: User) -> None:
    interview = arrange(ines, oscar, place="Room 4")
    cards = {card.interviewer.email: card for card in interview.scorecards.all()}
    messages = delivered()
    assert sorted(one.to[0] for one in messages) == ["ines@example.com", "oscar@example.com"]
    for message in messages:
        link = f"https://rolecard.example/scorecards/{cards[message.to[0]].pk}/"
        assert (message.subject, message.from_email) == (INVITED, "Hiring <hiring@rolecard.example>")
        assert message.body == (
            "You are asked to interview candidate C-1001.\n\n"
            "Round:  Round 1\n"
            "When:   Sunday 15 January 2130, 14:00 to 15:00 (UTC)\n"
            "Where:  Room 4\n\n"
            f"Your scorecard, ready for the interview:\n{link}\n\n"
            "The attached file puts the interview into your calendar.\n"
        )
        assert calendar_of(message) == {
            "UID": str(interview.uid),
            "SEQUENCE": "1",
            "SUMMARY": "Interview C-1001, Round 1",
            "STATUS": "CONFIRMED",
            "URL": link,
            "METHOD": "REQUEST",
            "START": "21300115T1400UTC",
        }
        assert parsed(message)["Auto-Submitted"] == "auto-generated"


def test_the_zone_of_a_mail_is_the_one_that_the_time_was_said_in(arrange: Arrange, ines: User) -> None:
    arrange(ines, time_zone="America/New_York", minutes=45)
    (message,) = delivered()
    assert "When:   Sunday 15 January 2130, 09:00 to 09:45 (America/New_York)\n" in message.body
    assert calendar_of(message)["START"] == "21300115T1400UTC"


def test_a_change_is_told_to_those_who_stay(arrange: Arrange, ines: User, oscar: User) -> None:
    first = arrange(ines, oscar)
    (before, _) = sorted(delivered(), key=lambda one: one.to)
    arrange(ines, starts_at=TWO + timedelta(hours=1))
    changed, cancelled = sorted(delivered(), key=lambda one: one.to)
    assert (changed.to, changed.subject) == (["ines@example.com"], CHANGED)
    assert (cancelled.to, cancelled.subject) == (
        ["oscar@example.com"],
        "Cancelled: interview with C-1001, Sun 15 Jan 2130, 15:00 (UTC)",
    )
    assert "You are not asked to interview candidate C-1001 any more." in cancelled.body
    said = [calendar_of(one) for one in (before, changed, cancelled)]
    assert {one["UID"] for one in said} == {str(first.uid)}
    assert [(one["METHOD"], one["SEQUENCE"], one["STATUS"]) for one in said] == [
        ("REQUEST", "1", "CONFIRMED"),
        ("REQUEST", "2", "CONFIRMED"),
        ("CANCEL", "2", "CANCELLED"),
    ]


def test_who_comes_is_invited_and_who_stays_hears_nothing(arrange: Arrange, ines: User, oscar: User) -> None:
    arrange(ines)
    delivered()
    arrange(ines, oscar)
    assert sent() == [("oscar@example.com", INVITED)]


@pytest.mark.parametrize(
    "change",
    [{"minutes": 30}, {"place": "Room 5"}, {"time_zone": "Europe/London"}, {"starts_at": TWO + timedelta(1)}],
)
def test_what_is_a_change(arrange: Arrange, ines: User, change: dict[str, Any]) -> None:
    arrange(ines)
    delivered()
    arrange(ines, **change)
    assert [one.subject.split(",")[0] for one in delivered()] == ["Changed: interview with C-1001"]


def test_nothing_changed_is_no_mail_and_no_event(arrange: Arrange, ines: User) -> None:
    first = arrange(ines)
    delivered()
    assert (arrange(ines).sequence, sent()) == (first.sequence, [])


def test_without_a_time_there_is_nothing_to_say(arrange: Arrange, ines: User, oscar: User, mia: User) -> None:
    interview = arrange(ines, starts_at=None)
    arrange(oscar, starts_at=None, place="Room 4")
    arranging.cancel(interview.pk, by=mia, reason="No room")
    assert Mail.objects.count() == 0
    arrange(oscar)
    assert sent() == [("oscar@example.com", INVITED)]


def test_a_cancelled_interview_and_arranging_it_again(
    arrange: Arrange, ines: User, oscar: User, mia: User
) -> None:
    interview = arrange(ines, oscar)
    delivered()
    arranging.cancel(interview.pk, by=mia, reason="CANARY withdrew")
    messages = delivered()
    assert {(one.to[0], one.subject) for one in messages} == {
        ("ines@example.com", CANCELLED),
        ("oscar@example.com", CANCELLED),
    }
    assert [one for one in messages if "CANARY" in one.body] == []
    with pytest.raises(arranging.AlreadyCancelled):
        arranging.cancel(interview.pk, by=mia, reason="Again")
    again = arrange(ines)
    (message,) = delivered()
    assert (again.is_cancelled, again.cancel_reason, message.to) == (False, "", ["ines@example.com"])
    said = calendar_of(message)
    assert (said["METHOD"], said["SEQUENCE"], said["UID"]) == ("REQUEST", "3", str(interview.uid))


def test_who_took_themselves_out_hears_no_more(arrange: Arrange, ines: User, oscar: User, mia: User) -> None:
    interview = arrange(ines, oscar)
    delivered()
    scoring.recuse(interview.scorecards.get(interviewer=ines).pk, by=ines, reason="We are friends")
    arrange(ines, oscar, place="Room 5")
    arranging.cancel(interview.pk, by=mia, reason="Ill")
    assert {one.to[0] for one in delivered()} == {"oscar@example.com"}


# What is not said any more


def test_who_took_themselves_out_meanwhile_is_not_invited(
    arrange: Arrange, ines: User, oscar: User, mia: User
) -> None:
    interview = arrange(ines, oscar)
    scoring.recuse(interview.scorecards.get(interviewer=ines).pk, by=ines, reason="We are friends")
    arranging.cancel(interview.pk, by=mia, reason="Ill")
    assert sent() == []


def test_only_the_last_of_what_was_not_sent_yet_is_sent(arrange: Arrange, ines: User) -> None:
    arrange(ines)
    arrange(ines, starts_at=TWO + timedelta(hours=1))
    (message,) = delivered()
    assert message.subject == "Interview with C-1001, Sun 15 Jan 2130, 15:00 (UTC)"
    assert calendar_of(message)["SEQUENCE"] == "2"
    states = [(mail.kind, mail.sent_at is None, mail.dropped_at is None) for mail in Mail.objects.all()]
    assert states == [("invitation", True, False), ("change", False, True)]


def test_who_was_never_invited_is_not_told_of_the_cancellation(
    arrange: Arrange, ines: User, oscar: User
) -> None:
    arrange(ines)
    arrange(oscar)
    assert sent() == [("oscar@example.com", INVITED)]


def test_who_may_have_been_invited_is(arrange: Arrange, ines: User, oscar: User) -> None:
    """A worker that died may have sent it."""
    arrange(ines)
    Mail.objects.update(attempts=1, tried_at=timezone.now())
    arrange(oscar)
    assert [to for to, _ in sent()] == ["ines@example.com", "oscar@example.com"]


@pytest.mark.parametrize("gone", [{"is_active": False}, {"email": ""}])
def test_who_cannot_be_written_to_is_left_out(arrange: Arrange, ines: User, gone: dict[str, Any]) -> None:
    arrange(ines)
    User.objects.filter(pk=ines.pk).update(**gone)
    assert (sent(), Mail.objects.unsent().count()) == ([], 0)


def test_nobody_is_invited_to_what_is_over(arrange: Arrange, ines: User) -> None:
    arrange(ines, starts_at=timezone.now() - timedelta(minutes=61))
    assert (sent(), Mail.objects.unsent().count()) == ([], 0)


# At least once, and the effect once


def test_a_mail_and_its_task_are_there_with_the_act_or_not_at_all(arrange: Arrange, ines: User) -> None:
    with transaction.atomic():
        arrange(ines)
        assert (Mail.objects.count(), DBTaskResult.objects.count()) == (1, 1)
        transaction.set_rollback(True)
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


def test_a_task_that_comes_twice_sends_once(arrange: Arrange, ines: User) -> None:
    arrange(ines)
    for _ in range(3):
        mailing.deliver.enqueue(Mail.objects.get().pk)
    assert sent() == [("ines@example.com", INVITED)]
    mailing.send(Mail.objects.get().pk)
    assert sent() == []


def test_what_was_sent_and_not_noted_is_sent_again_as_the_same(
    arrange: Arrange, ines: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = arrange(ines)
    (first,) = delivered()
    Mail.objects.update(sent_at=None)
    assert (mailing.sweep(), sent()) == (0, [])  # somebody may be at it
    Mail.objects.update(tried_at=timezone.now() - timedelta(minutes=3))
    (second,) = delivered()
    assert first.message()["Message-ID"] == second.message()["Message-ID"]
    assert first.message()["Message-ID"] == f"<{interview.uid.hex}.1.{ines.pk}.invitation@rolecard.example>"
    assert calendar_of(first) == calendar_of(second)


def test_a_lost_task_loses_nothing(arrange: Arrange, ines: User) -> None:
    arrange(ines)
    DBTaskResult.objects.all().delete()
    assert sent() == []
    Mail.objects.update(created_at=timezone.now() - timedelta(minutes=3))
    assert sent() == [("ines@example.com", INVITED)]


def test_a_mail_server_that_is_away_is_asked_again_less_and_less_often(
    arrange: Arrange, ines: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> None:
        raise SMTPServerDisconnected("ines@example.com: please run connect() first")

    arrange(ines)
    monkeypatch.setattr(EmailMessage, "send", away)
    waits = []
    for _ in range(10):
        assert delivered() == []
        waits.append(wait_of(Mail.objects.get()))
        Mail.objects.update(tried_at=timezone.now() - timedelta(days=1))
    assert [int(one.total_seconds() // 60) for one in waits] == [2, 4, 8, 16, 32, 64, 128, 256, 256, 256]
    assert [one for one in caplog.messages if "ines" in one] == []
    monkeypatch.undo()
    assert Mail.objects.get().attempts == 10


def wait_of(mail: Mail) -> timedelta:
    """Found by asking, to the minute."""
    assert mail.tried_at
    for minutes in range(1, 600):
        if Mail.objects.to_try(mail.tried_at + timedelta(minutes=minutes)).exists():
            return timedelta(minutes=minutes)
    raise AssertionError("never")


# Nothing is injected


@pytest.mark.parametrize(
    "text", ["One\r\nBcc: all@example.com", "[Free](https://evil.example)", "<a href=x>x</a>"]
)
def test_titles_and_places_bring_no_header_and_no_link(
    arrange: Arrange, round_: Round, ines: User, text: str
) -> None:
    arrange(ines)
    (plain,) = delivered()
    Round.objects.update(title=text)
    User.objects.update(display_name=text)
    Interview.objects.update(place=text.replace("https://evil.example", ""))
    Mail.objects.update(sent_at=None, attempts=0, created_at=timezone.now() - timedelta(minutes=3))
    (hostile,) = delivered()
    assert parsed(hostile).keys() == parsed(plain).keys()
    assert (hostile.recipients(), hostile.subject) == (["ines@example.com"], INVITED)
    links = [word for word in hostile.body.split() if "://" in word]
    assert links == [word for word in plain.body.split() if "://" in word]


def test_no_mail_says_who_the_candidate_is(
    arrange: Arrange, application: Application, ines: User, mia: User
) -> None:
    candidate = application.candidate
    candidate.name, candidate.email = "Canarina Vogelsang", "canarina@vogelsang.example"
    candidate.save(update_fields=["name", "email"])
    interview = arrange(ines)
    messages = delivered()
    arrange(ines, place="Room 4")
    messages += delivered()
    arranging.cancel(interview.pk, by=mia, reason="Canarina withdrew")
    messages += delivered()
    assert len(messages) == 3
    for message in messages:
        assert "anarina" not in message.message().as_string() + parsed(message).as_string()
        assert "C-1001" in message.body


def test_a_mail_is_about_an_interview_or_a_reminder(application: Application, ines: User) -> None:
    """The card's entries are in no mail."""
    interview = make_interview(application, [ines], starts_at=TWO)
    rate_all(interview.scorecards.get(), 4, "CANARY")
    (message,) = delivered()
    assert "CANARY" not in message.message().as_string()
    assert Mail.objects.get().kind == MailKind.INVITATION
