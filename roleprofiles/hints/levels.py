"""What to say about a level and its lists, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from roleprofiles.choices import RequirementKind
from roleprofiles.documents.shapes import Level, Requirement, RoleDocument, SkillList
from roleprofiles.hints.traits import trait_hint
from roleprofiles.hints.years import years_hint
from roleprofiles.skillnames import bracket_free

MUST_HAVE_LIMIT = 8  # to a level, before the hint; 5 to 7 are the aim


@dataclass(frozen=True, kw_only=True)
class Hint:
    """``key`` is the requirement it is about, None for the level; ``proposal`` a name to take over, or ""."""

    code: str
    level: str
    text: str
    key: UUID | None = None
    proposal: str = ""


def hints(document: RoleDocument) -> tuple[Hint, ...]:
    """In the document's order, in time linear in its size."""
    return tuple(_all(document))


def same_name(name: str) -> str:
    """What names of one thing have in common: case, spaces and what stands in brackets do not count."""
    return "".join(bracket_free(name).split()).casefold()


def _all(document: RoleDocument) -> Iterator[Hint]:
    below: dict[str, tuple[str, RequirementKind]] = {}  # what the nearest level below calls it
    for level in document.levels:
        yield from _many(level)
        seen = _Seen(level)
        for skill_list in level.lists:
            for line in skill_list.requirements:
                must = skill_list.kind == RequirementKind.MUST_HAVE
                text, proposal = years_hint(line) if must else ("", "")
                said = {
                    "years": text,
                    "step_up": _step_up(line, level, below) if must else "",
                    "twice": seen.again(line, skill_list),
                    "unobservable": trait_hint(line),
                }
                for code in filter(said.get, said):
                    wording = proposal if code == "years" else ""
                    yield Hint(code=code, level=level.name, text=said[code], key=line.key, proposal=wording)
        below |= seen.called(level.name)


def _many(level: Level) -> Iterator[Hint]:
    musts = [part for part in level.lists if part.kind == RequirementKind.MUST_HAVE]
    if (count := sum(len(part.requirements) for part in musts)) > MUST_HAVE_LIMIT:
        text = (
            f"{level.name} has {count} must-haves; aim for 5 to 7, because each one more makes it likelier "
            "that a single wrong rating turns down somebody who can do the job."
        )
        yield Hint(code="many", level=level.name, text=text)


def _step_up(line: Requirement, level: Level, below: dict[str, tuple[str, RequirementKind]]) -> str:
    lower, kind = below.get(same_name(line.name), ("", RequirementKind.OTHER))
    if kind != RequirementKind.GOOD_TO_HAVE:
        return ""
    return (
        f"A step up: {lower} calls “{line.name}” good-to-have and {level.name} needs it, so the growth path "
        "is a good place to say how people get there."
    )


class _Seen:
    """What a level has said so far."""

    def __init__(self, level: Level) -> None:
        self.level = level
        self.title_of: dict[tuple[str, str], str] = {}
        self.kinds_of: dict[str, set[RequirementKind]] = {}

    def again(self, line: Requirement, skill_list: SkillList) -> str:
        if not (name := same_name(line.name)):
            return ""
        kinds = self.kinds_of.setdefault(name, set())
        both = {RequirementKind.MUST_HAVE, RequirementKind.GOOD_TO_HAVE}
        clashes = skill_list.kind in both and bool(kinds & (both - {skill_list.kind}))
        kinds.add(skill_list.kind)
        said = (name, " ".join(line.text.split()).casefold())
        title = self.title_of.get(said)
        self.title_of.setdefault(said, skill_list.title)
        if clashes:
            return (
                f"“{line.name}” is must-have and good-to-have in {self.level.name} at once; keep one of "
                "them, because only must-haves are planned for and rated in every case."
            )
        if title is None:
            return ""
        where = "twice in this list" if title == skill_list.title else f"in “{title}” already"
        return (
            f"“{line.name}” stands {where} with the same text; one of them is enough, because the same "
            "ability would be rated twice."
        )

    def called(self, name: str) -> dict[str, tuple[str, RequirementKind]]:
        """By each skill's name: this level, and whether it calls it must-have or good-to-have."""
        return {
            skill: (name, kind)
            for skill, kinds in self.kinds_of.items()
            for kind in (RequirementKind.GOOD_TO_HAVE, RequirementKind.MUST_HAVE)  # the weightier one last
            if kind in kinds
        }
