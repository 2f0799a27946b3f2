"""Act: what a newer revision of the role changes for a job description, and taking it or leaving it.

Nothing is remembered but the lines themselves: each line keeps what the role said when it was drafted, so
what differs from the newest revision is still to be decided. Once nothing is, the job description rests on
that revision. Decided one by one:

- a line with other words: take the role's, or keep one's own;
- a line that the role added: take it, or it stands there left out;
- a line that the role no longer has: it is left out, or stays as a line that is not from the role;
- a line in another kind of list: it moves; or it stays as a line that is not from the role, and the role's
  stands, left out, in the list of its kind: a wish is never shown as a must-have in the role's name.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from roleprofiles import advertising
from roleprofiles.advertising import AdvertLine
from roleprofiles.changes import ChangeKind
from roleprofiles.choices import AdvertPart
from roleprofiles.differences.matching import matched
from roleprofiles.differences.wording import Pieces, marked
from roleprofiles.drafting import number
from roleprofiles.models import JobDescription, JobLine, JobSection, Level, Requirement, Revision
from roleprofiles.wording import end_of, hold

GROWTH = "growth"


class OfferChanged(Exception):
    def __init__(self) -> None:
        super().__init__("This has changed since the page was shown. Look at it again.")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A change to decide on. ``before`` is what the advert says; ``now`` is what the role says."""

    kind: ChangeKind
    part: AdvertPart
    before: str = ""
    now: str = ""
    is_reworded: bool = False  # the words before are somebody's own
    is_moved_only: bool = False
    row: JobLine | JobSection | None = None
    said: AdvertLine | None = None

    @property
    def key(self) -> str:
        if self.row is not None:
            return f"{'line' if isinstance(self.row, JobLine) else 'section'}-{self.row.pk}"
        assert self.said  # noqa: S101 - what is no row yet is said by the role
        return f"new-{self.said.requirement_key or self.said.name}"

    @property
    def fingerprint(self) -> str:
        """Changes with everything that somebody who decides has seen."""
        version = self.row.version if self.row else 0
        seen = "\x00".join([self.kind, self.part, self.before, self.now, str(version)])
        return hashlib.sha256(seen.encode()).hexdigest()[:32]

    @property
    def tone(self) -> str:
        """What colours it."""
        return self.kind.value

    @property
    def pieces(self) -> tuple[Pieces, Pieces]:
        return marked(self.before, self.now)


@dataclass(frozen=True, kw_only=True)
class Following:
    """``level`` is the advert's level in the newer revision; None where that has none like it."""

    revision: Revision
    level: Level | None
    offers: list[Offer] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        parts = [str(self.revision.pk), *(offer.fingerprint for offer in self.offers)]
        return hashlib.sha256("-".join(parts).encode()).hexdigest()[:32]


def following(job: JobDescription) -> Following | None:
    """What the role's newest revision changes; None where the advert rests on it. Wants ``with_text``."""
    newer = job.newer_revision
    if newer is None:
        return None
    pk = _level_in(newer, job.level)
    if pk is None:
        return Following(revision=newer, level=None)
    level = (
        Level.objects.select_related("revision")
        .prefetch_related(
            "skill_lists__requirements", "revision__overview_lines", "revision__growth_paths__steps"
        )
        .get(pk=pk)
    )
    return Following(revision=newer, level=level, offers=list(_offers(job, level)))


def _level_in(revision: Revision, level: Level) -> int | None:
    """The level of that name, or the one that has the most of its lines: it was renamed."""
    old = list(level.revision.levels.all())
    new = list(revision.levels.all())
    keys = {one.pk: set[UUID]() for one in [*old, *new]}
    lines = Requirement.objects.filter(skill_list__level__in=keys)
    for pk, key in lines.values_list("skill_list__level", "key"):
        keys[pk].add(key)
    shared = Counter(
        {
            (i, j): count
            for i, was in enumerate(old)
            for j, now in enumerate(new)
            if (count := len(keys[was.pk] & keys[now.pk]))
        }
    )
    places = matched([one.name for one in old], [one.name for one in new], shared)
    here = next(n for n, one in enumerate(old) if one.pk == level.pk)
    return new[places[here]].pk if here in places else None


def _offers(job: JobDescription, level: Level) -> Iterator[Offer]:
    """In the order of the advert, then what is new in the order of the role."""
    said = {_name(line): (part, line) for part, lines in _asked(level) for line in lines}
    responsibility = level.revision.responsibility
    there: set[UUID | str] = set()
    for section in job.sections.all():
        if section.kind == AdvertPart.PURPOSE and responsibility != section.drafted:
            kind = ChangeKind.CHANGED if responsibility else ChangeKind.REMOVED
            yield Offer(
                kind=kind,
                part=AdvertPart.PURPOSE,
                before=section.text,
                now=responsibility,
                is_reworded=section.is_reworded,
                row=section,
            )
        for line in section.lines.all():
            if (name := _name_of(line)) is None:
                continue
            there.add(name)
            if offer := _offer(section, line, said.get(name)):
                yield offer
    for name, (part, asked) in said.items():
        if name not in there:
            yield Offer(kind=ChangeKind.ADDED, part=part, now=asked.said, said=asked)


def _offer(section: JobSection, line: JobLine, asked: tuple[AdvertPart, AdvertLine] | None) -> Offer | None:
    if asked is None:
        part = AdvertPart(section.kind)
        return Offer(
            kind=ChangeKind.REMOVED, part=part, before=line.text, is_reworded=line.is_reworded, row=line
        )
    part, said = asked
    is_moved, is_changed = part != section.kind, said.said != line.drafted
    if not (is_moved or is_changed):
        return None
    return Offer(
        kind=ChangeKind.MOVED if is_moved else ChangeKind.CHANGED,
        part=part,
        before=line.text,
        now=said.said,
        is_reworded=line.is_reworded,
        is_moved_only=not is_changed,
        row=line,
        said=said,
    )


def _asked(level: Level) -> Iterator[tuple[AdvertPart, list[AdvertLine]]]:
    """How somebody is interviewed is the plan's, not the role's."""
    for part, lines in advertising.lines_for(level).items():
        if part != AdvertPart.INTERVIEWS:
            yield part, lines


def _name(said: AdvertLine) -> UUID | str:
    return said.requirement_key or said.name


def _name_of(line: JobLine) -> UUID | str | None:
    """By which a line is known from one revision to the next; None where it is not from the role."""
    if line.requirement_key or line.place != GROWTH or not line.drafted:
        return line.requirement_key
    return line.drafted.partition(":")[0]


# Deciding


@transaction.atomic
def decide(job: JobDescription, key: str, *, is_taken: bool, seen: str) -> JobDescription:
    """Take one change, or keep the advert as it is there. Raises OfferChanged if it is not what was seen."""
    job, found = _held(job)
    offer = next((one for one in found.offers if one.key == key), None)
    if offer is None or offer.fingerprint != seen:
        raise OfferChanged
    _settle(job, offer, is_taken=is_taken)
    return _rest_on(job, found) if len(found.offers) == 1 else job


@transaction.atomic
def decide_all(job: JobDescription, *, is_taken: bool, seen: str) -> JobDescription:
    """All that is open, and the advert rests on the newer revision. Raises OfferChanged."""
    job, found = _held(job)
    if found.level is None or found.fingerprint != seen:
        raise OfferChanged
    for offer in found.offers:
        _settle(job, offer, is_taken=is_taken)
    return _rest_on(job, found)


def _held(job: JobDescription) -> tuple[JobDescription, Following]:
    hold(job)
    job = JobDescription.objects.with_text().get(pk=job.pk)
    found = following(job)
    if found is None:
        raise OfferChanged
    return job, found


def _rest_on(job: JobDescription, found: Following) -> JobDescription:
    job.level = found.level or job.level
    job.save(update_fields=["level"])
    return job


def _settle(job: JobDescription, offer: Offer, *, is_taken: bool) -> None:
    row, said = offer.row, offer.said
    if isinstance(row, JobSection):
        row.text = offer.now if is_taken else row.text
        row.drafted = offer.now
    elif row is None:
        assert said  # noqa: S101 - see Offer.key
        _draft(job, offer.part, said, is_left_out=not is_taken)
        return
    elif said is None or (offer.kind == ChangeKind.MOVED and not is_taken):
        row.is_left_out = is_taken or row.is_left_out
        row.drafted, row.place, row.requirement_key = "", "", None
        if said:
            _draft(job, offer.part, said, is_left_out=True)
    else:
        if is_taken and said.said != row.drafted:
            row.text = said.said
        row.drafted = said.said
        if offer.kind == ChangeKind.MOVED:
            row.section = _section(job, offer.part)
            row.position = end_of(JobLine.objects.filter(section=row.section))
    row.version += 1
    row.save()


def _draft(job: JobDescription, part: AdvertPart, said: AdvertLine, *, is_left_out: bool) -> None:
    section = _section(job, part)
    JobLine.objects.create(
        section=section,
        requirement_key=said.requirement_key,
        place=said.place,
        drafted=said.said,
        text=said.said,
        is_left_out=is_left_out,
        position=end_of(JobLine.objects.filter(section=section)),
    )


def _section(job: JobDescription, part: AdvertPart) -> JobSection:
    """The advert's section of a kind; a new one stands where the usual order has it."""
    sections = list(JobSection.objects.filter(job_description=job))
    if there := next((one for one in sections if one.kind == part), None):
        return there
    made = JobSection.objects.create(job_description=job, kind=part, heading=part.label)
    usual = list(AdvertPart)
    after = [n for n, one in enumerate(sections) if usual.index(AdvertPart(one.kind)) < usual.index(part)]
    sections.insert(max(after, default=-1) + 1, made)
    number(sections)
    return made
