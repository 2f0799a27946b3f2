"""Rows for tests, made through the acts wherever there is one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

import factory
from django.contrib.auth.models import Group

from accounts.models import User
from interviews import arranging, planning, scoring
from interviews.models import Application, Interview, Opening, Rating, Scorecard
from roleprofiles import importing, uploading
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents.arrivals import Arrival
from roleprofiles.models import ImportBatch, Level, Role

SEED = Path(__file__).parent.parent / "fixtures" / "roles" / "machine-learning-engineer.md"
NUMBERS = count(1)
PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """``groups`` are names; ``UserFactory(groups=["Interviewers"])``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def groups(self: User, create: bool, names: Iterable[str] | None, **_: object) -> None:
        if create and names:
            self.groups.add(*Group.objects.filter(name__in=names))


def role_document(
    title: str = "Data Analyst", *, must_haves: int = 4, levels: Iterable[str] = ("Mid", "Senior")
) -> str:
    """A role document in the house form."""
    lines = [f"# 📊 {title}", "", "## Role Overview", "- **Responsibility**: Answers questions with data", ""]
    lines += ["## Requirements by Experience Level", ""]
    for level in levels:
        lines += [f"### **{level} Level (2-4 years)**", "", "#### **Must-Have:**"]
        lines += [f"- **Ability {n}** - Category {n}" for n in range(1, must_haves + 1)]
        lines += ["", "#### **Good-to-Have:**", "- **Spare**: nice to see", ""]
        lines += [
            f"#### **HR Questions for {level} Level:**",
            '1. **"What did you find?"**',
            "   - Look for: a decision",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def make_role(title: str = "Data Analyst", *, must_haves: int = 4, by: User | None = None) -> Role:
    plan = importing.import_document(role_document(title, must_haves=must_haves).encode(), by=by)
    return Role.objects.with_current().get(slug=plan.slug)


def make_seed_role() -> Role:
    plan = importing.import_document(SEED.read_bytes(), by=None)
    return Role.objects.with_current().get(slug=plan.slug)


def make_import(*documents: str | bytes, by: User) -> ImportBatch:
    """Uploaded as ``1.md``, ``2.md`` and so on, and not yet read."""
    data = [text.encode() if isinstance(text, str) else text for text in documents]
    markdown = DocumentFormat.MARKDOWN
    arrived = [Arrival(name=f"{n}.md", format=markdown, data=one) for n, one in enumerate(data, 1)]
    return uploading.upload(arrived, by=by)


def level_of(role: Role, name: str = "Mid") -> Level:
    assert role.current
    return role.current.levels.with_requirements().get(name=name)


def make_opening(
    *, by: User, role: Role | None = None, must_haves: int = 4, title: str = "Analyst search"
) -> Opening:
    role = role or make_role(f"Role for {title}", must_haves=must_haves)
    return planning.open_search(level_of(role), title=title, managers=[], by=by)


def make_opening_of_one_level(*, by: User) -> Opening:
    """Nothing of a next level hangs beneath its criteria."""
    text = role_document("One level", levels=("Mid",))
    plan = importing.import_document(text.encode(), by=None)
    return make_opening(by=by, role=Role.objects.with_current().get(slug=plan.slug))


def make_application(*, opening: Opening, name: str = "Kim Doe", email: str | None = None) -> Application:
    return arranging.register(
        opening, name=name, email=f"kim{next(NUMBERS)}@example.org" if email is None else email
    )


def make_interview(
    application: Application, interviewers: Iterable[User], *, round_number: int = 1, **said: Any
) -> Interview:
    """``said`` is what arranging it says besides: ``starts_at=…``."""
    round_ = application.opening.rounds.current().get(position=round_number)
    return arranging.arrange(application, round_, interviewers=interviewers, **said)


def make_scorecard(*, interviewer: User, manager: User, must_haves: int = 4) -> Scorecard:
    application = make_application(opening=make_opening(by=manager, must_haves=must_haves))
    return make_interview(application, [interviewer]).scorecards.get()


def rate_all(
    card: Scorecard, values: Iterable[int | None] | int = 3, evidence: str = "Did it unprompted"
) -> None:
    """Rate every criterion of the level; None is not assessed, for want of time."""
    ratings = list(card.ratings.of_the_level().in_order())
    given = [values] * len(ratings) if isinstance(values, int) else list(values)
    for rating, value in zip(ratings, given, strict=True):
        mark = scoring.Mark(value=value) if value else NO_TIME
        enter(rating, mark, version=rating.version)
        if value and evidence:
            enter(rating, scoring.Evidence(evidence=evidence), version=rating.evidence_version)


def rate_next_level(card: Scorecard, name: str, value: int | None, evidence: str = "") -> Rating:
    """What is beneath a criterion of this name, for the level above."""
    rating = card.ratings.get(criterion__beneath__name=name)
    if evidence:
        enter(rating, scoring.Evidence(evidence=evidence), version=rating.evidence_version)
    return enter(rating, scoring.Mark(value=value) if value else NO_TIME, version=rating.version)


def enter(
    rating: Rating, said: scoring.Mark | scoring.Evidence, *, version: int = 0, key: str = ""
) -> Rating:
    """By the card's own interviewer."""
    entry = scoring.Entry(said=said, version=version, key=key, rating_pk=rating.pk)
    row = scoring.enter(rating.scorecard_id, entry, by=rating.scorecard.interviewer)
    assert isinstance(row, Rating)
    return row


def submit_all(
    card: Scorecard, values: Iterable[int | None] | int = 3, evidence: str = "Did it unprompted"
) -> None:
    rate_all(card, values, evidence)
    scoring.submit(card.pk, by=card.interviewer)


NO_TIME = scoring.Mark(is_not_assessed=True, not_assessed_reason="no_time")
