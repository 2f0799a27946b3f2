"""Who asks: interviewers with scorecards that are still drafts, and everybody else in turn."""

from __future__ import annotations

from django.db import connections

from benchmarks.cases import FORM, PAGE, cases, cookies_of
from benchmarks.loading.memory import CONNECTIONS
from benchmarks.wrk import Request
from interviews.models import Scorecard
from tests.faults.databases import Person

MOST = 400
OF_A_PAGE = 12


def with_drafts() -> list[Person]:
    """Signed in."""
    drafts = Scorecard.objects.drafts().select_related("interviewer").prefetch_related("ratings")
    return [
        Person(
            session=cookies_of(card.interviewer).split(";")[0].partition("=")[2],
            person=card.interviewer.outbox_id,
            email=card.interviewer.email,
            card=card.pk,
            ratings=[one.pk for one in card.ratings.all()],
        )
        for card in drafts.order_by("pk")[:MOST]
    ]


def pages_and_ratings() -> list[Request]:
    """A rating has one connection that asks for it, which knows its version."""
    found = [
        request
        for case in cases()
        if case.name not in ("nothing", PAGE, FORM)
        for request in (case.requests if case.name == "rating" else case.requests[:OF_A_PAGE])
    ]
    connections.close_all()
    return found[: len(found) // CONNECTIONS * CONNECTIONS]
