"""The bullets and numbered lines of a role document: what a line says and how the house writes it.

``parse_…`` gives what a line says, or None if it is no such line; ``…_line`` writes the house form.
Both take anything. Patterns never nest repetitions, so that every line is read in linear time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from roleprofiles.choices import RequirementForm

_BULLET = re.compile(r" ?(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+(.*))?")
_NUMBERED = re.compile(r" ?([0-9]{1,9})[.)][ \t]+(.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*(.*)", re.DOTALL)  # what follows always fits: nothing is tried twice
_JOIN_AFTER_BOLD = re.compile(r"(?:\s*(:)|\s+[-–—]{1,2}|[-–—]{1,2}(?=\s|$))\s*(.*)")
_JOIN_OR_BRACKET = re.compile(r"[()]|\s[-–—]{1,2}\s|:\s")
_LOOK_FOR = re.compile(r"[ \t]+(?:[-*+][ \t]+)?([*_]{0,2})look for(.*)", re.IGNORECASE)
_ANCHOR = re.compile(r"[ \t]+[-*+][ \t]+rating[ \t]+([1-4])[ \t]*:[ \t]*(\S.*)", re.IGNORECASE)
_QUOTES = ('""', "“”", "„“", "«»", "‘’", "''")


class Item(NamedTuple):
    name: str
    text: str
    form: RequirementForm


class Anchored(NamedTuple):
    value: int
    text: str


class Labelled(NamedTuple):
    label: str
    text: str


class Asked(NamedTuple):
    number: int
    prompt: str
    look_for: str


def parse_bullet(line: str) -> str | None:
    match = _BULLET.fullmatch(line)
    return (match[1] or "").strip() if match and not _is_spaced_rule(line) else None


def parse_step(line: str) -> str | None:
    return parse_bullet(line) or None


def step_line(text: str) -> str:
    return f"- {text}"


def parse_overview(line: str) -> Labelled | None:
    content = parse_bullet(line)
    if not content:
        return None
    item = _bold_item(content)
    return Labelled(item.name, item.text) if item and item.name else Labelled("", content)


def overview_line(said: Labelled) -> str:
    return f"- **{said.label}**: {said.text}".rstrip() if said.label else f"- {said.text}"


def parse_requirement(line: str) -> Item | None:
    content = parse_bullet(line)
    return None if content is None else _bold_item(content) or _plain_item(content)


def requirement_line(said: Item) -> str:
    if not said.text:
        return f"- **{said.name}**"
    join = ": " if said.form == RequirementForm.DETAIL else " - "
    return f"- **{said.name}**{join}{said.text}"


def parse_anchor(line: str) -> Anchored | None:
    """``   - Rating 3: …`` below a requirement: what the value looks like for it."""
    match = _ANCHOR.fullmatch(line)
    return Anchored(int(match[1]), match[2].strip()) if match else None


def anchor_line(said: Anchored) -> str:
    return f"   - Rating {said.value}: {said.text}"


def _bold_item(content: str) -> Item | None:
    bold = _BOLD.fullmatch(content)
    if not bold:
        return None
    name, rest = bold[1].strip(), bold[2]
    if name.endswith(":"):
        return _item(name[:-1], rest, RequirementForm.DETAIL)
    join = _JOIN_AFTER_BOLD.fullmatch(rest)
    if join:
        return _item(name, join[2], RequirementForm.DETAIL if join[1] else RequirementForm.CATEGORY)
    return None if rest.strip() else _item(name, "", RequirementForm.NAME_ONLY)


def _plain_item(content: str) -> Item:
    text = content.replace("**", "").strip()
    depth = 0
    for match in _JOIN_OR_BRACKET.finditer(text):
        mark = match[0].strip()
        depth = max(depth + {"(": 1, ")": -1}.get(mark, 0), 0)
        if depth == 0 and mark != ")":
            form = RequirementForm.DETAIL if mark == ":" else RequirementForm.CATEGORY
            return _item(text[: match.start()], text[match.end() :], form)
    return _item(text.removesuffix(":"), "", RequirementForm.NAME_ONLY)


def _item(name: str, text: str, form: RequirementForm) -> Item:
    return Item(name.strip(), text.strip(), form if text.strip() else RequirementForm.NAME_ONLY)


def parse_prompt(line: str) -> tuple[int, str] | None:
    match = _NUMBERED.fullmatch(line)
    prompt = _unquoted(match[2]) if match else ""
    return (int(match[1]), prompt) if match and prompt else None


def parse_look_for(line: str) -> str | None:
    match = _LOOK_FOR.fullmatch(line)
    if not match:
        return None
    mark, rest = match[1], match[2]
    for join in (f":{mark}", f"{mark}:"):
        if rest.startswith(join):
            return rest.removeprefix(join).strip() or None
    wrapped = rest.startswith(":") and rest.endswith(mark)
    return rest[1 : -len(mark)].strip() or None if wrapped else None


def parse_question(lines: str) -> Asked | None:
    """A prompt's line and, below it, the look-for line if there is one."""
    first, *others = [line for line in lines.split("\n") if line] or [""]
    prompt = parse_prompt(first)
    look_for = parse_look_for(others[0]) if len(others) == 1 else ""
    return None if prompt is None or look_for is None or len(others) > 1 else Asked(*prompt, look_for)


def question_line(said: Asked) -> str:
    prompt = f'{said.number}. **"{one_line(said.prompt)}"**'
    return f"{prompt}\n   - Look for: {one_line(said.look_for)}" if said.look_for else prompt


def one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")


def _is_spaced_rule(line: str) -> bool:
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "-*_" and not marks.strip(marks[0])


def _unquoted(text: str) -> str:
    text = text.strip()
    for _ in range(2):  # quotes within bold, bold within quotes
        if len(text) > 4 and text.startswith("**") and text.endswith("**") and "**" not in text[2:-2]:
            text = text[2:-2].strip()
        elif len(text) > 2 and text[0] + text[-1] in _QUOTES:
            text = text[1:-1].strip()
    return text
