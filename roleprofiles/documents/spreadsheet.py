"""Requirements of roles as a table (CSV).

A table says everything about the levels it names and nothing about the rest of a role: ``overlay`` lays
it over what is there. A row without a name says that its level, or its list, is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from roleprofiles.choices import ANCHOR_VALUES, RequirementForm
from roleprofiles.documents import cells, ladders
from roleprofiles.documents.cells import NUMBER_COLUMN, Row, Table, TableBroken
from roleprofiles.documents.encoding import as_received
from roleprofiles.documents.gathering import Gathering
from roleprofiles.documents.headings import list_kind
from roleprofiles.documents.remarks import Remarks, in_order
from roleprofiles.documents.shapes import Anchor, Level, Reading, Remark, Requirement, RoleDocument
from roleprofiles.documents.words import FORM_WORDS, FORMS, kind_of, told_form

TABLE_LIMIT = 5_000_000  # bytes of a table about several roles, which is imported role by role
ANCHORS = {value: f"anchor_{value}" for value in ANCHOR_VALUES}
COLUMNS = ("role", "level", "list", "kind", "name", "form", "detail", *ANCHORS.values(), "key")
NEEDED = ("role", "level", "name")
KNOWN = frozenset((*COLUMNS, NUMBER_COLUMN, *ladders.FRAMEWORK_COLUMNS))
COLUMNS_NAMED = 5
_OF_A_LINE = ("name", "form", "detail", *ANCHORS.values(), "key")


def write(document: RoleDocument) -> str:
    return cells.write([COLUMNS, *(row for level in document.levels for row in _rows(document.title, level))])


def _rows(title: str, level: Level) -> Iterator[list[str]]:
    nothing = [""] * len(_OF_A_LINE)
    if not any(part.requirements for part in level.lists):
        yield [title, level.name, "", "", *nothing]
    for part in level.lists:
        head = [title, level.name, part.title, part.kind.label]
        if not part.requirements:
            yield [*head, *nothing]
        for line in part.requirements:
            anchors = {anchor.value: anchor.text for anchor in line.anchors}
            is_told = line.form == told_form(line.text) == RequirementForm.NAME_ONLY
            form = "" if is_told else FORM_WORDS[line.form]
            texts = [anchors.get(value, "") for value in ANCHORS]
            yield [*head, line.name, form, line.text, *texts, str(line.key or "")]


def read(data: bytes) -> Reading:
    """The document that a table says; it may be about one role."""
    received = as_received(data)
    if received.problems:
        return Reading(document=None, problems=received.problems)
    try:
        table = cells.read(received.text, KNOWN)
    except TableBroken as broken:
        return Reading(document=None, problems=(broken.remark,))
    if table is None or not table.rows:
        lead = "The file is empty" if table is None else "The table has no rows"
        message = f"{lead}: a table of requirements begins with the columns {', '.join(COLUMNS)}."
        return Reading(document=None, problems=(Remark(line=1, message=message),))
    remarks = Remarks(problems=table.problems)
    reader = ladders.read_framework if ladders.is_framework(table) else _document
    document = reader(table, remarks)
    return Reading(
        document=document, problems=in_order(remarks.problems), warnings=in_order(remarks.warnings)
    )


def split(data: bytes) -> list[tuple[str, bytes]]:
    """For a table about several roles, a table for each, with its title; rows say where they stood."""
    try:
        received = as_received(data, TABLE_LIMIT)
        table = None if received.problems else cells.read(received.text, KNOWN)
    except TableBroken:
        return []  # reading the whole says what is wrong
    if table is None or table.problems:
        return []
    titles: dict[str, str] = {}
    rows: dict[str, list[Row]] = {}
    role = ""
    for row in table.rows:
        # A row that says no role is a problem of the role above it.
        role = _same(row.says("role")) or role
        titles.setdefault(role, row.says("role"))
        rows.setdefault(role, []).append(row)
    return (
        [(titles[role], _part(table, found).encode()) for role, found in rows.items()]
        if len(rows) > 1
        else []
    )


def _part(table: Table, rows: list[Row]) -> str:
    columns = {name: given for name, given in table.columns.items() if name != NUMBER_COLUMN}
    said = [[*(row.says(name) for name in columns), str(row.number)] for row in rows]
    return cells.write([[*columns.values(), NUMBER_COLUMN], *said])


def _document(table: Table, remarks: Remarks) -> RoleDocument | None:
    missing = [name for name in NEEDED if name not in table.columns]
    missing += [] if {"list", "kind"} & set(table.columns) else ["list"]
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        remarks.problem(table.number, f"There is no column {names}. The columns are {', '.join(COLUMNS)}.")
        return None
    _warn_of_columns(table, COLUMNS, remarks)
    title = next((said for row in table.rows if (said := " ".join(row.says("role").split()))), "")
    gathering = Gathering()
    for row in table.rows:
        if problem := _row_problem(row, title):
            remarks.problem(row.number, problem)
        else:
            _gather(row, gathering, remarks)
    return gathering.document(title, remarks=remarks, number=table.rows[0].number)


def _warn_of_columns(table: Table, known: tuple[str, ...], remarks: Remarks) -> None:
    unknown = [given for name, given in table.columns.items() if name not in (*known, NUMBER_COLUMN)]
    if unknown:
        names = ", ".join(f"“{given[:50]}”" for given in unknown[:COLUMNS_NAMED])
        more = f" and {len(unknown) - COLUMNS_NAMED} more" if len(unknown) > COLUMNS_NAMED else ""
        remarks.warning(table.number, f"Not read, since the columns are not known: {names}{more}.")


def _same(title: str) -> str:
    return " ".join(title.split()).casefold()


def _row_problem(row: Row, title: str) -> str:
    role = row.says("role")
    says_line = any(row.says(column) for column in _OF_A_LINE)
    if not role or not row.says("level"):
        return f"This row has no {'level' if role else 'role'}."
    if _same(role) != _same(title):
        return (
            f"This row is about “{role[:50]}”, the first about “{title[:50]}”: a document is about one role."
        )
    if says_line and not (row.says("list") or row.says("kind")):
        return "This row has no list and no kind."
    return "This requirement has no name." if says_line and not row.says("name") else ""


def _gather(row: Row, gathering: Gathering, remarks: Remarks) -> None:
    level, title, words = row.says("level"), row.says("list"), row.says("kind")
    if not title and not words:
        gathering.level(level, row.number)
        return
    kind = kind_of(words) if words else list_kind(title)
    if kind is None:
        remarks.problem(
            row.number,
            f"“{words[:50]}” is no kind of list: must-have, good-to-have, production support or other.",
        )
        return
    title = title or kind.label
    if not row.says("name"):
        gathering.skill_list(level, title, kind, row.number)
    elif line := _requirement(row, remarks):
        gathering.requirement(level, title, kind, line, row.number)


def _requirement(row: Row, remarks: Remarks) -> Requirement | None:
    words, text, key = row.says("form").casefold(), row.says("detail"), row.says("key")
    form = FORMS.get(words) if words else told_form(text)
    if form is None:
        remarks.problem(row.number, f"“{words[:50]}” is no form: category, detail or nothing.")
        return None
    anchors = ((value, row.says(column)) for value, column in ANCHORS.items())
    return Requirement(
        name=row.says("name"),
        text=text,
        form=form,
        anchors=tuple(Anchor(value=value, text=said) for value, said in anchors if said),
        key=_key(key, row, remarks),
    )


def _key(said: str, row: Row, remarks: Remarks) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        remarks.problem(
            row.number, f"“{said[:50]}” is no key: keys are as exports have them. Leave the cell empty."
        )
        return None
