"""A document's text as the lines that count, each with the number it has in the text as received."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from roleprofiles.documents.headings import parse_heading
from roleprofiles.documents.shapes import Note

_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_FENCE = re.compile(r"[ \t]*(`{3,}[^`]*|~{3,}.*)")
# A heading, a bullet, a number, a quotation, a row of a table, or what is indented below a bullet.
_NO_PARAGRAPH = re.compile(r"(?:#{1,6}|[-*+]|[0-9]{1,9}[.)])(?:[ \t]|$)|[>| \t]")


class Line(NamedTuple):
    """A line that is not empty. ``depth`` is the number of ``#`` of a heading, else 0."""

    number: int
    text: str
    blank_before: bool
    depth: int
    is_code: bool

    @property
    def markup(self) -> str:
        """The text to be read; in a code block there is none."""
        return "" if self.is_code else self.text

    @property
    def heading(self) -> str:
        """The text of a heading, without its marks."""
        heading = parse_heading(self.markup)
        return heading.text if heading else ""

    def wording(self, house: str) -> str:
        """The line as it stands, or "" if that is the house form."""
        return "" if self.text == house else self.text

    def as_note(self, after: int) -> Note:
        return Note(text=self.text, after=after, blank_before=self.blank_before)


def normalise(text: str) -> str:
    lines = lines_of(text)
    return "".join(f"\n{line.text}\n" if line.blank_before else f"{line.text}\n" for line in lines)


def lines_of(text: str) -> list[Line]:
    """The lines of the normalised text, without its empty ones."""
    found: list[Line] = []
    blank = False
    for number, line, is_code in _numbered(text):
        if line:
            found.append(_line(number, line, blank_before=blank and bool(found), is_code=is_code))
        blank = not line
    return found


def split_at(lines: Sequence[Line], depths: Collection[int]) -> tuple[list[Line], list[list[Line]]]:
    """The lines before the first heading of these depths, then every such heading with its lines."""
    before: list[Line] = []
    blocks: list[list[Line]] = []
    for line in lines:
        if line.depth in depths:
            blocks.append([])
        (blocks[-1] if blocks else before).append(line)
    return before, blocks


def open_fence(lines: Sequence[Line]) -> Line | None:
    """The line that begins a code block which never ends."""
    fence, begin = "", None
    for line in lines:
        was, fence = fence, fence_after(fence, line.text)
        if fence and not was:
            begin = line
    return begin if fence else None


def fence_after(fence: str, line: str) -> str:
    """The fence that is open after the line ("" if none), given the one that is open before it."""
    match = _FENCE.fullmatch(line)
    mark = match[1] if match else ""
    run = mark[: len(mark) - len(mark.lstrip(mark[:1]))] if mark else ""
    if not fence:
        return run
    return "" if run.startswith(fence) and run == mark else fence


def _line(number: int, text: str, *, blank_before: bool, is_code: bool) -> Line:
    heading = parse_heading(text) if text.startswith("#") and not is_code else None
    depth = heading.depth if heading else 0
    return Line(number=number, text=text, blank_before=blank_before, depth=depth, is_code=is_code)


def _numbered(text: str) -> Iterator[tuple[int, str, bool]]:
    """Number, text and "is in a code block" of every line but the rules."""
    fence = above = ""
    # Only these are line ends: str.splitlines would also split at U+2028, U+0085 and others.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate((raw.rstrip(" \t") for raw in lines), 1):
        was, fence = fence, fence_after(fence, line)
        is_code = bool(was or fence)
        if is_code or not _is_rule(line, above):
            yield number, line, is_code
        above = "" if is_code else line


def _is_rule(line: str, above: str) -> bool:
    if not _RULE.fullmatch(line):
        return False
    # Dashes directly below a paragraph do not part anything: they make a heading of it.
    return not (line.startswith("-") and _is_paragraph(above))


def _is_paragraph(line: str) -> bool:
    return bool(line) and not _RULE.fullmatch(line) and not _NO_PARAGRAPH.match(line)
