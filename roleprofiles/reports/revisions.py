"""What a revision says, for pages that print it: each kind of row in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from accounts.prepared import Prepared
from roleprofiles.choices import RequirementKind
from roleprofiles.ladder import Asked, Suggestion, suggestion
from roleprofiles.models import GrowthPath, Level, OverviewLine, Question, Requirement, Revision, SkillList

LINE = ("skill_list", "key", "name", "text", "skill", "skill__merged_into")  # of a list, as a page prints it


@dataclass(frozen=True, kw_only=True)
class Way:
    """A growth path, and what the lists of its two levels say that its steps do not."""

    title: str
    steps: list[str]
    suggestion: Suggestion | None


def overview_of(revision: Revision) -> list[OverviewLine]:
    return [line for line in _overview(revision.pk) if line.text]


def levels_of(revision: Revision) -> list[Any]:
    """With ``lists`` of ``lines``: rows of ``LINE``, all in three queries."""
    lines, lists = defaultdict(list), defaultdict(list)
    for line in _lines(revision.pk):
        lines[line.skill_list].append(line)
    for one in _lists(revision.pk):
        one.lines = lines[one.pk]
        lists[one.level_id].append(one)
    levels = plain_levels(revision.pk)
    for level in levels:
        level.lists = lists[level.pk]
    return levels


def ladders_in_words(revisions: Iterable[int]) -> dict[int, str]:
    """``Junior (0–2 years) · Mid (2–4 years)`` for each revision, in one query."""
    named = defaultdict(list)
    for level in _named(*revisions):
        named[level.revision_id].append(level.with_years)
    return {revision: " · ".join(words) for revision, words in named.items()}


def asked_by(levels: list[Any]) -> list[Asked]:
    """Of ``levels_of``."""
    return [
        Asked(
            skill=line.skill__merged_into or line.skill,
            level=place,
            kind=RequirementKind(skill_list.kind),
            name=line.name,
            text=line.text,
        )
        for place, level in enumerate(levels)
        for skill_list in level.lists
        for line in skill_list.lines
    ]


def questions_of(revision: Revision, levels: Iterable[Level]) -> list[tuple[Level, list[Question]]]:
    """By the level that they are about; levels without any are left out."""
    asked = defaultdict(list)
    for question in _questions(revision.pk):
        asked[question.question_set.about_id].append(question)
    return [(level, asked[level.pk]) for level in levels if level.pk in asked]


def ways_of(revision: Revision, levels: Iterable[Level], asked: list[Asked]) -> list[Way]:
    places = {level.name.casefold(): place for place, level in enumerate(levels)}
    ways = []
    for (_, *ends), same in groupby(_steps(revision.pk), key=itemgetter(0, 1, 2)):
        steps = [text for *_, text in same if text]
        lower, upper = (places.get(name.casefold()) for name in ends)
        is_between = lower is not None and upper is not None
        ways.append(
            Way(
                title=" → ".join(ends),
                steps=steps,
                suggestion=suggestion(asked, lower or 0, upper or 0, steps) if is_between else None,
            )
        )
    return ways


@Prepared
def _overview(revision: int) -> QuerySet[OverviewLine]:
    return OverviewLine.objects.filter(revision=revision)


@Prepared
def plain_levels(revision: int) -> QuerySet[Any]:
    return Level.objects.filter(revision=revision)


@Prepared
def _named(*revisions: int) -> QuerySet[Any]:
    said = ("revision", "name", "min_years", "max_years", "position")
    return Level.objects.filter(revision__in=revisions).only(*said)


@Prepared
def _lists(revision: int) -> QuerySet[Any]:
    return SkillList.objects.filter(level__revision=revision)


@Prepared
def _lines(revision: int) -> QuerySet[Requirement, Any]:
    lines = Requirement.objects.filter(skill_list__level__revision=revision)
    return lines.order_by("position", "pk").values_list(*LINE, named=True)


@Prepared
def _questions(revision: int) -> QuerySet[Question]:
    asked = Question.objects.filter(question_set__level__revision=revision)
    return asked.select_related("question_set").order_by("question_set__position", "position")


@Prepared
def _steps(revision: int) -> QuerySet[GrowthPath, tuple[int, str, str, str | None]]:
    return GrowthPath.objects.filter(revision=revision).step_rows()
