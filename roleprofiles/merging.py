"""Act: which names of the library are one skill. Skills are merged, and merges undone; aliases come and go.

Merging moves lines of drafts only: a published line keeps the entry it was published with, and whoever asks
for "the same skill" follows ``merged_into``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from roleprofiles.choices import RevisionState
from roleprofiles.models import Requirement, Revision, Skill, SkillAlias, SkillMerge, skill_key
from roleprofiles.models.merges import (
    AlreadyMerged,
    MergedIntoItself,
    MergeOvertaken,
    MergeUndone,
    NameTaken,
    SkillGone,
    SuccessorMerged,
)
from roleprofiles.skillnames import KnownNames

LOOKED_AT = 500  # names that a page of the review compares with the library: under a second among 5,000
PROPOSED = 20  # proposals on a page of the review
T = TypeVar("T")

LINE_STATE = "skill_list__level__revision__state"


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """What merging would touch."""

    skill: Skill
    into: Skill
    moving: int  # lines of drafts
    staying: int  # published lines, of any revision
    names: tuple[str, ...]  # all that lead to ``into`` from then on, the skill's own first
    repointed: tuple[Skill, ...]  # merged into the skill before
    roles: tuple[str, ...]  # titles of the roles that ask for the skill now or in a draft


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What became of the lines that a merge had moved."""

    returned: int
    published: int  # meanwhile, so they stay as they are
    elsewhere: int  # removed from their draft, or about another skill by now


@dataclass(frozen=True, kw_only=True)
class Review:
    """Names nobody has looked at that may mean a skill the library had before.

    ``looked_at`` names were compared; ``after`` is where the next page goes on, None at the end.
    """

    proposals: list[Consequences]
    looked_at: int
    after: int | None


def consequences(skill: Skill, into: Skill) -> Consequences:
    return consequences_of([(skill, into)])[0]


def consequences_of(pairs: Collection[tuple[Skill, Skill]]) -> list[Consequences]:
    """For each skill and what it would be merged into; as many queries for one pair as for many."""
    pks = {skill.pk for skill, _ in pairs}
    lines = Requirement.objects.order_by().filter(skill__in=pks)
    found = lines.values_list("skill", LINE_STATE).annotate(Count("pk"))
    counts = {(pk, state): count for pk, state, count in found}
    title = Coalesce(
        "skill_list__level__revision__role__current__title", "skill_list__level__revision__title"
    )
    roles = _by_skill(lines.in_use_or_draft().values_list("skill", title).distinct())
    entries = Skill.objects.filter(Q(pk__in=pks) | Q(merged_into__in=pks)).order_by("key")
    same = _by_skill(
        (entry.merged_into_id or entry.pk, entry) for entry in entries.prefetch_related("aliases")
    )
    return [
        Consequences(
            skill=skill,
            into=into,
            moving=counts.get((skill.pk, RevisionState.DRAFT), 0),
            staying=counts.get((skill.pk, RevisionState.PUBLISHED), 0),
            names=_names(skill, same.get(skill.pk, [])),
            repointed=tuple(entry for entry in same.get(skill.pk, []) if entry != skill),
            roles=tuple(sorted(roles.get(skill.pk, []), key=str.casefold)),
        )
        for skill, into in pairs
    ]


def review(*, after: int = 0) -> Review:
    """Compare names nobody has looked at, from a pk on, with those the library had before them.

    Each pair is proposed once, for the newer name. Looking writes nothing.
    """
    known = KnownNames(Skill.objects.names())
    waiting = Skill.objects.live().filter(reviewed_at__isnull=True, pk__gt=after).order_by("pk")
    rows = list(waiting[: LOOKED_AT + 1])
    seen: list[Skill] = []
    likely: dict[int, int] = {}
    for skill in rows[:LOOKED_AT]:
        seen.append(skill)
        if older := [pk for pk in known.like(skill.name) if pk < skill.pk]:
            likely[skill.pk] = older[0]
        if len(likely) == PROPOSED:
            break
    skills = Skill.objects.with_usage().in_bulk({*likely, *likely.values()})
    pairs = [(skills[pk], skills[into]) for pk, into in likely.items() if {pk, into} <= skills.keys()]
    is_more = len(seen) < len(rows)
    return Review(
        proposals=consequences_of(pairs), looked_at=len(seen), after=seen[-1].pk if is_more else None
    )


@transaction.atomic
def merge(skill: Skill, *, into: Skill, by: User | None) -> SkillMerge:
    """From now on, ``skill`` means ``into``: its draft lines move, and what was merged into it follows."""
    skill, into = _locked(skill, into)
    if skill == into:
        raise MergedIntoItself
    if skill.is_merged:
        raise AlreadyMerged(skill)
    if into.is_merged:
        raise SuccessorMerged(into)
    lines = Requirement.objects.filter(skill=skill, skill_list__level__revision__in=_locked_drafts(skill))
    moved = sorted(lines.values_list("pk", flat=True))
    lines.update(skill=into)
    repointed = sorted(skill.merged.values_list("pk", flat=True))
    Skill.objects.filter(pk__in=repointed).update(merged_into=into)
    skill.merged_into = into
    skill.save(update_fields=["merged_into"])
    return SkillMerge.objects.create(
        skill=skill, into=into, merged_by=by, moved_requirements=moved, repointed_skills=repointed
    )


@transaction.atomic
def merge_all(skills: Collection[Skill], *, into: Skill, by: User | None) -> None:
    """All or none. Their drafts are held at once: every act takes drafts in one order."""
    _locked(*skills, into)
    _locked_drafts(*skills)
    for skill in skills:
        merge(skill, into=into, by=by)


@transaction.atomic
def undo(merge: SkillMerge, *, by: User | None) -> Undone:
    """Two skills again. Lines go back that are still in a draft and still about the successor."""
    skill, into = _locked(merge.skill, merge.into)
    merge = SkillMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if merge.undone_at is not None:
        raise MergeUndone
    if skill.merged_into_id != into.pk:
        raise MergeOvertaken(merge)
    drafts = _locked_drafts(into)
    moved = Requirement.objects.filter(pk__in=merge.moved_requirements)
    returned = moved.filter(skill=into, skill_list__level__revision__in=drafts).update(skill=skill)
    published = moved.published().count()
    Skill.objects.filter(pk__in=merge.repointed_skills, merged_into=into).update(merged_into=skill)
    skill.merged_into = None
    skill.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    elsewhere = len(merge.moved_requirements) - returned - published
    return Undone(returned=returned, published=published, elsewhere=elsewhere)


def keep(skill: Skill, *, by: User | None) -> None:
    """A person says that it is a skill of its own; it is not proposed for a merge again."""
    Skill.objects.live().filter(pk=skill.pk).update(reviewed_at=timezone.now())


@transaction.atomic
def add_skill(name: str, *, category: str = "", description: str = "", by: User | None) -> Skill:
    """A skill that a person adds has been looked at."""
    _refuse_taken(name)
    name = " ".join(name.split())
    said = {"name": name, "category": category, "description": description, "reviewed_at": timezone.now()}
    skill, is_new = Skill.objects.get_or_create(key=skill_key(name), defaults=said)
    if not is_new:
        raise NameTaken(name, skill)
    return skill


@transaction.atomic
def edit(skill: Skill, *, name: str, category: str, description: str, by: User | None) -> Skill:
    """Documents go on calling the skill by its old name, so a new name leaves the old one as an alias."""
    (skill,) = _locked(skill)
    name, key, old = " ".join(name.split()), skill_key(name), (skill.name, skill.key)
    if key != skill.key:
        skill.aliases.filter(key=key).delete()  # it may swap its name with an alias of its own
        _refuse_taken(name)
    skill.name, skill.key, skill.category, skill.description = name, key, category, description
    try:
        with transaction.atomic():
            skill.save(update_fields=["name", "key", "category", "description"])
    except IntegrityError as quicker:
        raise NameTaken(name, Skill.objects.get(key=key)) from quicker
    if key != old[1]:
        SkillAlias.objects.create(skill=skill, name=old[0], key=old[1])
    return skill


@transaction.atomic
def add_alias(skill: Skill, name: str, *, by: User | None) -> SkillAlias:
    """Documents that say ``name`` mean this skill, or its successor; nothing happens where they did."""
    (skill,) = _locked(skill)
    skill = skill.merged_into or skill
    name = " ".join(name.split())
    if holder := Skill.objects.filter(key=skill_key(name)).first():
        raise NameTaken(name, holder)
    alias, _ = SkillAlias.objects.get_or_create(key=skill_key(name), defaults={"skill": skill, "name": name})
    if alias.skill_id != skill.pk:
        raise NameTaken(name, alias.skill)
    return alias


def remove_alias(alias: SkillAlias, *, by: User | None) -> None:
    """The next document that says this name brings a skill of its own."""
    SkillAlias.objects.filter(pk=alias.pk).delete()


def _refuse_taken(name: str) -> None:
    if holder := Skill.objects.by_key([skill_key(name)]).get(skill_key(name)):
        raise NameTaken(name, holder)


def _locked(*skills: Skill) -> list[Skill]:
    """The rows as they are now. One merge at a time: each waits at the first row of the library."""
    rows = Skill.objects.select_for_update(no_key=True).order_by("pk")
    rows.first()
    found = {row.pk: row for row in rows.filter(pk__in={skill.pk for skill in skills})}
    if not found.keys() >= {skill.pk for skill in skills}:
        raise SkillGone
    return [found[skill.pk] for skill in skills]


def _locked_drafts(*skills: Skill) -> list[int]:
    """The drafts that ask for a skill; none of them can be published before this transaction ends."""
    asking = Revision.objects.drafts().filter(levels__skill_lists__requirements__skill__in=skills)
    rows = Revision.objects.drafts().filter(pk__in=asking.order_by().values("pk"))
    return list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def _by_skill(found: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    by_skill: dict[int, list[T]] = {}
    for pk, one in found:
        by_skill.setdefault(pk, []).append(one)
    return by_skill


def _names(skill: Skill, entries: Iterable[Skill]) -> tuple[str, ...]:
    own_first = sorted(entries, key=lambda entry: entry != skill)
    return tuple(name for entry in own_first for name in (entry.name, *map(str, entry.aliases.all())))
