from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import triggers
from accounts.models import Event, User
from interviews import correcting, deciding
from interviews.models import Application, Decision, FirstSight, Rating
from interviews.scoring import Mark
from tests.factories import make_interview, submit_all
from tests.interviews.counting import queries
from tests.interviews.views.conftest import SignIn
from tests.keeping import kept


@pytest.fixture
def manager(signed_in: SignIn, mia: User) -> Client:
    return signed_in(mia)


@kept
def decision(application: Application, ines: User, oscar: User, mia: User) -> Decision:
    """Ability 1 is met, 2 not yet, 3 split and 4 not assessed; every text there is holds a canary."""
    for person, number, values in ((ines, 1, [3, 2, None]), (oscar, 2, [3, 2, 4])):
        card = make_interview(application, [person], round_number=number).scorecards.get()
        submit_all(card, values, "CANARY evidence")
    card = make_interview(application, [mia], round_number=3).scorecards.get()
    submit_all(card, [3, 2, None], "CANARY evidence")
    rating = Rating.objects.filter(scorecard__interviewer=ines, value=3)[0]
    said = {"evidence": "CANARY amendment", "reason": "CANARY why"}
    correcting.amend(rating.scorecard_id, rating.pk, Mark(value=1), number=1, by=ines, **said)
    return deciding.decide(
        application,
        by=mia,
        outcome="no_hire",
        must_haves=application.opening.criteria.of_the_level().filter(name="Ability 2"),
        reason="CANARY reason by Ines Ruiz",
        dissent="CANARY dissent of Oscar Berg",
    )


def address(decision: Decision) -> str:
    return reverse("interviews:decision_letter", args=[decision.application_id])


def draft(response: Any) -> str:
    return str(response.context["form"]["text"].value())


def test_the_draft_has_the_facts_and_nothing_that_anybody_wrote(manager: Client, decision: Decision) -> None:
    text = draft(manager.get(address(decision)))
    assert re.findall(r"^(.*):\n\n((?:- .*\n)+)", text, re.MULTILINE) == [
        ("The decision rests on", "- Ability 2\n"),
        ("What you showed", "- Ability 1\n"),
        ("What the interviews did not show yet", "- Ability 2\n"),
        ("Where the interviews gave no single picture", "- Ability 3\n"),
        ("What the interviews did not come to; it does not count against you", "- Ability 4\n"),
    ]
    assert "Dear Kim Doe," in text
    leaks = "CANARY|Ines|Oscar|Mia|Novak|Ruiz|Berg|rating|scorecard"
    assert re.findall(leaks, text) == []
    assert re.findall(r"\d", re.sub(r"Ability \d", "", text)) == []


def test_a_letter_reads_the_same_whatever_the_numbers_were(manager: Client, decision: Decision) -> None:
    """A 4 for a 3 changes no word, as long as it reads the same."""
    before = draft(manager.get(address(decision)))
    triggers.lift(connection)
    for old, new in ((2, 1), (3, 4)):
        Rating.objects.filter(value=old, criterion__name__in=["Ability 1", "Ability 2"]).update(value=new)
    assert draft(manager.get(address(decision))) == before


def test_as_text_it_is_what_the_writer_made_of_it(manager: Client, decision: Decision, mia: User) -> None:
    text = "Dear Kim,\r\n\r\nGrüße 🙂\r\n"
    response = manager.post(address(decision), {"text": text, "ending": "txt"})
    code = decision.application.candidate.code
    assert response.content.decode() == "Dear Kim,\n\nGrüße 🙂"
    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/plain; charset=utf-8",
        f'attachment; filename="letter-{code}.txt"',
    )
    event = Event.objects.latest("number")
    assert (event.verb, event.row_model, event.row_pk, event.by) == (
        "exported",
        "interviews.decision",
        decision.pk,
        mia,
    )


def test_for_word_it_has_paragraphs_and_lists_and_no_author(manager: Client, decision: Decision) -> None:
    text = "Dear Kim,\n\nYou showed:\n\n- SQL\n- Git \x0b\x1f\ufffe\n\nBye"
    response = manager.post(address(decision), {"text": text, "ending": "docx"})
    made = docx.Document(BytesIO(response.content))
    assert [(one.style and one.style.name, one.text) for one in made.paragraphs] == [
        ("Normal", "Dear Kim,"),
        ("Normal", "You showed:"),
        ("List Bullet", "SQL"),
        ("List Bullet", "Git "),
        ("Normal", "Bye"),
    ]
    code = decision.application.candidate.code
    properties = made.core_properties
    assert (properties.author, properties.title) == ("", f"Letter to {code}")
    assert response["Content-Disposition"] == f'attachment; filename="letter-{code}.docx"'


@pytest.mark.parametrize(
    "change",
    [{"text": " "}, {"text": "a\0b"}, {"text": "x" * 50_001}, {"ending": ""}, {"ending": "exe"}],
)
def test_bad_input_stays_on_the_page(manager: Client, decision: Decision, change: dict[str, str]) -> None:
    said = {"text": "Dear Kim, CHANGED", "ending": "txt", **change}
    response = manager.post(address(decision), said)
    page = response.content.decode()
    assert (response.status_code, draft(response)) == (422, said["text"])
    assert "error-summary" in page
    assert not Event.objects.filter(verb="exported").exists()


def test_only_managers_who_may_read_the_evidence_write_one(
    signed_in: SignIn, decision: Decision, ines: User, oscar: User, cora: User, max_: User, ada: User
) -> None:
    decision.application.opening.managers.add(max_)
    decision.application.interviews.all()[0].scorecards.create(interviewer=max_)
    for person in (ines, oscar, cora, max_, ada):
        client = signed_in(person)
        assert client.get(address(decision)).status_code == 404
        assert client.post(address(decision), {"text": "x", "ending": "txt"}).status_code == 404


def test_without_a_decision_there_is_no_letter(manager: Client, decision: Decision, mia: User) -> None:
    deciding.reopen(decision.application, seen=decision.pk, by=mia, reason="Mixed up.")
    assert manager.get(address(decision)).status_code == 404
    assert manager.post(address(decision), {"text": "x", "ending": "txt"}).status_code == 404


def test_reading_the_draft_is_an_event_and_a_first_sight(
    signed_in: SignIn, decision: Decision, max_: User
) -> None:
    decision.application.opening.managers.add(max_)
    page = signed_in(max_).get(address(decision))
    event = Event.objects.latest("number")
    assert (event.verb, event.row_model, event.row_pk) == (
        "viewed",
        "interviews.application",
        decision.application_id,
    )
    assert FirstSight.objects.filter(application=decision.application, person=max_).exists()
    title = re.findall("<title>(.*?)</title>", page.content.decode())[0]
    assert title == f"Letter: candidate {decision.application.candidate.code} · Rolecard"


@pytest.mark.parametrize("more", [0, 6])
def test_queries(manager: Client, decision: Decision, more: int) -> None:
    for n in range(more):
        decision.application.opening.criteria.create(name=f"More {n}", position=20 + n)
    manager.get(address(decision))
    with queries(14):
        manager.get(address(decision))
