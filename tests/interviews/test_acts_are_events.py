"""Every act that matters is an event, whichever road leads to it, and no event says what it was about."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from accounts import triggers, verifying
from accounts.models import ChainHead, Event, User
from interviews import deciding
from interviews.models import AlreadyDecided, Application, Candidate, Decision
from roleprofiles import publishing, uploading
from roleprofiles.models import Revision
from tests.factories import (
    level_of,
    make_application,
    make_import,
    make_interview,
    make_opening,
    make_role,
    role_document,
    submit_all,
)

pytestmark = pytest.mark.django_db

CANARY = "Canary"


def since(number: int) -> list[tuple[str, str, int, User | None]]:
    """What has been recorded after an event: the verb, the row, and who it was."""
    events = Event.objects.filter(number__gt=number).order_by("number").select_related("by")
    return [(event.verb, event.row_model, event.row_pk, event.by) for event in events]


def now() -> int:
    return verifying.head().count


def kept() -> Revision:
    return Revision.objects.latest("pk")


# Publishing


def test_publishing_an_import_is_an_event_and_reading_it_again_is_none(rosa: User) -> None:
    before = now()
    role = make_role(by=rosa)
    assert since(before) == [("published", "roleprofiles.revision", role.current_id, rosa)]
    make_role(by=rosa)
    assert len(since(before)) == 1


def test_a_command_publishes_as_nobody() -> None:
    role = make_role()
    assert since(0) == [("published", "roleprofiles.revision", role.current_id, None)]


def test_each_document_of_an_upload_is_an_event(rosa: User) -> None:
    batch = make_import(role_document("One"), role_document("Two"), "# nothing", by=rosa)
    while uploading.read_next(batch):
        pass
    before = now()
    while uploading.import_next(batch, by=rosa):
        pass
    made = Revision.objects.order_by("pk").values_list("pk", flat=True)
    assert since(before) == [("published", "roleprofiles.revision", pk, rosa) for pk in made]
    assert len(made) == 2


def test_publishing_a_draft_by_its_page_is_an_event_and_its_clicks_are_none(
    client: Client, rosa: User
) -> None:
    role = make_role(by=rosa)
    before = now()
    draft = publishing.start_draft(role, by=rosa)
    client.force_login(rosa)
    level = draft.levels.get(name="Mid")
    client.post(reverse("roleprofiles:element_edit", args=[role.slug, "level", level.pk]), {"name": "Middle"})
    draft.levels.filter(name="Senior").delete()
    assert since(before) == []
    page = reverse("roleprofiles:draft_publish", args=[role.slug])
    seen = {"fingerprint": publishing.propose(draft).fingerprint, "change_note": "Less"}
    assert client.post(page, seen).status_code == 302
    assert since(before) == [("published", "roleprofiles.revision", draft.pk, rosa)]


# Searches and decisions


def test_a_search_is_opened_and_closed_once(mia: User) -> None:
    role = make_role()
    before = now()
    opening = make_opening(by=mia, role=role)
    for _ in range(2):
        deciding.close(opening, by=mia)
    assert since(before) == [(verb, "interviews.opening", opening.pk, mia) for verb in ("opened", "closed")]


def test_a_decision_is_an_event_with_the_digest_of_all_that_was_decided(
    application: Application, mia: User, ines: User
) -> None:
    submit_all(make_interview(application, [ines]).scorecards.get())
    before = now()
    level = level_of(make_role("Role for Analyst search"), "Senior")
    said: dict[str, Any] = {"outcome": "hire", "level": level, "reason": "All.", "dissent": "None"}
    rests_on = application.opening.criteria.of_the_level()[:1]
    decision = deciding.decide(application, by=mia, must_haves=rests_on, **said)
    decided = Event.objects.about(decision).get()
    assert since(before)[-1] == ("decided", "interviews.decision", decision.pk, mia)
    assert decided.digest == Decision.objects.get().digest
    fields: dict[str, Any] = {
        "outcome": "no_hire",
        "level": level.revision.levels.get(name="Mid"),
        "reason": "Most.",
        "dissent": "",
        "by": ines,
    }
    for name, value in fields.items():
        changed = Decision.objects.get()
        setattr(changed, name, value)
        assert changed.digest != decided.digest, name


def test_an_act_that_is_refused_is_no_event(application: Application, mia: User) -> None:
    deciding.decide(application, by=mia, outcome="withdrawn", reason="Moved away.")
    before = now()
    with pytest.raises(AlreadyDecided):
        deciding.decide(application, by=mia, outcome="withdrawn", reason="Moved away.")
    assert since(before) == []


# Opening the page of a candidate


def pages(row: models.Model) -> list[str]:
    """Where a candidate or an application is shown: on the site and in the admin."""
    admin = f"admin:interviews_{row._meta.model_name}_change"
    return [row.get_absolute_url(), reverse(admin, args=[row.pk])]  # type: ignore[attr-defined]


@pytest.fixture
def staff(cora: User) -> User:
    cora.is_staff = True
    cora.save(update_fields=["is_staff"])
    return cora


@pytest.mark.parametrize("kind", ["candidate", "application"])
def test_each_opening_of_a_page_is_an_event(
    client: Client, application: Application, staff: User, kind: str
) -> None:
    row: Candidate | Application = application.candidate if kind == "candidate" else application
    client.force_login(staff)
    for page in pages(row):
        before = now()
        for headers in ({}, {}, {"HX-Request": "true"}):
            assert client.get(page, headers=headers).status_code == 200
        assert since(before) == [("viewed", f"interviews.{kind}", row.pk, staff)] * 3


def test_a_page_that_is_shown_again_with_an_error_is_an_event(
    client: Client, application: Application, mia: User, staff: User
) -> None:
    client.force_login(mia)
    before = now()
    answer = client.post(reverse("interviews:decision_make", args=[application.pk]), {"reason": ""})
    assert (answer.status_code, since(before)) == (
        422,
        [("viewed", "interviews.application", application.pk, mia)],
    )
    client.force_login(staff)
    before = now()
    page = pages(application.candidate)[1]
    assert "This field is required" in client.post(page, {"name": ""}).content.decode()
    assert since(before) == [("viewed", "interviews.candidate", application.candidate_id, staff)]


def test_what_a_stranger_is_refused_and_lists_are_no_events(
    client: Client, application: Application, max_: User, rosa: User, staff: User
) -> None:
    before = now()
    for person in (max_, rosa):
        client.force_login(person)
        statuses = {
            client.get(page).status_code
            for row in (application, application.candidate)
            for page in pages(row)
        }
        assert statuses <= {302, 403, 404}
    client.force_login(staff)
    lists = ["interviews:candidate_list", "interviews:opening_list", "interviews:home"]
    lists += ["admin:interviews_candidate_changelist", "admin:interviews_candidate_add"]
    assert [client.get(reverse(name)).status_code for name in lists] == [200] * len(lists)
    assert since(before) == []


@pytest.mark.parametrize("kind", ["candidate", "application"])
def test_no_event_no_page(client: Client, application: Application, staff: User, kind: str) -> None:
    client.force_login(staff)
    lose_the_chain()
    for page in pages(application.candidate if kind == "candidate" else application):
        with pytest.raises(ChainHead.DoesNotExist):
            client.get(page)


def test_no_event_no_act(application: Application, mia: User, rosa: User) -> None:
    role = make_role(by=rosa)
    draft = publishing.start_draft(role, by=rosa)
    lose_the_chain()
    with pytest.raises(ChainHead.DoesNotExist):
        deciding.decide(application, by=mia, outcome="withdrawn", reason="Moved away.")
    with pytest.raises(ChainHead.DoesNotExist):
        publishing.publish(draft, by=rosa)
    with pytest.raises(ChainHead.DoesNotExist):
        deciding.close(application.opening, by=mia)
    role.refresh_from_db()
    application.opening.refresh_from_db()
    assert (Decision.objects.count(), role.current_id == draft.pk, application.opening.is_open) == (
        0,
        False,
        True,
    )


def lose_the_chain() -> None:
    connection.check_constraints()
    triggers.lift(connection)
    ChainHead.objects.all().delete()


# Nothing personal


def test_nothing_that_people_wrote_or_are_called_is_in_the_record(
    client: Client, mia: User, ines: User
) -> None:
    User.objects.update(display_name=f"{CANARY} person")
    User.objects.filter(pk=mia.pk).update(email=f"{CANARY}@example.com", is_staff=True)
    opening = make_opening(by=mia, role=make_role(f"{CANARY} role", by=mia), title=f"{CANARY} search")
    application = make_application(opening=opening, name=f"{CANARY} Doe", email=f"{CANARY}@example.org")
    submit_all(make_interview(application, [ines]).scorecards.get(), 4, f"{CANARY} evidence")
    client.force_login(mia)
    for page in (*pages(application), *pages(application.candidate)):
        assert CANARY in client.get(page).content.decode()
    said = {
        "outcome": "no_hire",
        "reason": f"{CANARY} reason",
        "dissent": f"{CANARY} dissent",
        "despite": "on",
    }
    assert client.post(reverse("interviews:decision_make", args=[application.pk]), said).status_code == 302
    deciding.close(opening, by=mia)

    events = list(Event.objects.order_by("number").values())
    assert [event["verb"] for event in events if event["verb"] != "submitted"] == [
        *("published", "opened", "arranged"),
        *["viewed"] * 4,
        *("decided", "closed"),
    ]
    assert CANARY.casefold() not in repr(events).casefold()
