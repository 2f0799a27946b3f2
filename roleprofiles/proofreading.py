"""Act: what the editor of a job description shows of it, with hints beside the words, and taking one.

A hint is kept nowhere: it is found anew in what the advert says, and only that it was dismissed is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from roleprofiles import advertising, following, wording
from roleprofiles.adverthints import Hint, Kind, Passage, hints
from roleprofiles.adverts import Advert
from roleprofiles.adverts.jurisdictions import Missing, missing
from roleprofiles.adverts.sheet import Sheet, sheet
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, JobLine, JobSection, StandardText

KINDS = {  # of a line's name and of its detail
    AdvertPart.MUST_HAVE: (Kind.MUST_HAVE, Kind.MUST_HAVE_DETAIL),
    AdvertPart.GOOD_TO_HAVE: (Kind.GOOD_TO_HAVE, Kind.GOOD_TO_HAVE_DETAIL),
    AdvertPart.DUTIES: (Kind.OTHER, Kind.OTHER_DETAIL),
    AdvertPart.OTHER: (Kind.OTHER, Kind.OTHER_DETAIL),
}


class Spot(NamedTuple):
    """Where a passage stands: what it is of, the field, and how many characters of it come before."""

    of: str
    field: str
    start: int

    @property
    def place(self) -> str:
        return f"{self.of}:{self.field}:{self.start}"


def spot_of(hint: Hint) -> Spot | None:
    """None of a hint on the whole advert."""
    if not hint.place:
        return None
    of, name, start = hint.place.split(":")
    return Spot(of, name, int(start))


@dataclass(kw_only=True)
class Node:
    """A section or a line. ``base`` is the editor's address."""

    kind: str
    row: JobSection | JobLine
    base: str
    is_shared: bool = False  # the organisation has a text for it
    hints: list[Hint] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Names it on the page: ``line-12``."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def address(self) -> str:
        return f"{self.base}{self.kind}/{self.row.pk}/"

    @property
    def name(self) -> str:
        return str(self.row)


@dataclass(kw_only=True)
class JobSheet:
    """``hints`` are those on the advert as a whole and on its title."""

    job: JobDescription
    advert: Advert
    sections: list[Node]
    hints: list[Hint]
    dismissed: int
    missing_parts: list[AdvertPart]
    following: following.Following | None

    @property
    def shown(self) -> Sheet:
        return sheet(self.advert)

    @property
    def needed(self) -> tuple[Missing, ...]:
        """What the law of its places asks for and it does not say."""
        return missing(self.advert)

    @property
    def benefits(self) -> Node | None:
        is_it = {one.pk for one in self.job.sections.all() if one.kind == AdvertPart.BENEFITS}
        return next((node for node in self.sections if node.row.pk in is_it), None)

    def section(self, pk: int) -> Node | None:
        return next((node for node in self.sections if node.row.pk == pk), None)

    def node(self, key: str) -> Node | None:
        nodes = [*self.sections, *(child for node in self.sections for child in node.children)]
        return next((node for node in nodes if node.key == key), None)


def job_sheet(job: JobDescription) -> JobSheet:
    """In a fixed number of queries, whatever its length."""
    job = JobDescription.objects.with_text().with_publication().get(pk=job.pk)
    base = job.get_absolute_url()
    shared = set(StandardText.objects.filter(language=job.language).values_list("kind", flat=True))
    found = _hints(job)
    shown = [hint for hint in found if hint.key not in job.dismissed_hints]
    beside: dict[str, list[Hint]] = {}
    for hint in shown:
        spot = spot_of(hint)
        beside.setdefault("" if spot is None or spot.of == "job" else spot.of, []).append(hint)

    def node(kind: str, row: JobSection | JobLine, children: list[Node]) -> Node:
        hints_of = beside.get(f"{kind}-{row.pk}", [])
        return Node(kind=kind, row=row, base=base, hints=hints_of, children=children)

    sections = []
    for section in job.sections.all():
        made = node("section", section, [node("line", line, []) for line in section.lines.all()])
        made.is_shared = section.kind in shared
        sections.append(made)
    return JobSheet(
        job=job,
        advert=advertising.written(job),
        sections=sections,
        hints=beside.get("", []),
        dismissed=len({hint.key for hint in found} & set(job.dismissed_hints)),
        missing_parts=wording.missing_parts(job),
        following=following.following(job),
    )


@transaction.atomic
def take_hint(job: JobDescription, key: str) -> JobSection | JobLine:
    """Put a hint's wording where it stands in a section or a line. Raises PartGone."""
    wording.hold(job)
    job = JobDescription.objects.with_text().get(pk=job.pk)
    hint = next((one for one in _hints(job) if one.key == key and one.swap), None)
    spot = spot_of(hint) if hint else None
    if hint is None or spot is None or spot.of == "job" or hint.start is None or hint.end is None:
        raise wording.PartGone
    kind, _, pk = spot.of.partition("-")
    row = wording.part_in(job, kind, int(pk))
    text: str = getattr(row, spot.field)
    start, end = spot.start + hint.start, spot.start + hint.end
    if text[start:end] != hint.quote:  # the organisation's text is changed where it is kept
        raise wording.PartGone
    swapped = {spot.field: text[:start] + hint.swap + text[end:]}
    return wording.reword(job, kind, row.pk, swapped, seen=row.version)


def _hints(job: JobDescription) -> tuple[Hint, ...]:
    return hints(list(_passages(job)), language=job.language)


def _passages(job: JobDescription) -> Iterator[Passage]:
    """All that the advert says, in its order."""
    yield Passage(place=Spot("job", "title", 0).place, kind=Kind.HEADING, text=job.title)
    for section in job.sections.all():
        of = f"section-{section.pk}"
        if section.is_left_out:
            continue
        yield Passage(place=Spot(of, "heading", 0).place, kind=Kind.HEADING, text=section.heading)
        if section.is_list:
            for line in section.lines.all():
                if not line.is_left_out:
                    yield from _of_line(AdvertPart(section.kind), line)
        elif section.said.strip():
            yield Passage(place=Spot(of, "text", 0).place, kind=Kind.PROSE, text=section.said)


def _of_line(part: AdvertPart, line: JobLine) -> Iterator[Passage]:
    """A requirement as the role names it, with its detail; what somebody has worded is a detail alone."""
    of = f"line-{line.pk}"
    name_kind, detail_kind = KINDS.get(part, (Kind.PROSE, Kind.PROSE))
    name, joint, _ = line.drafted.partition(": ")
    if not line.requirement_key or not line.text.startswith(f"{name}{joint}") or part not in KINDS:
        yield Passage(place=Spot(of, "text", 0).place, kind=detail_kind, text=line.text)
        return
    start = len(name) + len(joint)
    if joint or line.text == name:
        yield Passage(place=Spot(of, "text", 0).place, kind=name_kind, text=name)
        if line.text[start:]:
            yield Passage(place=Spot(of, "text", start).place, kind=detail_kind, text=line.text[start:])
    else:
        yield Passage(place=Spot(of, "text", 0).place, kind=detail_kind, text=line.text)
