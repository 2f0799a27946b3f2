"""Act: job descriptions: what a level gives for one, and beginning one that can be edited.

Every line is tied to the requirement that it was drafted from. Editing is in ``wording``, publishing in
``posting``; the forms in which an advert goes out are in ``adverts``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.models import User
from roleprofiles import interviewsteps
from roleprofiles.adverts import Advert, Line, Pay, Place, Section
from roleprofiles.choices import (
    LISTED_PARTS,
    AdvertPart,
    Employment,
    PayUnit,
    RequirementKind,
    Workplace,
)
from roleprofiles.models import GrowthPath, JobDescription, JobLine, JobSection, Level, StandardText

HEADINGS = {
    RequirementKind.MUST_HAVE: "What you bring",
    RequirementKind.GOOD_TO_HAVE: "Good to have, not needed",
    RequirementKind.PRODUCTION_SUPPORT: "What you look after in production",
}


@dataclass(frozen=True, kw_only=True)
class AdvertLine:
    """A line and where it comes from: a requirement's key, or a place on the role's page."""

    name: str
    text: str = ""
    requirement_key: UUID | None = None
    place: str = ""

    @property
    def said(self) -> str:
        return f"{self.name}: {self.text}" if self.text else self.name

    @property
    def anchor(self) -> str:
        """The fragment of the role's page that says this."""
        return f"requirement-{self.requirement_key}" if self.requirement_key else self.place


@dataclass(frozen=True, kw_only=True)
class OutlineSection:
    heading: str
    lines: tuple[AdvertLine, ...]
    is_list: bool = True


@dataclass(frozen=True, kw_only=True)
class Outline:
    title: str
    sections: tuple[OutlineSection, ...]


def draft(level: Level) -> Outline:
    """Everything an advert for a level can take from the role, each kind of list shown as what it is."""
    revision = level.revision
    sections = [
        OutlineSection(
            heading="The role",
            lines=_one(revision.responsibility, "overview"),
            is_list=False,
        ),
        *(
            OutlineSection(
                heading=HEADINGS.get(RequirementKind(skill_list.kind), skill_list.title),
                lines=tuple(
                    AdvertLine(name=line.name, text=line.text, requirement_key=line.key)
                    for line in skill_list.requirements.all()
                ),
            )
            for skill_list in level.skill_lists.all()
        ),
        OutlineSection(heading="Where this role leads", lines=tuple(_growth(level))),
    ]
    return Outline(
        title=f"{revision.title}, {level.name}",
        sections=tuple(section for section in sections if section.lines),
    )


def markdown(advert: Outline) -> str:
    """The advert as a Markdown document."""
    parts = [f"# {advert.title}"]
    for section in advert.sections:
        lines = [_markdown_line(line, is_list=section.is_list) for line in section.lines]
        parts.append(f"## {section.heading}\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _markdown_line(line: AdvertLine, *, is_list: bool) -> str:
    if not is_list:
        return line.name
    return f"- **{line.name}**: {line.text}" if line.text else f"- {line.name}"


def _one(text: str, place: str) -> tuple[AdvertLine, ...]:
    return (AdvertLine(name=text, place=place),) if text else ()


def _growth(level: Level) -> Iterable[AdvertLine]:
    paths: Iterable[GrowthPath] = level.revision.growth_paths.all()
    for path in paths:
        if path.from_name.casefold() == level.name.casefold():
            steps = "; ".join(step.text for step in path.steps.all())
            yield AdvertLine(name=f"Towards {path.to_name}", text=steps, place="growth")


PARTS = {
    RequirementKind.MUST_HAVE: AdvertPart.MUST_HAVE,
    RequirementKind.GOOD_TO_HAVE: AdvertPart.GOOD_TO_HAVE,
    RequirementKind.PRODUCTION_SUPPORT: AdvertPart.DUTIES,
    RequirementKind.OTHER: AdvertPart.OTHER,
}
ATTEMPTS = 5  # at an address that nobody else takes
ORDER = [kind for kind in AdvertPart if kind != AdvertPart.OWN]


@transaction.atomic
def begin(level: Level, *, by: User | None, label: str = "", language: str = "en") -> JobDescription:
    """A job description to edit, with all that the level, its plan and the organisation's texts give."""
    revision = level.revision
    job = new_job(level, title=revision.title, label=label, language=language, created_by=by)
    texts = {text.kind: text for text in StandardText.objects.filter(language=language)}
    lines = lines_for(level)
    sections = [
        JobSection(
            job_description=job,
            kind=kind,
            heading=kind.label,
            drafted=revision.responsibility if kind == AdvertPart.PURPOSE else "",
            text=revision.responsibility if kind == AdvertPart.PURPOSE else "",
            standard_text=texts.get(kind),
            position=n,
        )
        for n, kind in enumerate(ORDER, 1)
        if kind not in LISTED_PARTS or lines[kind]
    ]
    for section in JobSection.objects.bulk_create(sections):
        JobLine.objects.bulk_create(
            JobLine(
                section=section,
                requirement_key=line.requirement_key,
                place=line.place,
                drafted=line.said,
                text=line.said,
                position=n,
            )
            for n, line in enumerate(lines[AdvertPart(section.kind)], 1)
        )
    return job


def lines_for(level: Level) -> dict[AdvertPart, list[AdvertLine]]:
    """What a level gives for each part that is made of lines, in the order of the role document."""
    found: dict[AdvertPart, list[AdvertLine]] = {kind: [] for kind in AdvertPart}
    for skill_list in level.skill_lists.all():
        found[PARTS[RequirementKind(skill_list.kind)]] += [
            AdvertLine(name=line.name, text=line.text, requirement_key=line.key)
            for line in skill_list.requirements.all()
        ]
    found[AdvertPart.GROWTH] = list(_growth(level))
    found[AdvertPart.INTERVIEWS] = [AdvertLine(name=step) for step in interviewsteps.steps(level.pk)]
    return found


def written(job: JobDescription) -> Advert:
    """What a job description says now, without what is left out or empty. Wants ``with_text``."""
    sections = (
        Section(
            kind=AdvertPart(section.kind),
            heading=section.heading,
            text="" if section.is_list else section.said.strip(),
            lines=tuple(
                Line(text=line.text, requirement_key=line.requirement_key)
                for line in section.lines.all()
                if section.is_list and not line.is_left_out and line.text.strip()
            ),
        )
        for section in job.sections.all()
        if not section.is_left_out
    )
    has_pay = job.pay_min is not None or job.pay_max is not None
    return Advert(
        title=job.title,
        organisation=job.organisation,
        language=job.language,
        employment=Employment(job.employment),
        workplace=Workplace(job.workplace),
        places=tuple(
            Place(country=one.country, region=one.region, city=one.city, is_remote=one.is_remote)
            for one in job.places.all()
        ),
        pay=Pay(minimum=job.pay_min, maximum=job.pay_max, currency=job.currency, unit=PayUnit(job.pay_unit))
        if has_pay
        else None,
        other_pay=job.other_pay.strip(),
        collective_agreement=job.collective_agreement,
        apply_by=job.apply_by,
        apply_to=job.apply_to,
        accommodation_contact=job.accommodation_contact,
        sections=tuple(section for section in sections if section.text or section.lines),
    )


def new_job(level: Level, **values: Any) -> JobDescription:
    """One with an address of its own; somebody may take the same at this moment."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return JobDescription.objects.create(level=level, slug=_free_slug(level), **values)
        except IntegrityError as taken:
            refusal = taken
    raise refusal


def _free_slug(level: Level) -> str:
    base = slugify(f"{level.revision.title} {level.name}")[:100] or "job"
    taken = set(JobDescription.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)
