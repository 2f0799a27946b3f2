"""Reading across models for one page: a job description as its editor shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from roleprofiles import advertising, following, wording
from roleprofiles.adverts import Advert
from roleprofiles.adverts.sheet import Sheet, sheet
from roleprofiles.choices import AdvertPart
from roleprofiles.models import JobDescription, JobLine, JobSection, StandardText


@dataclass(kw_only=True)
class Node:
    """A section or a line. ``base`` is the editor's address."""

    kind: str
    row: JobSection | JobLine
    base: str
    is_shared: bool = False  # the organisation has a text for it
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
    job: JobDescription
    advert: Advert
    sections: list[Node]
    missing_parts: list[AdvertPart]
    following: following.Following | None

    @property
    def shown(self) -> Sheet:
        return sheet(self.advert)

    def section(self, pk: int) -> Node | None:
        return next((node for node in self.sections if node.row.pk == pk), None)


def job_sheet(job: JobDescription) -> JobSheet:
    """In a fixed number of queries, whatever its length."""
    job = JobDescription.objects.with_text().with_publication().get(pk=job.pk)
    base = job.get_absolute_url()
    shared = set(StandardText.objects.filter(language=job.language).values_list("kind", flat=True))
    return JobSheet(
        job=job,
        advert=advertising.written(job),
        sections=[
            Node(
                kind="section",
                row=section,
                base=base,
                is_shared=section.kind in shared,
                children=[Node(kind="line", row=line, base=base) for line in section.lines.all()],
            )
            for section in job.sections.all()
        ],
        missing_parts=wording.missing_parts(job),
        following=following.following(job),
    )
