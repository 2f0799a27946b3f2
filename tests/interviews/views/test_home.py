from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews import deciding
from interviews.models import Application, Interview, Opening, Scorecard
from roleprofiles import publishing
from tests.factories import (
    make_application,
    make_interview,
    make_opening,
    make_role,
    rate_all,
    submit_all,
)
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn

HOME = reverse("interviews:home")
LISTS = ("due", "coming", "openings", "revisions", "submitted")


def shown(client: Client) -> dict[str, list[str]]:
    context = client.get(HOME).context
    return {name: [str(one) for one in context[name]] for name in LISTS if context[name]}


def begins(card: Scorecard, hours: int) -> None:
    when = timezone.now() + timedelta(hours=hours)
    Interview.objects.filter(pk=card.interview_id).update(starts_at=when)


def test_interviews_to_come_and_cards_that_are_due(
    signed_in: SignIn, application: Application, ines: User
) -> None:
    past, future, unset = (
        make_interview(application, [ines], round_number=n).scorecards.get() for n in (1, 2, 3)
    )
    begins(past, -1)
    begins(future, 1)
    found = shown(signed_in(ines))
    assert found["due"] == [str(past)]
    assert set(found["coming"]) == {str(future), str(unset)}


def test_only_ones_own_cards_are_here(
    signed_in: SignIn, application: Application, ines: User, mia: User, cora: User, ada: User
) -> None:
    make_interview(application, [ines])
    found = {str(person): shown(signed_in(person)) for person in (mia, cora, ada)}
    assert found == {"Mia Novak": {"openings": ["Analyst search"]}, "Cora Lund": {}, "Ada Park": {}}


def test_how_far_a_card_is(signed_in: SignIn, application: Application, ines: User) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    rate_all(card, [3, None, 1])
    Scorecard.objects.get(pk=card.pk).ratings.filter(value=1).update(value=None)
    assert "2 of 3 rated" in signed_in(ines).get(HOME).content.decode()


def test_cards_that_were_submitted_lately(signed_in: SignIn, application: Application, ines: User) -> None:
    new, old = (make_interview(application, [ines], round_number=n).scorecards.get() for n in (1, 2))
    for card in (new, old):
        submit_all(card)
    Scorecard.objects.filter(pk=old.pk).update(submitted_at=timezone.now() - timedelta(days=15))
    assert shown(signed_in(ines)) == {"submitted": [str(new)]}


def test_ones_own_open_searches(signed_in: SignIn, opening: Opening, mia: User, max_: User) -> None:
    make_opening(by=max_, title="Search of Max")
    closed = make_opening(by=mia, title="Closed search")
    deciding.close(closed, by=mia)
    assert shown(signed_in(mia)) == {"openings": ["Analyst search"]}


def test_drafts_are_for_role_editors(signed_in: SignIn, rosa: User, mia: User) -> None:
    draft = publishing.start_draft(make_role(), by=rosa)
    assert (shown(signed_in(rosa)), shown(signed_in(mia))) == ({"revisions": [str(draft)]}, {})


def test_with_nothing_to_do_it_says_so(signed_in: SignIn, oscar: User) -> None:
    assert "No interview is waiting for you." in signed_in(oscar).get(HOME).content.decode()


def test_who_is_signed_out_signs_in_first(client: Client, db: None) -> None:
    response = client.get(HOME)
    assert (response.status_code, response["Location"]) == (302, "/accounts/sign-in/?next=/")


@pytest.mark.parametrize("number", [1, 12])
def test_queries(signed_in: SignIn, mia: User, number: int) -> None:
    """For somebody who interviews, manages and edits all at once."""
    mia.is_superuser = True
    mia.save(update_fields=["is_superuser"])
    for n in range(number):
        application = make_application(opening=make_opening(by=mia, title=f"Search {n}"))
        begins(make_interview(application, [mia]).scorecards.get(), -1)
        submit_all(make_interview(application, [mia], round_number=2).scorecards.get())
        make_interview(application, [mia], round_number=3)
        publishing.start_draft(make_role(f"Draft {n}"), by=mia)
    client = signed_in(mia)
    with queries(7):
        assert list(shown(client)) == ["due", "coming", "openings", "revisions", "submitted"]
