from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews import arranging, deciding
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

TASKS = ("due", "begun", "coming")
HOME = reverse("interviews:home")
LISTS = ("openings", "revisions")


def shown(client: Client) -> dict[str, list[str]]:
    context = client.get(HOME).context
    work = {name: [str(one.card) for one in getattr(context["work"], name)] for name in TASKS}
    rest = {name: [str(one) for one in context[name]] for name in LISTS}
    rest["submitted"] = [str(card) for card in context["work"].submitted]
    return {name: found for name, found in (work | rest).items() if found}


def begins(card: Scorecard, hours: int) -> None:
    when = timezone.now() + timedelta(hours=hours)
    Interview.objects.filter(pk=card.interview_id).update(starts_at=when)


def test_interviews_to_come_and_cards_that_are_due(
    signed_in: SignIn, application: Application, ines: User
) -> None:
    """A round takes an hour, and an hour later its card is due."""
    past, just_over, future = (
        make_interview(application, [ines], round_number=n).scorecards.get() for n in (1, 2, 3)
    )
    other = make_application(opening=application.opening)
    unset, longest = (make_interview(other, [ines], round_number=n).scorecards.get() for n in (1, 2))
    for card, hours in ((past, -2), (just_over, -1), (future, 1), (longest, -50)):
        begins(card, hours)
    client = signed_in(ines)
    assert shown(client) == {
        "due": [str(longest), str(past)],
        "begun": [str(just_over)],
        "coming": [str(future), str(unset)],
    }
    page = client.get(HOME).content.decode()
    assert "Due for 2\xa0days" in page
    assert page.count("Stop reminders") == 2


def test_what_was_called_off_says_so_and_is_not_due(
    signed_in: SignIn, application: Application, ines: User, mia: User
) -> None:
    past, future = (make_interview(application, [ines], round_number=n).scorecards.get() for n in (1, 2))
    begins(past, -5)
    begins(future, 5)
    for card in (past, future):
        arranging.cancel(card.interview_id, by=mia, reason="CANARY")
    client = signed_in(ines)
    assert shown(client) == {"coming": [str(future)]}
    page = client.get(HOME).content.decode()
    assert ("Cancelled</span>" in page, "CANARY" in page, "interview.ics" in page) == (True, False, False)


def test_a_time_is_shown_with_its_zone(signed_in: SignIn, application: Application, ines: User) -> None:
    interview = make_interview(application, [ines])
    at = datetime(2130, 7, 1, 12, tzinfo=UTC)
    Interview.objects.filter(pk=interview.pk).update(starts_at=at, time_zone="America/New_York")
    shown = 'Sat 1 Jul 2130, 08:00 <span class="zone">America/New_York</span>'
    assert shown in signed_in(ines).get(HOME).content.decode()


def test_a_draft_of_an_interview_to_come_is_to_finish(
    signed_in: SignIn, application: Application, ines: User
) -> None:
    card = make_interview(application, [ines]).scorecards.get()
    rate_all(card)
    assert shown(signed_in(ines)) == {"begun": [str(card)]}


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
        begins(make_interview(application, [mia]).scorecards.get(), -3)
        submit_all(make_interview(application, [mia], round_number=2).scorecards.get())
        make_interview(application, [mia], round_number=3)
        publishing.start_draft(make_role(f"Draft {n}"), by=mia)
    client = signed_in(mia)
    with queries(6):
        assert list(shown(client)) == ["due", "coming", "openings", "revisions", "submitted"]
