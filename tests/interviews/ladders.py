"""Roles whose levels ask for different things, and cards that are rated by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.models import User
from interviews import arranging, planning, scoring
from interviews.models import Application, Opening, Round, Scorecard
from roleprofiles import importing
from roleprofiles.models import Role
from tests.factories import NO_TIME, enter, level_of

LADDER = {
    "Junior": ["SQL", "Spreadsheets"],
    "Mid": ["SQL", "Python", "Cloud (AWS)", "Cloud (Azure)"],
    "Senior": ["SQL", "Python", "Cloud (Azure)", "Mentoring"],
    "Principal": ["Strategy"],
}


def make_ladder(levels: Mapping[str, Sequence[str]] = LADDER, title: str = "Data Engineer") -> Role:
    lines = [f"# 📊 {title}", "", "## Role Overview", "- **Responsibility**: Moves data", ""]
    lines += ["## Requirements by Experience Level"]
    for level, names in levels.items():
        lines += ["", f"### **{level} Level (2-4 years)**", "", "#### **Must-Have:**"]
        lines += [f"- **{name}**: as {level}" for name in names]
    plan = importing.import_document(("\n".join(lines) + "\n").encode(), by=None)
    return Role.objects.with_current().get(slug=plan.slug)


def make_search(*, by: User, level: str = "Mid", levels: Mapping[str, Sequence[str]] = LADDER) -> Opening:
    role = make_ladder(levels)
    return planning.open_search(level_of(role, level), title=f"{level} search", managers=[], by=by)


def give_card(application: Application, person: User) -> Scorecard:
    """For an interview about every criterion of the opening, in a round of its own."""
    opening = application.opening
    round_ = Round.objects.create(opening=opening, title=f"All, with {person}", position=9)
    round_.criteria.set(opening.criteria.of_the_level())
    return arranging.arrange(application, round_, interviewers=[person]).scorecards.get()


def fill(card: Scorecard, said: Mapping[str, int], above: Mapping[str, int] | None = None) -> Scorecard:
    """Rate by name, and for the level above; what is not named was not assessed."""
    for rating in card.ratings.of_the_level().in_order():
        value = said.get(rating.criterion.name)
        enter(rating, scoring.Mark(value=value) if value else NO_TIME)
        enter(rating, scoring.Evidence(evidence=f"Showed {rating.criterion.name}"))
    for name, value in (above or {}).items():
        rating = card.ratings.get(criterion__name=name, criterion__beneath__isnull=False)
        enter(rating, scoring.Mark(value=value))
    return card


def submit(
    application: Application, person: User, said: Mapping[str, int], above: Mapping[str, int] | None = None
) -> Scorecard:
    card = fill(give_card(application, person), said, above)
    scoring.submit(card.pk, by=person)
    return card
