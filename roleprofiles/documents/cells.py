"""Tables (CSV) as rows of named cells with their line numbers, and texts as cells that are no formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from roleprofiles.documents.shapes import Remark

ROW_LIMIT = 20_000
COLUMN_LIMIT = 200
MARK_LIMIT = 20_000  # separators in a row, those within texts too; a row of more would take too much memory
NUMBER_COLUMN = "source_line"  # where a row stood in the table that it was taken from
HEAD_READ = 10_000  # characters of the first line that tell the separator
_BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for something else
_SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"\"?sep=([,;\t])\"?\n", re.IGNORECASE)  # a first line of Excel's own
# What spreadsheets take for the beginning of a formula, also in the width of Chinese and Japanese type.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SAID = {
    "field larger": "A cell of this row is longer than any text here may be: is a quotation mark not closed?",
    "unexpected end": "A quotation mark in this row is never closed.",
    "expected after": "A text stands after a closing quotation mark: within a cell, it is written twice.",
}


class TableBroken(Exception):
    """The table cannot be read; ``remark`` says where, and in words for people why."""

    def __init__(self, number: int, message: str) -> None:
        self.remark = Remark(line=number, message=message)
        super().__init__(message)


class Row(NamedTuple):
    """Cells by their column, of known columns only; ``number`` is the line on which the row begins."""

    number: int
    cells: dict[str, str]

    def says(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """``columns`` are the names as they are looked for ("role_level"), each with the name as given."""

    number: int
    columns: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: with an apostrophe more if need be."""
    return f"'{text}" if _is_formula(text) else text


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_formula(cell) else cell


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)


def write(rows: Iterable[Sequence[str]]) -> str:
    """A table that Excel reads without being asked anything."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + out.getvalue()


def read(text: str, known: Collection[str]) -> Table | None:
    """The table, None if it is empty; ``known`` are columns it may have, which tell its separator."""
    mark = _SEPARATOR_LINE.match(text)
    body = text[mark.end() :] if mark else text
    separator = mark[1] if mark else _separator(body, known)
    records = _records(body, separator, 1 if mark else 0)
    number, header = next(records, (0, []))
    if not header:
        return None
    if len(header) > COLUMN_LIMIT:
        raise TableBroken(number, f"The table has more than {COLUMN_LIMIT} columns.")
    places: dict[str, int] = {}
    for place, name in enumerate(map(_column, header)):
        if name in places and name in known:
            raise TableBroken(number, f"The column “{name}” stands here twice.")
        if name:
            places.setdefault(name, place)
    table = Table(number, {name: header[place].strip() for name, place in places.items()})
    places = {name: place for name, place in places.items() if name in known}
    for number, record in records:
        if len(table.rows) == ROW_LIMIT:
            raise TableBroken(number, f"The table has more than {ROW_LIMIT:,} rows.")
        table.rows.append(_row(number, record, places))
        if any(cell.strip() for cell in record[len(header) :]):
            message = (
                "This row has more cells than the table has columns: put texts with separators in quotes."
            )
            table.problems.append(Remark(line=table.rows[-1].number, message=message))
    return table


def _separator(text: str, known: Collection[str]) -> str:
    begin = len(text) - len(text.lstrip("\n"))
    first = text[begin : begin + HEAD_READ].split("\n", 1)[0]
    return max(_SEPARATORS, key=lambda mark: sum(_column(cell) in known for cell in first.split(mark)))


def _column(cell: str) -> str:
    """``"Role Level"`` is role_level."""
    return "_".join(cell.strip().strip('"').casefold().replace("-", " ").replace("_", " ").split())


class _Lines:
    """The lines of a text, as long as no row has more cells than anybody needs."""

    def __init__(self, text: str, separator: str) -> None:
        self.text = io.StringIO(text)
        self.separator = separator
        self.row(1)

    def row(self, number: int) -> None:
        """A row begins, on this line."""
        self.number, self.marks = number, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.text)
        self.marks += line.count(self.separator)
        if self.marks > MARK_LIMIT:
            raise TableBroken(self.number, f"This row has more than {MARK_LIMIT:,} cells.")
        return line


def _records(text: str, separator: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the lines on which they begin; ``above`` lines are left out before."""
    lines = _Lines(text, separator)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1 + above
        lines.row(number)
        try:
            record = next(reader, None)
        except csv.Error as error:
            said = next((words for part, words in _SAID.items() if part in str(error)), "")
            raise TableBroken(number, said or f"This row cannot be read: {error}.") from error
        if record is None:
            return
        if any(cell.strip() for cell in record):
            yield number, record


def _row(number: int, record: Sequence[str], places: dict[str, int]) -> Row:
    cells = {name: unguarded(record[place].strip()) for name, place in places.items() if place < len(record)}
    stood = cells.get(NUMBER_COLUMN, "")
    return Row(int(stood) if stood.isascii() and stood.isdigit() and len(stood) < 9 else number, cells)
