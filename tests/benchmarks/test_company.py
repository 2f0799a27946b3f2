"""The company that measurements are made in: no figure is worth more than the data it was taken with."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts import triggers
from accounts.models import Event, User
from benchmarks.company import building
from interviews.models import Application, Decision, Opening, Rating, Scorecard
from tests.factories import make_application, make_opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    monkeypatch.setattr(building, "ROLES", 3)
    return building.build(400)


def test_there_are_as_many_ratings_as_asked_for(company: dict[str, int]) -> None:
    given = (
        Rating.objects.filter(value__isnull=False).count()
        + Rating.objects.filter(is_not_assessed=True).count()
    )
    assert 400 <= given < 600
    assert company["ratings"] == Rating.objects.count()
    assert company["applications"] == Application.objects.count() == 20 * Opening.objects.count()


def test_what_it_says_happened_has_happened(company: dict[str, int]) -> None:
    """The digests of the events are those of what was submitted and decided."""
    said = StringIO()
    call_command("verify_events", stdout=said)
    assert "no broken link" in said.getvalue()
    assert Event.objects.filter(verb="submitted").count() == Scorecard.objects.submitted().count() > 0
    assert Event.objects.filter(verb="decided").count() == Decision.objects.count() > 0


def test_somebody_is_being_interviewed(company: dict[str, int]) -> None:
    drafts = Scorecard.objects.drafts()
    assert drafts.filter(ratings__value__isnull=False).exists()
    assert drafts.filter(ratings__value__isnull=True, ratings__is_not_assessed=False).exists()
    assert not drafts.filter(interview__application__decision__isnull=False).exists()


def test_the_company_goes_on(company: dict[str, int]) -> None:
    """Keys and the database's own guard are as if everything had come by the acts."""
    manager = User.objects.filter(managed_openings__isnull=False).first()
    assert manager is not None
    make_application(opening=make_opening(by=manager, title="One more"))
    assert {one.name for one in triggers.wanted(connection.vendor)} == triggers.installed(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(verb="opened")
