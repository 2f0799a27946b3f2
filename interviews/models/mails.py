"""Mails that are to be sent: written in the transaction of the act that they tell of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interviews.choices import MailKind
from interviews.models.panels import Interview

# Whoever tries to send a mail has so long for it; then it is tried again, each time twice as long after.
LEASE = timedelta(minutes=2)
DOUBLINGS = 7


class MailQuerySet(models.QuerySet["Mail"]):
    def unsent(self) -> MailQuerySet:
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def to_try(self, now: datetime) -> MailQuerySet:
        """Unsent ones that nobody is trying to send now, as far as can be known."""
        waited = Q(attempts=0)
        for times in range(1, DOUBLINGS + 1):
            waited |= Q(attempts=times, tried_at__lte=now - LEASE * 2 ** (times - 1))
        waited |= Q(attempts__gt=DOUBLINGS, tried_at__lte=now - LEASE * 2**DOUBLINGS)
        return self.unsent().filter(waited)

    def forgotten(self, now: datetime) -> MailQuerySet:
        """Those to try whose task should have come by now."""
        return self.to_try(now).filter(Q(attempts__gt=0) | Q(created_at__lte=now - LEASE))

    def claim(self, pk: int, now: datetime) -> bool:
        """Whether it is for the caller to send this mail now, and for nobody else."""
        return bool(self.to_try(now).filter(pk=pk).update(attempts=F("attempts") + 1, tried_at=now))

    def later_than(self, mail: Mail) -> MailQuerySet:
        """Those that say to the same person about the same what is true now."""
        kind = Q(kind=MailKind.REMINDER) if mail.interview_id is None else Q(interview=mail.interview_id)
        return self.filter(kind, person=mail.person_id, pk__gt=mail.pk)

    def told_before(self, mail: Mail) -> MailQuerySet:
        """Earlier ones about the same that have arrived, or may have: whoever tried may have died since.

        One that was dropped at its first try never left.
        """
        tried = Q(attempts__gt=0, dropped_at__isnull=True) | Q(attempts__gt=1)
        return self.filter(tried, interview=mail.interview_id, person=mail.person_id, pk__lt=mail.pk)


class Mail(models.Model):
    """A mail to one person. It holds no words: they are made when it is sent, from what is true then.

    ``key`` says what it is about, so that nothing is told twice: the message's id is made of it.
    """

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=MailKind)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mails")
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    # Not sent any more: a later one says what is true now, or there is nothing left to say.
    dropped_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MailKind.REMINDER, interview__isnull=True)
                | ~Q(kind=MailKind.REMINDER) & Q(interview__isnull=False),
                name="mail_about_an_interview_or_a_reminder",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True),
                name="mail_sent_or_dropped_never_both",
            ),
        ]

    def __str__(self) -> str:
        return self.key
