"""Searches, one after the other through two years, until there are as many ratings as asked for.

Of a search's applicants some are interviewed by every round of its plan, two people a round. Most searches
are closed and decided; in those that are open somebody is being interviewed and cards are half full. What
people did stands in the chain of events, with the digests that ``verify_events`` looks for.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts import triggers
from accounts.choices import Verb
from accounts.models import User, digest_of
from benchmarks.company.copying import Table, finish
from benchmarks.company.events import History
from benchmarks.company.patterns import Pattern, PatternRound, patterns
from benchmarks.company.people import PASSWORD, Staff, hire, name
from benchmarks.documents import generated
from interviews.choices import NotAssessedReason, Outcome
from interviews.models import (
    Application,
    Candidate,
    Criterion,
    Decision,
    FirstSight,
    Interview,
    Opening,
    Rating,
    Round,
    Scorecard,
)
from interviews.models.candidates import FIRST_NUMBER
from roleprofiles.importing import import_document
from roleprofiles.models import Level

Say = Callable[[str], None]
ROLES = 60
APPLICANTS, INTERVIEWED = 20, 5  # of a search
RATERS = 2  # of a round
OPEN = 5  # every so many-th search
CARDS_EACH = 80  # of an interviewer, in all
SEARCHES_EACH = 10  # of a manager
PERIOD = timedelta(days=730)
SEARCH = timedelta(days=45)
GIVEN = 0.975  # of all ratings; the rest are still open
BATCH = 50_000  # ratings on their way
EVIDENCE = (
    "Asked for the last time this went wrong; named the cause, what they changed, and how they knew it held.",
    "Needed two hints before the usual case worked, and did not test the empty one.",
    "Compared three ways, chose the dullest, and said under which load it would stop being enough.",
    "Knew the words, and could not say what they would do first on Monday morning.",
)
Rated = tuple[int | None, bool, str, str]  # value, not assessed, why, evidence


def build(ratings: int, *, say: Say = lambda text: None) -> dict[str, int]:
    """Fill an empty database; how many rows of what there are. The triggers are back at the end."""
    company = Company(ratings, say)
    with transaction.atomic():
        triggers.lift(connection)
    try:
        company.work()
    finally:
        with transaction.atomic():
            triggers.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {str(table.model._meta.verbose_name_plural): table.count for table in company.tables}


class Company:
    def __init__(self, ratings: int, say: Say) -> None:
        self.wanted, self.say = ratings, say
        self.chance = random.Random(ratings)
        self.now = timezone.now().replace(microsecond=0)
        self.given = 0
        self.history = History(self.now)
        self.staff, self.patterns = self.begin()
        cards = sum(RATERS for pattern in self.patterns for _ in pattern.rounds) / len(self.patterns)
        given = sum(RATERS * len(one.assessed) for pattern in self.patterns for one in pattern.rounds)
        self.searches = round(ratings / (INTERVIEWED * given * GIVEN / len(self.patterns))) + 1
        with transaction.atomic():
            self.staff = hire(
                managers=max(2, self.searches // SEARCHES_EACH),
                interviewers=max(RATERS * 5, round(self.searches * INTERVIEWED * cards / CARDS_EACH)),
                chance=self.chance,
            )
        self.openings = Table(
            Opening, "level_id", "title", "created_at", "created_by_id", "closed_at", "ready_at"
        )
        self.managers = Table(Opening.managers.through, "opening_id", "user_id")
        self.criteria = Table(
            Criterion,
            "opening_id",
            "requirement_key",
            "kind",
            "name",
            "detail",
            "position",
            "anchors",
            "beneath_id",
        )
        self.rounds = Table(Round, "opening_id", "title", "minutes", "position", "note")
        self.assessed = Table(Round.criteria.through, "round_id", "criterion_id")
        self.candidates = Table(Candidate, "number", "name", "email", "created_at")
        self.decisions = Table(
            Decision, "application_id", "outcome", "level_id", "reason", "by_id", "decided_at"
        )
        self.rests_on = Table(Decision.must_haves.through, "decision_id", "criterion_id")
        self.applications = Table(Application, "candidate_id", "opening_id", "decision_id", "created_at")
        self.interviews = Table(
            Interview, "application_id", "round_id", "starts_at", "minutes", "time_zone", "place", "uid"
        )
        self.cards = Table(
            Scorecard, "interview_id", "interviewer_id", "created_at", "submitted_at", "digest_salt"
        )
        self.ratings = Table(
            Rating,
            *("scorecard_id", "criterion_id", "value", "is_not_assessed", "not_assessed_reason", "evidence"),
            *("version", "saved_at", "evidence_version", "evidence_saved_at"),
        )
        self.sights = Table(FirstSight, "application_id", "person_id", "seen_at")
        # Decisions and applications name each other; the rest is in the order of what it rests on.
        self.tables = [
            *(self.openings, self.managers, self.criteria, self.rounds, self.assessed, self.candidates),
            *(self.decisions, self.rests_on, self.applications, self.interviews, self.cards, self.ratings),
            self.sights,
        ]

    def begin(self) -> tuple[Staff, list[Pattern]]:
        with transaction.atomic():
            editor = User.objects.create_superuser(
                "founder@company.example", PASSWORD, display_name="Rosa Lang"
            )
            for _, text in generated(ROLES):
                import_document(text.encode(), by=editor)
        self.say(f"{ROLES} roles")
        levels = Level.objects.hireable().select_related("revision__role").order_by("revision", "position")
        chosen = list({level.revision_id: level for level in levels}.values())
        return Staff([], [], [], []), patterns(chosen, by=editor)

    def work(self) -> None:
        for number in range(self.searches):
            opened = self.now - PERIOD * (1 - number / self.searches) - timedelta(days=10)
            self.search(number, opened)
            if len(self.ratings.rows) >= BATCH:
                self.write(until=opened)
                self.say(f"{self.given:,} of {self.wanted:,} ratings")
        self.write(until=None)
        finish(self.tables)
        self.say(f"{self.given:,} ratings")

    def write(self, until: datetime | None) -> None:
        with transaction.atomic():
            for table in self.tables:
                table.write()
            self.history.chain(until)

    # A search

    def search(self, number: int, opened: datetime) -> None:
        chance, pattern = self.chance, self.chance.choice(self.patterns)
        manager = self.staff.managers[number % len(self.staff.managers)]
        is_open = number % OPEN == 0
        closed = None if is_open else min(opened + SEARCH, self.now)
        opening = self.openings.add(
            pattern.level.pk, f"{pattern.title} ({number + 1})", opened, manager.pk, closed, opened
        )
        self.managers.add(opening, manager.pk)
        self.history.add(opened, manager, Verb.OPENED, Opening, opening)
        criteria = self.copy_criteria(opening, pattern)
        rounds = [self.copy_round(opening, one, criteria) for one in pattern.rounds]
        for place in range(APPLICANTS):
            applied = opened + timedelta(hours=chance.uniform(1, 400))
            candidate = self.candidates.last + 1
            person = name(chance)
            email = f"{person.replace(' ', '.').lower()}.{candidate}@example.net"
            self.candidates.add(FIRST_NUMBER + candidate, f"{person} {candidate}", email, applied)
            application = self.applications.last + 1
            if place < INTERVIEWED:
                # The last of an open search is being interviewed; the first ones' evidence is in.
                is_under_way = is_open and place == INTERVIEWED - 1
                self.interview(application, pattern, rounds, criteria, applied, manager, is_under_way)
            decision = (
                None if is_open else self.decide(application, place, pattern, criteria, applied, manager)
            )
            self.applications.add(candidate, opening, decision, applied)

    def copy_criteria(self, opening: int, pattern: Pattern) -> list[int]:
        made: dict[int, int] = {}
        for one in pattern.criteria:
            beneath = made[one.beneath_id] if one.beneath_id else None
            made[one.pk] = self.criteria.add(
                *(opening, one.requirement_key, one.kind, one.name, one.detail),
                *(one.position, one.anchors, beneath),
            )
        return list(made.values())

    def copy_round(self, opening: int, pattern: PatternRound, criteria: list[int]) -> int:
        row = pattern.row
        made = self.rounds.add(opening, row.title, row.minutes, row.position, row.note)
        for place in pattern.assessed:
            self.assessed.add(made, criteria[place])
        return made

    def decide(
        self, application: int, place: int, pattern: Pattern, criteria: list[int], applied: datetime, by: User
    ) -> int:
        is_hire = place == 0
        decision = self.decisions.add(
            application,
            Outcome.HIRE if is_hire else Outcome.NOT_NOW if place < INTERVIEWED * 3 else Outcome.WITHDRAWN,
            pattern.level.pk if is_hire else None,
            "The evidence on the must-haves says so." if place < INTERVIEWED * 3 else "",
            by.pk,
            at := applied + timedelta(days=20),
        )
        rests_on = criteria[:2] if place < INTERVIEWED else []
        for criterion in rests_on:
            self.rests_on.add(decision, criterion)
        said = self.decisions.rows[-1]
        digest = digest_of(
            (application, said[2], said[3], said[4], "", by.pk, *([sorted(rests_on)] if rests_on else []))
        )
        self.history.add(at, by, Verb.DECIDED, Decision, decision, digest)
        return decision

    # Interviews of an application

    def interview(
        self,
        application: int,
        pattern: Pattern,
        rounds: list[int],
        criteria: list[int],
        applied: datetime,
        manager: User,
        is_under_way: bool,
    ) -> None:
        chance, able = self.chance, self.chance.gauss(0, 0.7)
        levels = [able + chance.gauss(0, 0.5) for _ in criteria]
        people = chance.sample(
            self.staff.interviewers, min(len(self.staff.interviewers), RATERS * len(rounds))
        )
        for n, (one, made) in enumerate(zip(pattern.rounds, rounds, strict=True)):
            starts = self.now - timedelta(minutes=40) if is_under_way else applied + timedelta(days=4 + 2 * n)
            uid = uuid.UUID(int=chance.getrandbits(128), version=4)
            held = self.interviews.add(application, made, starts, one.row.minutes, "UTC", "Room 4", uid)
            for k in range(RATERS):
                rater = people[(RATERS * n + k) % len(people)]
                self.card(held, rater, one, criteria, levels, starts, is_draft=is_under_way)
        if not is_under_way:
            seen = applied + timedelta(days=15)
            self.sights.add(application, manager.pk, seen)
            self.history.add(seen, manager, Verb.VIEWED, Application, application)

    def card(
        self,
        interview: int,
        rater: User,
        pattern: PatternRound,
        criteria: list[int],
        levels: list[float],
        starts: datetime,
        *,
        is_draft: bool,
    ) -> None:
        chance = self.chance
        ended = starts + timedelta(minutes=pattern.row.minutes)
        salt = "" if is_draft else f"{chance.getrandbits(128):032x}"
        submitted = None if is_draft else ended + timedelta(minutes=20)
        card = self.cards.add(interview, rater.pk, starts - timedelta(days=2), submitted, salt)
        strict = chance.gauss(0, 0.3)
        said: dict[int, Rated] = {}
        reached = False
        assessed = set(pattern.assessed)
        for place in pattern.rated:
            is_above = place not in assessed
            if (is_above and not (reached and chance.random() < 0.3)) or (is_draft and chance.random() < 0.5):
                rated: Rated = (None, False, "", "")
            elif chance.random() < 0.04:
                rated = (None, True, NotAssessedReason.NO_TIME, "")
            else:
                level = levels[place] - is_above - strict + chance.gauss(0, 0.4)
                value = 1 if level < -1.2 else 2 if level < -0.2 else 3 if level < 1.1 else 4
                rated = (value, False, "", chance.choice(EVIDENCE) if value != 3 else "")
            if not is_above:
                reached = (rated[0] or 0) >= 3
            said[criteria[place]] = rated
            is_given = rated[0] is not None or rated[1]
            self.given += is_given
            at = ended if is_given else None
            noted = ended if rated[3] else None
            self.ratings.add(card, criteria[place], *rated, int(is_given), at, int(bool(rated[3])), noted)
        if submitted:
            digest = digest_of([salt, sorted(said.items())])  # as scoring.digest
            self.history.add(submitted, rater, Verb.SUBMITTED, Scorecard, card, digest)
