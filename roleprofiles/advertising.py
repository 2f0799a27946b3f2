"""Act: the job description of a level, drafted from what its revision says, every line with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from roleprofiles.choices import RequirementKind
from roleprofiles.models import GrowthPath, Level

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
    def anchor(self) -> str:
        """The fragment of the role's page that says this."""
        return f"requirement-{self.requirement_key}" if self.requirement_key else self.place


@dataclass(frozen=True, kw_only=True)
class AdvertSection:
    heading: str
    lines: tuple[AdvertLine, ...]
    is_list: bool = True


@dataclass(frozen=True, kw_only=True)
class Advert:
    title: str
    sections: tuple[AdvertSection, ...]


def draft(level: Level) -> Advert:
    """Everything an advert for a level can take from the role, each kind of list shown as what it is."""
    revision = level.revision
    sections = [
        AdvertSection(
            heading="The role",
            lines=_one(revision.responsibility, "overview"),
            is_list=False,
        ),
        *(
            AdvertSection(
                heading=HEADINGS.get(RequirementKind(skill_list.kind), skill_list.title),
                lines=tuple(
                    AdvertLine(name=line.name, text=line.text, requirement_key=line.key)
                    for line in skill_list.requirements.all()
                ),
            )
            for skill_list in level.skill_lists.all()
        ),
        AdvertSection(heading="Where this role leads", lines=tuple(_growth(level))),
    ]
    return Advert(
        title=f"{revision.title}, {level.name}",
        sections=tuple(section for section in sections if section.lines),
    )


def markdown(advert: Advert) -> str:
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
