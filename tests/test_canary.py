"""Everybody asks for everything; of scorecards they find what the table says, and nothing anywhere else.

Each text of a scorecard is a canary of its own. And since a value is a number that a page may have for many
reasons, all is asked twice: once more when everything in the scorecards says something else. Where an answer
has changed, it depends on what somebody wrote; it may do so where that person may read it.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Concat
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from accounts import triggers
from accounts.models import User
from accounts.prepared import Prepared
from interviews import correcting, deciding, scoring
from interviews.choices import Outcome
from interviews.models import (
    Amendment,
    Application,
    Candidate,
    DebriefNote,
    Decision,
    DecisionReopening,
    Rating,
    Reopening,
    Resume,
    Scorecard,
)
from interviews.models.candidates import ApplicationQuerySet
from interviews.models.decisions import DecisionQuerySet
from interviews.models.scorecards import ScorecardQuerySet
from interviews.scoring import Mark
from tests.access_table import Row
from tests.access_table import table as access_table
from tests.addresses import FAR, NOBODY, Answer, World, signed_in, world
from tests.factories import NO_TIME, UserFactory, make_application, make_interview

pytestmark = pytest.mark.django_db

# Whose scorecards these are, in three rounds. Ines's is the usual one of the world.
AUTHORS = {"draft": "ines", "submitted": "sam", "recused": "rui", "amended": "amy", "reopened": "reo"}
AUTHORS |= {"manager": "mona", "later": "lea"}
PEOPLE = (NOBODY, *AUTHORS.values(), "mia", "max", "oscar", "cora", "rosa", "ada")
Place = tuple[str, str, str]  # method, pattern, which row it is about or what is looked for
NAME, EMAIL = "Canarina Vogelsang", "canarina@vogelsang.example"


# Who finds which texts of which cards where; ``a+b-evidence`` is a's and b's. All else is a leak. A place
# without texts quotes nobody, and what it says depends on what was rated.
TABLE = """
ines  GET  scorecards/<int:pk>/ : draft-evidence draft-handover
ines  GET  scorecards/<int:pk>/scorecard.pdf : draft-evidence draft-handover
ines  GET  scorecards/<int:pk>/submit/ : draft-evidence draft-handover
ines  POST scorecards/<int:pk>/submit/ : draft-evidence draft-handover

sam   GET  applications/<int:pk>/ : amended-amendment amended+submitted-evidence amended-why noted-note
sam   GET  applications/<int:pk>/gap/
sam   GET  applications/<int:pk>/gap/gap.pdf
sam   GET  scorecards/<int:pk>/ @submitted : submitted-evidence submitted-handover
sam   GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @submitted : submitted-evidence
sam   GET  scorecards/<int:pk>/scorecard.pdf @submitted : submitted-evidence submitted-handover
sam   POST scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @submitted : submitted-evidence

rui   GET  applications/<int:pk>/ : amended-amendment amended+submitted-evidence amended-why recused-recusal noted-note
rui   GET  applications/<int:pk>/gap/
rui   GET  applications/<int:pk>/gap/gap.pdf
rui   GET  scorecards/<int:pk>/ @recused : recused-evidence recused-handover recused-recusal
rui   GET  scorecards/<int:pk>/scorecard.pdf @recused : recused-evidence recused-handover

amy   GET  applications/<int:pk>/ : amended-amendment amended+submitted-evidence amended-why noted-note
amy   GET  applications/<int:pk>/gap/
amy   GET  applications/<int:pk>/gap/gap.pdf
amy   GET  scorecards/<int:pk>/ @amended : amended-amendment amended-evidence amended-handover amended-why
amy   GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @amended : amended-amendment amended-evidence amended-why
amy   GET  scorecards/<int:pk>/scorecard.pdf @amended : amended-amendment amended-evidence amended-handover amended-why
amy   POST scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @amended : amended-amendment amended-evidence amended-why

reo   GET  scorecards/<int:pk>/ @reopened : reopened-evidence reopened-handover
reo   GET  scorecards/<int:pk>/scorecard.pdf @reopened : reopened-evidence reopened-handover
reo   GET  scorecards/<int:pk>/submit/ @reopened : reopened-evidence reopened-handover
reo   POST scorecards/<int:pk>/submit/ @reopened : reopened-evidence reopened-handover

mona  GET  admin/interviews/scorecard/<path:object_id>/change/ @manager : manager-evidence
mona  GET  scorecards/<int:pk>/ @manager : amended+draft+manager+reopened+submitted-handover manager-evidence
mona  GET  scorecards/<int:pk>/scorecard.pdf @manager : manager-evidence manager-handover
mona  GET  scorecards/<int:pk>/submit/ @manager : manager-evidence manager-handover
mona  POST scorecards/<int:pk>/submit/ @manager : manager-evidence manager-handover

lea   GET  scorecards/<int:pk>/ @later : amended+draft+later+manager+reopened+submitted-handover later-evidence
lea   GET  scorecards/<int:pk>/scorecard.pdf @later : later-evidence later-handover
lea   GET  scorecards/<int:pk>/submit/ @later : later-evidence later-handover
lea   POST scorecards/<int:pk>/submit/ @later : later-evidence later-handover

mia   GET  admin/interviews/scorecard/<path:object_id>/change/ @amended : amended-amendment amended-evidence amended-why
mia   GET  admin/interviews/scorecard/<path:object_id>/change/ @submitted : submitted-evidence
mia   GET  applications/<int:pk>/ : amended-amendment amended+submitted-evidence amended-why recused-recusal noted-note draft-reminders
mia   GET  applications/<int:pk>/gap/
mia   GET  applications/<int:pk>/gap/gap.pdf
mia   POST applications/<int:pk>/decision/ : amended-amendment amended+submitted-evidence amended-why recused-recusal noted-note draft-reminders
mia   POST applications/<int:pk>/notes/<int:criterion_pk>/ : amended-amendment amended+submitted-evidence amended-why recused-recusal noted-note draft-reminders
mia   GET  openings/<int:pk>/compare/ : amended-amendment amended+second+submitted-evidence amended-why noted-note

max   GET  admin/interviews/decision/<path:object_id>/change/ : other-decision other-reopening
max   GET  admin/interviews/scorecard/<path:object_id>/change/ @other : other-evidence
max   GET  applications/<int:pk>/ @other : other-decision other-evidence other-note other-reopening
max   GET  applications/<int:pk>/gap/ @other
max   GET  applications/<int:pk>/gap/gap.pdf @other
max   GET  applications/<int:pk>/letter/ @other
max   POST applications/<int:pk>/decision/ @other : other-decision other-evidence other-note other-reopening
max   POST applications/<int:pk>/notes/<int:criterion_pk>/ @other : other-decision other-evidence other-note other-reopening

oscar GET  applications/<int:pk>/ @other : other-decision other-evidence other-note other-reopening
oscar GET  applications/<int:pk>/gap/ @other
oscar GET  applications/<int:pk>/gap/gap.pdf @other
oscar GET  scorecards/<int:pk>/ @other : other-evidence other-handover
oscar GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @other : other-evidence
oscar GET  scorecards/<int:pk>/scorecard.pdf @other : other-evidence other-handover
oscar POST scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @other : other-evidence

sam   GET  applications/<int:pk>/resume/file/ : usual-resume
amy   GET  applications/<int:pk>/resume/file/ : usual-resume
reo   GET  applications/<int:pk>/resume/file/ : usual-resume
mona  GET  applications/<int:pk>/resume/file/ : usual-resume
lea   GET  applications/<int:pk>/resume/file/ : usual-resume
mia   GET  applications/<int:pk>/resume/file/ : usual-resume
ines  GET  applications/<int:pk>/resume/file/ : usual-resume
cora  GET  applications/<int:pk>/resume/file/ : usual-resume
ada   GET  applications/<int:pk>/resume/file/ : usual-resume
max   GET  applications/<int:pk>/resume/file/ @other : other-resume
oscar GET  applications/<int:pk>/resume/file/ @other : other-resume
cora  GET  applications/<int:pk>/resume/file/ @other : other-resume
ada   GET  applications/<int:pk>/resume/file/ @other : other-resume
mona  GET  interviews/<int:pk>/kit/ @manager : amended+draft+reopened+submitted-handover
lea   GET  interviews/<int:pk>/kit/ @later : amended+draft+manager+reopened+submitted-handover
mona  GET  interviews/<int:pk>/kit.pdf @manager : amended+draft+reopened+submitted-handover
lea   GET  interviews/<int:pk>/kit.pdf @later : amended+draft+manager+reopened+submitted-handover
"""  # noqa: E501 - addresses are as long as they are

# And as soon as everybody has submitted what they still had open.
AFTERWARDS = """
ines  GET  applications/<int:pk>/ : amended-amendment amended+draft+later+manager+reopened+submitted-evidence amended-why noted-note
ines  GET  scorecards/<int:pk>/ : draft-evidence draft-handover
ines  GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ : draft-evidence
ines  GET  scorecards/<int:pk>/scorecard.pdf : draft-evidence draft-handover

reo   GET  applications/<int:pk>/ : amended-amendment amended+draft+later+manager+reopened+submitted-evidence amended-why noted-note
reo   GET  scorecards/<int:pk>/ @reopened : reopened-evidence reopened-handover
reo   GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @reopened : reopened-evidence
reo   GET  scorecards/<int:pk>/scorecard.pdf @reopened : reopened-evidence reopened-handover

mona  GET  admin/interviews/scorecard/<path:object_id>/change/ : draft-evidence
mona  GET  admin/interviews/scorecard/<path:object_id>/change/ @amended : amended-amendment amended-evidence amended-why
mona  GET  admin/interviews/scorecard/<path:object_id>/change/ @later : later-evidence
mona  GET  admin/interviews/scorecard/<path:object_id>/change/ @manager : manager-evidence
mona  GET  admin/interviews/scorecard/<path:object_id>/change/ @reopened : reopened-evidence
mona  GET  admin/interviews/scorecard/<path:object_id>/change/ @submitted : submitted-evidence
mona  GET  applications/<int:pk>/ : amended-amendment amended+draft+later+manager+reopened+submitted-evidence amended-why recused-recusal noted-note
mona  GET  openings/<int:pk>/compare/ : amended-amendment amended+draft+later+manager+reopened+second+submitted-evidence amended-why noted-note
mona  GET  scorecards/<int:pk>/ @manager : amended+draft+manager+reopened+submitted-handover manager-evidence
mona  GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @manager : manager-evidence
mona  GET  scorecards/<int:pk>/scorecard.pdf @manager : manager-evidence manager-handover

lea   GET  applications/<int:pk>/ : amended-amendment amended+draft+later+manager+reopened+submitted-evidence amended-why noted-note
lea   GET  scorecards/<int:pk>/ @later : amended+draft+later+manager+reopened+submitted-handover later-evidence
lea   GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @later : later-evidence
lea   GET  scorecards/<int:pk>/scorecard.pdf @later : later-evidence later-handover

sam   GET  applications/<int:pk>/ : amended-amendment amended+draft+later+manager+reopened+submitted-evidence amended-why noted-note
sam   GET  scorecards/<int:pk>/ @submitted : submitted-evidence submitted-handover
sam   GET  scorecards/<int:pk>/ratings/<int:rating_pk>/amend/ @submitted : submitted-evidence
sam   GET  scorecards/<int:pk>/scorecard.pdf @submitted : submitted-evidence submitted-handover

ines  GET  applications/<int:pk>/resume/file/ : usual-resume
reo   GET  applications/<int:pk>/resume/file/ : usual-resume
mona  GET  applications/<int:pk>/resume/file/ : usual-resume
lea   GET  applications/<int:pk>/resume/file/ : usual-resume
sam   GET  applications/<int:pk>/resume/file/ : usual-resume
mona  GET  interviews/<int:pk>/kit/ @manager : amended+draft+reopened+submitted-handover
lea   GET  interviews/<int:pk>/kit/ @later : amended+draft+manager+reopened+submitted-handover
mona  GET  interviews/<int:pk>/kit.pdf @manager : amended+draft+reopened+submitted-handover
lea   GET  interviews/<int:pk>/kit.pdf @later : amended+draft+manager+reopened+submitted-handover
cora  GET  applications/<int:pk>/resume/file/ : usual-resume
cora  GET  applications/<int:pk>/resume/file/ @other : other-resume
ada   GET  applications/<int:pk>/resume/file/ : usual-resume
ada   GET  applications/<int:pk>/resume/file/ @other : other-resume
"""  # noqa: E501


def table_of(text: str) -> dict[str, dict[Place, set[str]]]:
    found: dict[str, dict[Place, set[str]]] = defaultdict(dict)
    for line in filter(None, text.split("\n")):
        where, _, words = line.partition(" : ")
        person, method, place = where.split(None, 2)
        pattern, _, case = place.partition(" @")
        several = [word.rpartition("-") for word in words.split()]
        said = {f"CANARY-{card}-{what}" for cards, _, what in several for card in cards.split("+")}
        found[person][method, pattern, case] = said
    return found


def quoting(places: dict[Place, set[str]]) -> dict[Place, set[str]]:
    return {place: words for place, words in places.items() if words}


# The world


def stage(site: World) -> None:
    """One application with a scorecard of every kind, and whose text is what."""
    triggers.lift(connection)  # they are there again at the end of the transaction
    application: Application = site.rows[""]["applications"]
    Candidate.objects.filter(pk=application.candidate_id).update(name=NAME, email=EMAIL)
    for name in ("sam", "rui", "amy", "reo", "lea"):
        add(site, name, "Interviewers")
    application.opening.managers.add(add(site, "mona", "Hiring managers", is_staff=True))
    Resume.objects.filter(application=application).update(data=b"CANARY-usual-resume")
    Resume.objects.exclude(application=application).update(data=b"CANARY-other-resume")
    people = site.people
    rounds = {"manager": 2, "later": 3}
    panel = {name: people[author] for name, author in AUTHORS.items() if name not in rounds}
    first = make_interview(application, panel.values(), starts_at=FAR)
    cards = {name: first.scorecards.get(interviewer=author) for name, author in panel.items()}
    for name, number in rounds.items():
        interview = make_interview(application, [people[AUTHORS[name]]], round_number=number)
        cards[name] = interview.scorecards.get()
    for name, card in cards.items():
        write(card, name)
        rating = card.ratings.all()[0]
        if name != "draft":
            site.rows[name] = {"scorecards": card, "rating_pk": rating, "interviews/scorecard": card}
            site.rows[name]["interviews"] = card.interview
    for name in ("submitted", "amended", "reopened"):
        scoring.submit(cards[name].pk, by=cards[name].interviewer)
    scoring.recuse(cards["recused"].pk, by=people["rui"], reason="CANARY-recused-recusal")
    for number, rating in enumerate(cards["amended"].ratings.all()):
        amend(rating, value=number % 2 + 1, by=people["amy"])
    correcting.reopen(cards["reopened"].pk, by=people["ada"], reason="CANARY-reopened-reopening")
    write(site.rows["other"]["scorecards"], "other")
    decide_again(site.rows[""]["interviews/decision"], by=people["max"])
    Decision.objects.update(reason="CANARY-other-decision", dissent="CANARY-other-decision")
    Scorecard.objects.filter(pk=cards["draft"].pk).update(
        reminders_off_at=timezone.now(), reminders_off_reason="CANARY-draft-reminders"
    )
    note(application, "CANARY-noted-note", by=people["mia"])
    note(site.rows["other"]["applications"], "CANARY-other-note", by=people["max"])
    second = make_application(opening=application.opening)  # to stand beside the first
    card = make_interview(second, [people["sam"]]).scorecards.get()
    write(card, "second")
    scoring.submit(card.pk, by=people["sam"])


def add(site: World, name: str, group: str, **fields: Any) -> User:
    site.people[name] = UserFactory.create(
        email=f"{name}@example.com", display_name=name.title(), groups=[group], **fields
    )
    site.clients[name] = signed_in(site.people[name])
    return site.people[name]


def write(card: Scorecard, name: str) -> None:
    """Past the acts, which lock: values, none, and a canary in each text."""
    Scorecard.objects.filter(pk=card.pk).update(handover=f"CANARY-{name}-handover", handover_version=1)
    marks = [mark for mark in (Mark(value=4), Mark(value=3), NO_TIME) for _ in ("here", "at the next level")]
    for mark, rating in zip(marks, card.ratings.in_order(), strict=True):
        Rating.objects.filter(pk=rating.pk).update(
            evidence=f"CANARY-{name}-evidence", version=1, **asdict(mark)
        )


def note(application: Application, text: str, *, by: User) -> None:
    """Past the act, which refuses once it is decided."""
    criterion = application.opening.criteria.all()[0]
    application.debrief_notes.create(criterion=criterion, text=text, agreed="met", by=by)


def amend(rating: Rating, *, value: int, by: User) -> None:
    evidence, why = "CANARY-amended-amendment", "CANARY-amended-why"
    mark = Mark(value=value)
    correcting.amend(rating.scorecard_id, rating.pk, mark, evidence=evidence, reason=why, number=1, by=by)


def decide_again(decision: Decision, *, by: User) -> None:
    application = decision.application
    deciding.reopen(application, seen=decision.pk, by=by, reason="CANARY-other-reopening")
    deciding.decide(application, by=by, outcome=Outcome.NOT_NOW, reason="CANARY-other-decision")


def say_something_else() -> None:
    """Every value is another one, and every text is longer."""
    Rating.objects.update(value=5 - F("value"), version=F("version") + 3, last_key="f")
    Rating.objects.filter(is_not_assessed=True).update(not_assessed_reason="not_asked")
    Amendment.objects.update(value=5 - F("value"))
    DebriefNote.objects.update(agreed="not_yet", version=F("version") + 3)
    longer: list[tuple[Any, str]] = [
        *((Rating, "evidence"), (Amendment, "evidence"), (Amendment, "reason"), (Reopening, "reason")),
        *((Scorecard, "handover"), (Decision, "reason"), (Decision, "dissent"), (DebriefNote, "text")),
        (DecisionReopening, "reason"),
    ]
    for model, text in longer:
        model.objects.update(**{text: Concat(Value("Quite another "), F(text))})
    chased = Scorecard.objects.filter(reminders_off_at__isnull=False)
    chased.update(reminders_off_reason=Concat(Value("Quite another "), F("reminders_off_reason")))
    for resume in Resume.objects.all():
        Resume.objects.filter(pk=resume.pk).update(data=b"Quite another " + bytes(resume.data))
    recused = Scorecard.objects.filter(recused_at__isnull=False)
    recused.update(recusal_reason=Concat(Value("Quite another "), F("recusal_reason")))


# Asking

ROWS = sorted({row for row, _ in access_table()})
OTHERS = ("roles/", "skills/", "accounts/", "healthz", "admin/roleprofiles", "admin/accounts", "admin/auth")
OF_A_CARD = ("scorecards/", "interviews/", "admin/interviews/scorecard/<")
OF_CARDS = sorted({pattern for pattern, _ in ROWS if pattern.startswith(OF_A_CARD)})
# Elsewhere a method is not allowed, whoever asks: test_access knows, and nobody is told anything.
ALLOWED = {
    (method, pattern)
    for ((pattern, _), method), answers in access_table().items()
    if not {*answers.values()} <= {"405", "sig", "adm"}
}
# What is about a card is asked about every card.
ADDRESSES: list[Row] = [
    *ROWS,
    *((pattern, card) for pattern in OF_CARDS for card in AUTHORS if card != "draft"),
]
LISTS = [pattern for pattern, _ in ROWS if re.fullmatch(r"admin/interviews/\w+/", pattern)]
CARD_LIST = "admin/interviews/scorecard/"
COMPARED = "openings/<int:pk>/compare/"
WORDS = ["CANARY-submitted-evidence", "Above the level"]
SEARCHES = [
    *((pattern, urlencode({"q": word})) for pattern in ("roles/", "skills/", *LISTS) for word in WORDS),
    *((pattern, f"o={column}") for pattern in LISTS for column in (-1, 3)),
    *((CARD_LIST, f"{text}__contains=CANARY") for text in ("handover", "recusal_reason")),
    *((CARD_LIST, f"ratings__{lookup}=4") for lookup in ("value", "amendments__value__gte")),
    ("admin/interviews/application/", "interviews__scorecards__ratings__value=4"),
    ("admin/interviews/interview/", "scorecards__ratings__evidence__contains=CANARY"),
    ("admin/interviews/candidate/", "applications__decision__reason__contains=CANARY"),
    ("admin/interviews/decision/", "reason__contains=CANARY"),
    ("admin/autocomplete/", "app_label=interviews&model_name=rating&field_name=scorecard&term="),
]
WAYS: list[dict[str, str]] = [{"HX-Request": "true"}, {"Accept": "application/json"}]
TOKEN = re.compile(r'(csrfmiddlewaretoken" value=")\w+')
SAYS_LITTLE = ("403", "404", "405", "sig", "adm", "idx")


@dataclass
class Heard:
    """What somebody got: the canaries by place, every answer, and all that addresses and titles say."""

    canaries: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    answers: dict[tuple[Place, str], str] = field(default_factory=dict)
    outside: str = ""
    logged: list[str] = field(default_factory=list)
    mails: int = 0

    def hear(self, place: Place, how: str, answer: Answer) -> None:
        text = read(answer)
        # A search has its own words in it; what it finds is for the comparison.
        if found := re.findall(r"CANARY-[a-z]+-[a-z]+", text if "=" not in place[2] else ""):
            self.canaries[place].update(found)
        headers = [f"{name}: {value}" for name, value in answer.headers.items() if name not in VOLATILE]
        if "=" not in place[2]:
            self.outside += "\n".join([*headers, *re.findall("<title>.*?</title>", text, re.DOTALL)])
        self.answers[place, how] = "\n".join([answer.said, *headers, TOKEN.sub(r"\1", text)])


VOLATILE = {"Set-Cookie", "Expires", "Content-Length"}


def read(answer: Answer) -> str:
    if answer.headers.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode()


def listen(site: World, person: str, rows: Iterable[Row] = ADDRESSES) -> Heard:
    """As a page, as a fragment and for data; to forms where hiring cases are; and to searches."""
    heard = Heard()
    with overheard() as heard.logged:
        for pattern, case in rows:
            address, says_more = site.path(pattern, case), False
            if ("GET", pattern) in ALLOWED:
                says_more = look(site, person, heard, pattern, case).said not in SAYS_LITTLE
            if not pattern.startswith(OTHERS):
                if ("POST", pattern) in ALLOWED:
                    heard.hear(("POST", pattern, case), "", site.ask(person, "POST", address))
                for way in WAYS if says_more else []:
                    heard.hear(("GET", pattern, case), str(way), site.ask(person, "GET", address, way))
        search(site, person, heard)
    heard.mails = len(mail.outbox)
    return heard


def glance(site: World, person: str, rows: Iterable[Row]) -> dict[Place, set[str]]:
    """At pages only."""
    heard = Heard()
    for pattern, case in rows:
        if ("GET", pattern) in ALLOWED:
            look(site, person, heard, pattern, case)
    return dict(heard.canaries)


def look(site: World, person: str, heard: Heard, pattern: str, case: str) -> Answer:
    answer = site.ask(person, "GET", site.path(pattern, case))
    heard.hear(("GET", pattern, case), "", answer)
    return answer


def search(site: World, person: str, heard: Heard) -> None:
    for word in WORDS:
        body = urlencode({"q": word})
        heard.hear(("POST", "candidates/", body), "", site.ask(person, "POST", "/candidates/", body=body))
    for pattern, said in SEARCHES:
        heard.hear(("GET", pattern, said), "", site.ask(person, "GET", f"{site.path(pattern)}?{said}"))


def listen_again(site: World, person: str, before: Heard) -> Heard:
    """Where hiring cases are and the first answer said something."""
    said_more = {place[1:] for (place, _), text in before.answers.items() if text[:3] not in SAYS_LITTLE}
    rows = [row for row in ADDRESSES if row in said_more and not row[0].startswith(OTHERS)]
    with transaction.atomic():
        say_something_else()
        heard = listen(site, person, rows)
        transaction.set_rollback(True)
    return heard


def changed(before: Heard, after: Heard) -> set[Place]:
    return {key[0] for key, text in after.answers.items() if text != before.answers[key]}


@contextmanager
def overheard() -> Iterator[list[str]]:
    """All that is logged meanwhile, in as much detail as somebody may ask for."""
    root, lines = logging.getLogger(), []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handlers, level = root.handlers, root.level
    root.handlers = [Ear()]
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.handlers = handlers
        root.setLevel(level)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    # Sessions take a query of every request; what is in them is not what this is about.
    sessions = override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies")
    with django_db_blocker.unblock(), sessions, world() as made:
        stage(made)
        yield made


@pytest.fixture(scope="module")
def heard(site: World) -> Callable[[str], Heard]:
    """What somebody gets from every address; each is asked once."""
    return cache(lambda person: listen(site, person))


def test_every_text_of_every_kind_of_card_is_a_canary(site: World) -> None:
    texts = [*Scorecard.objects.values_list("handover", flat=True)]
    texts += [*Scorecard.objects.exclude(recused_at=None).values_list("recusal_reason", flat=True)]
    texts += [
        *Scorecard.objects.exclude(reminders_off_at=None).values_list("reminders_off_reason", flat=True)
    ]
    texts += [*Rating.objects.values_list("evidence", flat=True)]
    texts += [text for pair in Amendment.objects.values_list("evidence", "reason") for text in pair]
    texts += [*Reopening.objects.values_list("reason", flat=True)]
    texts += [*DebriefNote.objects.values_list("text", flat=True)]
    texts = [text for text in texts if text]  # in the card that is due nothing is written yet
    assert [text for text in texts if not text.startswith("CANARY-")] == []
    shown = {word for places in table_of(TABLE).values() for words in places.values() for word in words}
    nowhere = {"CANARY-reopened-reopening", "CANARY-second-handover"}  # after it comes no round
    assert set(texts) - shown == nowhere, "what nobody finds anywhere"


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_finds_what_the_table_says(heard: Callable[[str], Heard], person: str) -> None:
    assert heard(person).canaries == quoting(table_of(TABLE).get(person, {}))


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_else_depends_on_what_somebody_wrote(
    site: World, heard: Callable[[str], Heard], person: str
) -> None:
    before = heard(person)
    assert changed(before, listen_again(site, person, before)) == set(table_of(TABLE).get(person, {}))


@pytest.mark.parametrize("person", PEOPLE)
def test_addresses_titles_logs_and_mails_say_nothing(heard: Callable[[str], Heard], person: str) -> None:
    said = heard(person)
    assert leaked([said.outside, *said.logged]) == []
    assert said.logged or person == NOBODY
    assert said.mails == 0


def leaked(texts: Iterable[str]) -> list[str]:
    return [found for text in texts for found in re.findall(f"CANARY-.*|{NAME}|{EMAIL}", text)]


def test_everybody_reads_the_others_once_all_is_submitted(site: World) -> None:
    open_cards = [name for name in AUTHORS if name in ("draft", "reopened", "manager", "later")]
    found = {}
    with transaction.atomic():
        for card in (site.rows[name if name != "draft" else ""]["scorecards"] for name in open_cards):
            scoring.submit(card.pk, by=card.interviewer)
        for person in [*(AUTHORS[name] for name in open_cards), "sam", "cora", "ada"]:
            found[person] = glance(site, person, HIRING)
        transaction.set_rollback(True)
    assert found == {person: table_of(AFTERWARDS).get(person, {}) for person in found}


OF_CASES = ("applications/", "interviews/", "scorecards/", COMPARED, CARD_LIST)
HIRING = [row for row in ADDRESSES if row[0].startswith(OF_CASES)]


# It can fail


def everything(rows: Any, *_: object) -> Any:
    return rows.all()


@pytest.mark.parametrize(
    ("queryset", "rule", "broken", "people"),
    [
        (ApplicationQuerySet, "evidence_open_to", everything, ["ines", "mona", "lea", "cora", "ada"]),
        (ScorecardQuerySet, "readable_by", everything, ["cora", "ada"]),
        (DecisionQuerySet, "readable_by", everything, ["mia", "ada"]),
        (ScorecardQuerySet, "for_interviewer", everything, ["ines", "max", "ada"]),
        (ScorecardQuerySet, "handed_on", everything, ["ines"]),
    ],
)
def test_a_broken_rule_is_noticed(
    site: World, monkeypatch: pytest.MonkeyPatch, queryset: type, rule: str, broken: Any, people: list[str]
) -> None:
    monkeypatch.setattr(queryset, rule, broken)
    # What was put into SQL before knows nothing of it.
    monkeypatch.setattr(Prepared, "__call__", lambda prepared, *numbers: list(prepared.build(*numbers)))
    rows = [*HIRING, ("admin/interviews/decision/<path:object_id>/change/", "")]
    expected = {one: quoting(table_of(TABLE)[one]) for one in people}

    def notices(one: str, row: Row) -> bool:
        place = ("GET", *row)
        return glance(site, one, [row]).get(place, set()) != expected[one].get(place, set())

    # One place is enough; the others are not asked.
    assert [one for one in people if not any(notices(one, row) for row in rows)] == []


def test_a_count_of_values_is_noticed(
    site: World, heard: Callable[[str], Heard], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No text gives it away."""
    high = Count("interviews__scorecards__ratings", filter=Q(interviews__scorecards__ratings__value__gt=2))
    progress = ApplicationQuerySet.with_progress
    monkeypatch.setattr(
        ApplicationQuerySet, "with_progress", lambda rows: progress(rows).annotate(submitted_count=high)
    )
    place = ("GET", "candidates/<int:pk>/", "")
    before = listen(site, "cora", [place[1:]])
    assert (before.canaries, place in changed(before, listen_again(site, "cora", before))) == ({}, True)


def test_a_talkative_log_is_noticed(site: World) -> None:
    templates = logging.getLogger("django.template")
    level = templates.level
    templates.setLevel(logging.DEBUG)
    said = listen(site, "mia", [("applications/<int:pk>/", "")])
    templates.setLevel(level)
    assert leaked(said.logged)
