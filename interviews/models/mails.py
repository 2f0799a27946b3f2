"""Mails that are to be sent: written in the transaction of the act that they tell of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from interviews.choices import MailKind
from interviews.models.panels import Interview


class MailQuerySet(models.QuerySet["Mail"]):
    def unsent(self) -> MailQuerySet:
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)


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
