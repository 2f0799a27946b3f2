"""Ladders of others, known by their shape and read as role documents.

*Financial Times*, engineering-progression (YAML, MIT licence): a family with ``levels`` (id, name),
``themes`` (id, name, summary) and ``competencies`` (id, level, theme, summary, proficiency). Each theme
is a skill that every level is asked for, in the competency's words.

*UK Government Digital and Data Profession Capability Framework* (CSV, Open Government Licence v3): a row
a role, role level and skill, with the skill level (awareness, working, practitioner, expert) and what
people can do at it. That is what meeting the requirement looks like, so it becomes the anchor of 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from pydantic import TypeAdapter

from roleprofiles.choices import RequirementForm, RequirementKind
from roleprofiles.documents.cells import Row, Table
from roleprofiles.documents.fitting import adapter_for, fitted
from roleprofiles.documents.gathering import Gathering
from roleprofiles.documents.nodes import Entries, number_at, value
from roleprofiles.documents.remarks import Remarks, in_order
from roleprofiles.documents.shapes import Anchor, OverviewLine, Reading, Requirement, RoleDocument

MUST_HAVE = ("Must-Have", RequirementKind.MUST_HAVE)
MEETS = 3  # the first value above the line

FRAMEWORK_COLUMNS = (
    "role_family", "role", "role_description", "role_level", "role_level_description",
    "skill_name", "skill_description", "skill_level", "skill_level_description", "role_type",
)  # fmt: skip
_FRAMEWORK_NEEDS = {"role", "role_level", "skill_name", "skill_level"}
_NOT_IN_USE = ("", "not in use")


@dataclass(frozen=True, kw_only=True)
class FamilyLevel:
    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Theme:
    id: str
    name: str
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Competency:
    level: str
    theme: str
    summary: str
    id: str = ""
    proficiency: str = ""


@dataclass(frozen=True, kw_only=True)
class Family:
    name: str
    levels: tuple[FamilyLevel, ...]
    themes: tuple[Theme, ...]
    competencies: tuple[Competency, ...]
    summary: str = ""


@cache
def _family_adapter() -> TypeAdapter[list[Family]]:
    return adapter_for(Family, extra="ignore")


def is_family(root: Entries) -> bool:
    return {"levels", "themes", "competencies"} <= root.nodes.keys() and "title" not in root.nodes


def read_family(root: Entries) -> Reading:
    remarks = Remarks()
    family = fitted(_family_adapter(), value(root), root, remarks)
    document = _family_document(family, root, remarks) if family else None
    message = (
        "This is a ladder in the form of the Financial Times: its levels and competencies are taken over, "
    )
    message += "descriptions of themes, proficiencies, examples and links are not."
    remarks.warning(1, message)
    return Reading(
        document=document, problems=in_order(remarks.problems), warnings=in_order(remarks.warnings)
    )


def _family_document(family: Family, root: Entries, remarks: Remarks) -> RoleDocument | None:
    levels = {level.id: level.name for level in family.levels}
    themes = {theme.id: theme.name for theme in family.themes}
    gathering = Gathering()
    for n, level in enumerate(family.levels):
        number = number_at(root, ("levels", n))
        if gathering.level(level.name, number) != ("levels", n):
            remarks.problem(number, f"There are two levels of the name “{level.name}”.")
            return None
    for n, said in enumerate(family.competencies):
        number = number_at(root, ("competencies", n))
        if said.level not in levels or said.theme not in themes:
            what, name = ("theme", said.theme) if said.level in levels else ("level", said.level)
            remarks.problem(number, f"There is no {what} with the id “{name[:50]}”.")
            continue
        line = Requirement(
            name=_in_one_line(themes[said.theme]),
            text=_in_one_line(said.summary),
            form=RequirementForm.DETAIL,
            key=_as_key(said.id),
        )
        gathering.requirement(levels[said.level], *MUST_HAVE, line, number)
    overview = _overview([("Responsibility", family.summary)])
    return gathering.document(family.name, overview=overview, remarks=remarks, number=1)


def is_framework(table: Table) -> bool:
    return table.columns.keys() >= _FRAMEWORK_NEEDS


def read_framework(table: Table, remarks: Remarks) -> RoleDocument:
    """The role of the table; rows that say the same twice count once."""
    title = table.rows[0].says("role")
    gathering = Gathering()
    seen: set[tuple[str, ...]] = set()
    levels: dict[str, str] = {}
    for row in table.rows:
        same = tuple(row.says(column) for column in FRAMEWORK_COLUMNS)
        if same in seen:
            continue
        seen.add(same)
        level = row.says("role_level")
        level = title if level.casefold() in _NOT_IN_USE else level
        if row.says("role") != title:
            other = row.says("role")[:50]
            remarks.problem(row.number, f"This row is about “{other}”, the first about “{title[:50]}”.")
            continue
        levels.setdefault(level, _used(row, "role_level_description"))
        gathering.requirement(level, *MUST_HAVE, _framework_line(row), row.number)
    message = (
        "This is the UK Government's framework of digital and data roles: skills and skill levels are taken "
    )
    message += "over, what people can do at a skill level as the anchor of 3; descriptions of skills are not."
    remarks.warning(table.number, message)
    described = [("Responsibility", table.rows[0].says("role_description")), *levels.items()]
    return gathering.document(
        title, overview=_overview(described), remarks=remarks, number=table.rows[0].number
    )


def _framework_line(row: Row) -> Requirement:
    level, described = _used(row, "skill_level"), _in_one_line(_used(row, "skill_level_description"))
    return Requirement(
        name=row.says("skill_name"),
        text=level,
        form=RequirementForm.CATEGORY if level else RequirementForm.NAME_ONLY,
        anchors=(Anchor(value=MEETS, text=described),) if described else (),
    )


def _used(row: Row, column: str) -> str:
    said = row.says(column)
    return "" if said.casefold() in _NOT_IN_USE else said


def _overview(described: list[tuple[str, str]]) -> list[OverviewLine]:
    texts = ((label, _in_one_line(text)) for label, text in described)
    return [OverviewLine(label=label, text=text) for label, text in texts if text]


def _in_one_line(text: str) -> str:
    """Bullets and paragraphs one after the other."""
    lines = (line.strip().removeprefix("- ").removeprefix("* ").strip() for line in text.split("\n"))
    return "; ".join(line for line in lines if line).replace(":; ", ": ").replace(".; ", ". ")


def _as_key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
