"""Where the job descriptions of a level and the plan of a search for it have come apart."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from interviews.models import Opening
from interviews.plans import Plan, PlannedCriterion
from roleprofiles.adverts import Advert, Line
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, Publication


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A must-have of an advert that no round assesses; ``criterion`` where the search has it at least."""

    text: str
    job: JobDescription
    criterion: PlannedCriterion | None

    @property
    def name(self) -> str:
        """A line of an advert begins with the name of what it asks for, as a requirement does."""
        return self.text.partition(": ")[0]

    @property
    def detail(self) -> str:
        return self.text.partition(": ")[2]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """``unsaid``: what rounds assess and no advert of the level says anywhere."""

    claims: tuple[Claim, ...] = ()
    unsaid: tuple[PlannedCriterion, ...] = ()
    jobs: tuple[JobDescription, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.claims or self.unsaid)


def drift(opening: Opening, plan: Plan) -> Drift:
    """Of the adverts for a level of that name that stand published, in one query; quiet where none does."""
    level = opening.level
    publications = (
        Publication.objects.filter(
            withdrawn_at__isnull=True,
            job_description__level__revision__role=level.revision.role_id,
            job_description__level__name__iexact=level.name,
        )
        .select_related("job_description")
        .only("advert", "job_description__title", "job_description__label")
        .order_by("-published_at")
    )
    adverts = [(one.job_description, one.said) for one in publications]
    if not adverts:
        return Drift()
    assessed = [row.criterion for row in plan.rows if row.raters]
    claimed = [(line, job) for job, advert in adverts for line in _must_haves(advert)]
    said = [line for _, advert in adverts for part in advert.sections for line in part.lines]
    claims: dict[UUID | str, Claim] = {}
    for line, job in claimed:
        if not any(_speaks_of(line, one) for one in assessed):
            criterion = next((one for one in plan.criteria if _speaks_of(line, one)), None)
            claim = Claim(text=line.text, job=job, criterion=criterion)
            claims.setdefault(line.requirement_key or _plain(line.text), claim)
    return Drift(
        claims=tuple(claims.values()),
        unsaid=tuple(one for one in assessed if not any(_speaks_of(line, one) for line in said)),
        jobs=tuple(job for job, _ in adverts),
    )


def _must_haves(advert: Advert) -> tuple[Line, ...]:
    section = advert.section(AdvertPart.MUST_HAVE)
    return section.lines if section else ()


def _speaks_of(line: Line, criterion: PlannedCriterion) -> bool:
    """By the requirement; what somebody added, here or there, stands for none and goes by its words."""
    if line.requirement_key and criterion.key:
        return line.requirement_key == criterion.key
    words, name = _plain(line.text), _plain(criterion.name)
    return words == name or words.startswith(f"{name}:")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
