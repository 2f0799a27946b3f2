"""The headings of a role document: for each kind, what a line says and how the house writes it.

``parse_…`` gives what a line says, or None if it is no such line; ``…_line`` writes the house form.
Both take anything. Patterns never nest repetitions, so that every line is read in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import takewhile
from typing import NamedTuple

from roleprofiles.choices import RequirementKind, SectionKind

ICON_LIMIT = 20  # characters


_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?")
_BRACKET = re.compile(r"\(([^()]*)\)")
_YEARS = re.compile(
    r" ?([0-9]{1,2})(?: ?(\+)| ?(?:[-–—]|to) ?([0-9]{1,2}))? ?\+? ?(?:years?|yrs?)\b.*", re.IGNORECASE
)
_LEVEL = re.compile(r"\blevel\b", re.IGNORECASE)
_QUESTIONS = re.compile(r"\bquestions?\b", re.IGNORECASE)
_ARROW = re.compile(r"→|->")
_PARTING = " :-–—"


class Heading(NamedTuple):
    depth: int
    text: str


class Title(NamedTuple):
    icon: str
    title: str


class LevelHead(NamedTuple):
    """``max_years`` None is open; both None is unsaid."""

    name: str
    min_years: int | None
    max_years: int | None


class Way(NamedTuple):
    from_name: str
    to_name: str


def parse_heading(line: str) -> Heading | None:
    match = _HEADING.fullmatch(line)
    return Heading(len(match[1]), _without_closing_hashes(match[2] or "")) if match else None


def parse_title(line: str) -> Title | None:
    text = _heading_text(line, 1)
    if text is None:
        return None
    icon = "".join(takewhile(_is_symbol, text[:ICON_LIMIT]))
    return Title(icon, _plain(text[len(icon) :]))


def title_line(said: Title) -> str:
    return f"# {said.icon} {said.title}" if said.icon else f"# {said.title}"


def parse_section(line: str) -> str | None:
    return _heading_text(line, 2)


def section_line(title: str) -> str:
    return f"## {title}"


def section_kinds(title: str) -> list[SectionKind]:
    """The kinds this can be the heading of, likeliest first."""
    said = title.casefold()
    asks = any(word in said for word in ("requirement", "skill", "tech stack", "competenc"))
    kinds = {
        SectionKind.REQUIREMENTS: "level" in said and asks,
        SectionKind.OVERVIEW: "overview" in said,
        SectionKind.GROWTH: "growth" in said,
    }
    return [kind for kind, applies in kinds.items() if applies]


def parse_level(line: str) -> LevelHead | None:
    text = _heading_text(line, 3)
    return None if text is None else level_head(text)


def level_head(text: str) -> LevelHead:
    """``**Mid Level (2-4 years)**`` or ``Mid (2-4 years)``."""
    years: tuple[int | None, int | None] = (None, None)
    for bracket in _BRACKET.finditer(text):
        if found := _years(bracket[1]):
            years, text = found, f"{text[: bracket.start()]} {text[bracket.end() :]}"
            break
    return LevelHead(_level_name(text), *years)


def level_line(said: LevelHead) -> str:
    word = "" if says_level(said.name) else " Level"
    return f"### **{said.name}{word}{_years_bracket(said)}**"


def says_level(text: str) -> bool:
    return bool(_LEVEL.search(text))


def says_questions(text: str) -> bool:
    return bool(_QUESTIONS.search(text))


def parse_part(line: str) -> str | None:
    """The title of a list (``#### **Must-Have:**``) or of a question set."""
    heading = parse_heading(line)
    return _plain(heading.text) if heading and heading.depth in (3, 4) else None


def part_line(title: str) -> str:
    return f"#### **{title}:**"


def list_kind(title: str) -> RequirementKind:
    said = title.casefold().replace("-", " ")
    if "must" in said:
        return RequirementKind.MUST_HAVE
    if "good to have" in said or "nice to have" in said:
        return RequirementKind.GOOD_TO_HAVE
    return RequirementKind.PRODUCTION_SUPPORT if "production support" in said else RequirementKind.OTHER


def parse_path(line: str) -> Way | None:
    names = [_level_name(part) for part in _ARROW.split(_heading_text(line, 3) or "", maxsplit=1)]
    return Way(*names) if len(names) == 2 and all(names) else None


def path_line(said: Way) -> str:
    # A single word is a level ("Experienced"), several are a title ("ML Lead/AI Architect").
    word = " Level" if said.to_name.isalpha() else ""
    return f"### **{said.from_name} → {said.to_name}{word}:**"


def _heading_text(line: str, depth: int) -> str | None:
    heading = parse_heading(line)
    return heading.text if heading and heading.depth == depth else None


def _without_closing_hashes(text: str) -> str:
    opened = text.rstrip("#")
    return opened.rstrip() if not opened or opened[-1].isspace() else text  # "C#" keeps its own


def _plain(text: str) -> str:
    return text.replace("**", "").strip().rstrip(":").rstrip()


def _is_symbol(character: str) -> bool:
    if character in "\u200d\ufe0f":
        return True
    return not character.isascii() and unicodedata.category(character) in ("So", "Sk")


def _level_name(text: str) -> str:
    name = " ".join(_plain("".join(_after_icon(text))).split()).rstrip(_PARTING)
    is_suffix = name[-5:].lower() == "level" and (len(name) == 5 or name[-6] in _PARTING)
    return name[:-5].rstrip(_PARTING) if is_suffix else name


def _after_icon(text: str) -> str:
    icon = "".join(takewhile(_is_symbol, text))
    return text[len(icon) :]


def _years(text: str) -> tuple[int, int | None] | None:
    match = _YEARS.fullmatch(" ".join(text.split()))
    if not match:
        return None
    first, is_open, last = match.groups()
    return int(first), None if is_open else int(last or first)


def _years_bracket(said: LevelHead) -> str:
    if said.min_years is None:
        return ""
    if said.max_years is None:
        return f" ({said.min_years}+ years)"
    span = f"{said.min_years}" if said.min_years == said.max_years else f"{said.min_years}-{said.max_years}"
    return f" ({span} year{'' if said.max_years == 1 else 's'})"
