"""Act: the words of a job description: edited, left out, added, ordered; and the organisation's texts.

Every act holds the job description's row until its transaction ends, so that acts on one advert come one
after the other. What is typed has a version: a change made against another version than the stored one is
refused with the row as it is now. The role is never touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from roleprofiles.advertising import new_job
from roleprofiles.adverts import Place
from roleprofiles.choices import LISTED_PARTS, AdvertPart
from roleprofiles.drafting import number
from roleprofiles.models import (
    JobDescription,
    JobLine,
    JobPlace,
    JobSection,
    StandardText,
    StandardTextVersion,
)

FACTS = (
    *("title", "label", "language", "organisation", "employment", "workplace"),
    *("pay_min", "pay_max", "currency", "pay_unit", "other_pay", "collective_agreement"),
    *("apply_by", "apply_to", "accommodation_contact"),
)
Part = JobSection | JobLine


class WordsChanged(Exception):
    """Somebody else changed it since it was shown; ``row`` is what is stored now."""

    def __init__(self, row: JobDescription | Part | StandardText) -> None:
        self.row = row
        super().__init__(f"“{row}” was changed since you opened it.")


class PartGone(Exception):
    """What the act is about is no longer in the job description."""

    def __init__(self) -> None:
        super().__init__("This is no longer in the job description: somebody else removed it.")


class AdvertKept(Exception):
    """A job description that was published stays: its publications are kept."""

    def __init__(self) -> None:
        super().__init__("This job description was published: it can be withdrawn, and is kept.")


# Facts


@transaction.atomic
def set_facts(
    job: JobDescription, values: Mapping[str, Any], places: Sequence[Place], *, seen: int
) -> JobDescription:
    """Pay, place, dates and the like. With the language, the organisation's texts become those of it."""
    job = hold(job)
    standing = places_of(job)
    changed = [name for name in FACTS if name in values and getattr(job, name) != values[name]]
    if not changed and tuple(places) == standing:
        return job
    if job.version != seen:
        raise WordsChanged(job)
    for name in changed:
        setattr(job, name, values[name])
    job.version += 1
    job.save(update_fields=[*changed, "version"])
    if tuple(places) != standing:
        job.places.all().delete()
        JobPlace.objects.bulk_create(
            JobPlace(
                job_description=job,
                country=place.country,
                region=place.region,
                city=place.city,
                is_remote=place.is_remote,
                position=n,
            )
            for n, place in enumerate(places, 1)
        )
    if "language" in changed:
        _use_texts_of(job)
    return job


def places_of(job: JobDescription) -> tuple[Place, ...]:
    return tuple(
        Place(country=one.country, region=one.region, city=one.city, is_remote=one.is_remote)
        for one in job.places.all()
    )


def _use_texts_of(job: JobDescription) -> None:
    """Where the organisation has its text in the advert's language, sections that share one share that."""
    texts = {text.kind: text for text in StandardText.objects.filter(language=job.language)}
    for section in job.sections.exclude(standard_text=None):
        if section.kind in texts:
            section.standard_text = texts[section.kind]
            section.version += 1
            section.save(update_fields=["standard_text", "version"])


# Words


@transaction.atomic
def reword(job: JobDescription, kind: str, pk: int, values: Mapping[str, str], *, seen: int) -> Part:
    """Other words for a section (``heading``, ``text``) or a line (``text``)."""
    hold(job)
    row = part_in(job, kind, pk)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    if row.version != seen:
        raise WordsChanged(row)
    return _save(row, **{name: values[name] for name in changed})


@transaction.atomic
def restore(job: JobDescription, kind: str, pk: int, *, seen: int) -> Part:
    """Say it as the role does, where it was reworded."""
    hold(job)
    row = part_in(job, kind, pk)
    if not row.is_reworded:
        return row
    if row.version != seen:
        raise WordsChanged(row)
    return _save(row, text=row.drafted)


@transaction.atomic
def leave_out(job: JobDescription, kind: str, pk: int, *, is_left_out: bool) -> Part:
    """Leave a section or a line out of the advert, or put it back."""
    hold(job)
    row = part_in(job, kind, pk)
    row.is_left_out = is_left_out
    row.save(update_fields=["is_left_out"])
    return row


@transaction.atomic
def add_line(job: JobDescription, section_pk: int, text: str) -> JobLine:
    """A line that the role does not ask for, at the end of a section."""
    hold(job)
    section = part_in(job, "section", section_pk)
    if not isinstance(section, JobSection) or not section.is_list:
        raise PartGone
    return JobLine.objects.create(section=section, text=text, position=end_of(section.lines.all()))


@transaction.atomic
def add_section(job: JobDescription, heading: str, *, kind: AdvertPart = AdvertPart.OWN) -> JobSection:
    """A section of one's own, or one of the usual ones that the advert lacks; it is there once."""
    hold(job)
    sections = list(job.sections.all())
    there = next((one for one in sections if one.kind == kind), None)
    if there and kind != AdvertPart.OWN:
        return there
    return JobSection.objects.create(
        job_description=job, kind=kind, heading=heading or kind.label, position=end_of(sections)
    )


@transaction.atomic
def delete(job: JobDescription, kind: str, pk: int) -> None:
    """Of what somebody added and then left out, nothing needs to stay."""
    hold(job)
    row = part_in(job, kind, pk)
    if not (row.is_added and row.is_left_out):
        raise WordsChanged(row)
    row.delete()


@transaction.atomic
def use_text(job: JobDescription, section_pk: int, *, is_own: bool) -> Part:
    """Share the organisation's text in a section, or begin one's own with what the organisation says.

    An own text that was there before stays stored, and is there again.
    """
    job = hold(job)
    section = part_in(job, "section", section_pk)
    if not isinstance(section, JobSection) or not section.is_standard:
        raise PartGone
    if is_own:
        if section.standard_text is None:
            return section
        return _save(section, standard_text=None, text=section.text or section.said)
    shared = StandardText.objects.filter(kind=section.kind, language=job.language).first()
    if shared is None:
        raise PartGone
    return section if section.standard_text == shared else _save(section, standard_text=shared)


def _save(row: Part, **values: Any) -> Part:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    return row


# Order


@transaction.atomic
def place(job: JobDescription, kind: str, pk: int, *, before: int | None = None) -> Part:
    """Put a section or a line before another one of those it stands with (None: last)."""
    hold(job)
    row = part_in(job, kind, pk)
    order = [other for other in _beside(job, row) if other != row]
    places = {other.pk: n for n, other in enumerate(order)}
    if before is not None and before not in places:
        raise PartGone
    order.insert(len(order) if before is None else places[before], row)
    number(order)
    return row


@transaction.atomic
def step(job: JobDescription, kind: str, pk: int, *, by: int) -> Part:
    """Move a section or a line one place up (-1) or down (+1); at an end it stays."""
    hold(job)
    row = part_in(job, kind, pk)
    order = _beside(job, row)
    here = order.index(row)
    order.insert(min(max(here + by, 0), len(order) - 1), order.pop(here))
    number(order)
    return row


def _beside(job: JobDescription, row: Part) -> list[Part]:
    return list(job.sections.all() if isinstance(row, JobSection) else row.section.lines.all())


def end_of(rows: Iterable[Part]) -> int:
    """The position behind them."""
    return max((row.position for row in rows), default=0) + 1


# Hints


@transaction.atomic
def dismiss_hint(job: JobDescription, key: str) -> None:
    """Show a hint no more in this advert."""
    job = hold(job)
    if key not in job.dismissed_hints:
        job.dismissed_hints = [*job.dismissed_hints, key]
        job.save(update_fields=["dismissed_hints"])


@transaction.atomic
def bring_back_hints(job: JobDescription) -> None:
    job = hold(job)
    job.dismissed_hints = []
    job.save(update_fields=["dismissed_hints"])


# The job description as a whole


@transaction.atomic
def discard(job: JobDescription) -> None:
    """Delete a job description that was never published."""
    job = hold(job)
    if job.publications.exists():
        raise AdvertKept
    job.delete()


@transaction.atomic
def copy(job: JobDescription, *, by: User, label: str, language: str) -> JobDescription:
    """Another one for the same level, with the same words: for another team, country or language.

    In another language the organisation's texts are those of that language; where there is none, the
    section waits for an own one.
    """
    job = JobDescription.objects.with_text().get(pk=job.pk)
    facts = {name: getattr(job, name) for name in FACTS}
    facts |= {"label": label, "language": language}
    made = new_job(job.level, **facts, dismissed_hints=job.dismissed_hints, created_by=by)
    texts = {text.kind: text for text in StandardText.objects.filter(language=language)}
    for section in job.sections.all():
        lines = list(section.lines.all())
        section.pk, section.job_description, section.version = None, made, 0
        section._state.adding = True
        if section.standard_text and section.standard_text.language != language:
            section.standard_text = texts.get(section.kind)
        section.save(force_insert=True)
        for line in lines:
            line.pk, line.section, line.version = None, section, 0
        JobLine.objects.bulk_create(lines)
    for one in job.places.all():
        one.pk, one.job_description = None, made
        one.save(force_insert=True)
    return JobDescription.objects.get(pk=made.pk)


# The organisation's texts


@dataclass(frozen=True, kw_only=True)
class Said:
    """A text of the organisation after saving it; ``is_new`` where it says something else than before."""

    text: StandardText
    is_new: bool


@transaction.atomic
def begin_text(kind: AdvertPart, language: str, text: str, *, by: User) -> StandardText:
    """The first version of a text. Raises IntegrityError where there is one of the kind and language."""
    made = StandardText.objects.create(kind=kind, language=language)
    StandardTextVersion.objects.create(standard_text=made, number=1, text=text, saved_by=by)
    return made


@transaction.atomic
def save_text(standard: StandardText, text: str, *, by: User, seen: int) -> Said:
    """What all adverts that share the text say from now on; published copies stay as they are."""
    standard = StandardText.objects.select_for_update().get(pk=standard.pk)
    current = standard.current
    if current and current.text == text:
        return Said(text=standard, is_new=False)
    newest = current.number if current else 0
    if newest != seen:
        raise WordsChanged(standard)
    StandardTextVersion.objects.create(standard_text=standard, number=newest + 1, text=text, saved_by=by)
    return Said(text=StandardText.objects.get(pk=standard.pk), is_new=True)


# What the acts are made of


def hold(job: JobDescription) -> JobDescription:
    """Keep other acts away until this transaction ends; the job description as it is now."""
    held = JobDescription.objects.select_for_update(of=("self",)).filter(pk=job.pk).first()
    if held is None:
        raise PartGone
    return held


def part_in(job: JobDescription, kind: str, pk: int) -> Part:
    rows: dict[str, Any] = {
        "section": JobSection.objects.filter(job_description=job).select_related("standard_text"),
        "line": JobLine.objects.filter(section__job_description=job).select_related("section"),
    }
    row: Part | None = rows[kind].filter(pk=pk).first()
    if row is None:
        raise PartGone
    return row


def missing_parts(job: JobDescription) -> list[AdvertPart]:
    """The usual sections that the advert has not; an own one can always be added."""
    there = {section.kind for section in job.sections.all()}
    return [kind for kind in AdvertPart if kind not in there and kind in LISTED_PARTS] + [AdvertPart.OWN]
