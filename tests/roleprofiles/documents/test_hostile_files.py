"""Files that are no role documents, or are made to hurt: each a problem with a line, and little work."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats
from roleprofiles.documents.spreadsheet import TABLE_LIMIT

MARKDOWN, YAML, JSON, CSV = DocumentFormat
EVERY = pytest.mark.parametrize("form", [YAML, JSON, CSV])
MEGABYTE = 999_000
MEMORY = 50_000_000  # bytes
LEVEL = "title: R\nlevels:\n- name: Mid\n  parts:\n"
LIST = f"{LEVEL}  - title: Must\n    requirements:\n"
TABLE = "role,level,list,name\n"

HUGE: dict[str, tuple[DocumentFormat, str, str]] = {  # what begins the file, and what fills it
    "items": (YAML, "a:\n", "- x\n"),
    "names": (YAML, "title: R\n", "{n}: v\n"),
    "levels that are texts": (YAML, "title: R\nlevels:\n", "- Mid\n"),
    "levels without names": (YAML, "title: R\nlevels:\n", "- {{}}\n"),
    "levels": (YAML, "title: R\nlevels:\n", "- name: L{n}\n"),
    "parts without titles": (YAML, LEVEL, "  - {{}}\n"),
    "requirements": (YAML, LIST, "    - x\n"),
    "requirements that say something else": (YAML, LIST, "    - {{a: b}}\n"),
    "requirements without names": (YAML, LIST, "    - {{text: a long text that takes some room}}\n"),
    "notes": (YAML, "title: R\nnotes:\n", "- text: x\n"),
    "brackets": (YAML, "", "["),
    "dashes": (YAML, "", "- "),
    "question marks": (YAML, "", "? "),
    "documents": (YAML, "", "--- a\n"),
    "comments": (YAML, "", "#\n"),
    "references": (YAML, "", "a{n}: &a{n} [*a, *a]\n"),
    "escapes in a text": (YAML, 'title: "', "\\n"),
    "digits": (YAML, "title: R\nlevels:\n- name: Mid\n  min_years: ", "9"),
    "a long name": (YAML, "title: ", "x"),
    "spaces": (YAML, "title: R\nlevels:", " "),
    "bullets": (YAML, "", "- **Git** - VCS\n"),
    "a list": (JSON, "[", "1,"),
    "a list in a list": (JSON, "", "["),
    "an object in an object": (JSON, "", '{{"a":'),
    "many names": (JSON, "{", '"{n}":1,'),
    "empty texts": (JSON, '{"title":"R","levels":[', '"",'),
    "half an emoji": (JSON, '{"title":"', "\\ud83e"),
    "backslashes": (JSON, '{"title":"', "\\\\"),
    "blank space": (JSON, "{", " \n"),
    "zeros": (JSON, '{"title":"R","levels":[{"name":"a","min_years":1', "0"),
    "columns": (CSV, "role,level,name,list", ",c{n}"),
    "empty columns": (CSV, "", ","),
    "rows": (CSV, TABLE, "a,b,c,d\n"),
    "empty rows": (CSV, TABLE, ",\n"),
    "levels of a table": (CSV, TABLE, "a,L{n},c,d\n"),
    "rows without a level": (CSV, TABLE, "a,,c,a requirement of some length\n"),
    "roles": (CSV, TABLE, "Role {n},L,c,a requirement of some length\n"),
    "an open quote": (CSV, f'{TABLE}"', "a,b,c,d\n"),
    "quotes": (CSV, TABLE, '"'),
    "apostrophes": (CSV, TABLE, "'"),
    "separators": (CSV, "", ";,\t"),
}  # fmt: skip


def huge(kind: str) -> tuple[bytes, DocumentFormat]:
    form, begin, fill = HUGE[kind]
    if "{n}" in fill:
        filled = "".join(fill.format(n=n) for n in range(MEGABYTE // len(fill.format(n=100_000))))
    else:
        fill = fill.replace("{{", "{").replace("}}", "}")
        filled = fill * ((MEGABYTE - len(begin)) // len(fill))
    return f"{begin}{filled}".encode(), form


@pytest.mark.parametrize("kind", HUGE)
def test_a_huge_file_is_refused_in_linear_time(kind: str) -> None:
    """The bound is generous, for busy machines: at this size anything quadratic takes many minutes."""
    data, form = huge(kind)
    assert len(data) <= 1_000_000
    begin = time.process_time()
    reading = formats.read(data, form)
    assert time.process_time() - begin < 30
    lines = data.count(b"\n") + 1
    assert reading.problems
    assert all(1 <= problem.line <= lines and problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    "kind",
    [
        "levels without names",
        "requirements without names",
        "many names",
        "rows without a level",
        "levels of a table",
    ],
)
def test_a_huge_file_takes_little_memory(kind: str) -> None:
    data, form = huge(kind)
    formats.read(b"", form)  # what is made once is not the file's
    tracemalloc.start()
    try:
        formats.read(data, form)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


ROW = TABLE.encode() + b"a,b,c,d"


@pytest.mark.parametrize(
    "table",
    {
        "a million columns": b"," * 4_900_000,
        "every separator": b";,\t" * 1_600_000,
        "a row of a million cells": ROW + b",x" * 2_400_000,
        "a row of a million cells in many lines": ROW + (b',"\n"' + b"," * 90) * 49_000,
        "columns that nobody knows": b"role,level,list,name"
        + b"".join(b",c%d" % n for n in range(190))
        + (b"\na,b,c,d" + b",x" * 190) * 12_000,
    }.items(),
    ids=lambda table: str(table[0]),
)
def test_a_table_of_five_megabytes_takes_little_memory(table: tuple[str, bytes]) -> None:
    data = table[1]
    assert len(data) <= TABLE_LIMIT
    tracemalloc.start()
    try:
        assert [part for _, _, part in formats.split("a.csv", data)] == [data]
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


def test_a_row_of_more_cells_than_anybody_needs_is_named() -> None:
    data = TABLE.encode() + b"a,b,c,d\n" + b"x," * 20_001
    assert [(p.line, p.message) for p in formats.read(data, CSV).problems] == [
        (3, "This row has more than 20,000 cells.")
    ]


def test_a_table_about_thousands_of_roles_is_parted_in_proportion() -> None:
    data, _ = huge("roles")
    rows = data[: data.rindex(b"\n", 0, 600_000) + 1]
    parts = formats.split("all.csv", rows)
    assert len(parts) == rows.count(b"\n") - 1
    assert sum(len(part) for _, _, part in parts) < 4 * len(rows)


@EVERY
@pytest.mark.parametrize(
    ("data", "line", "part"),
    [
        (b"", 1, "The file is empty"),
        (b" \n \n", 1, "The file is empty"),
        (b"\xef\xbb\xbf", 1, "The file is empty"),
        (b"x" * 10_000_000, 1, "The file is larger than 1 MB (10,000,000 bytes)."),
        ('{"title": "R"}'.encode("utf-16"), 1, "The file is UTF-16"),
        ("title: R".encode("utf-16-be"), 1, "The file is UTF-16"),
        (b"title: R\r\nlevels: \xff\xfe\r\n", 2, "This line is not UTF-8"),
        (b"role,level\n\nA,\0\n", 3, "NUL"),
        ("title: R\r\rx: \u202eR\r".encode(), 3, "invisible control"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 1, "This line is not UTF-8"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", 1, "NUL"),
    ],
)  # fmt: skip
def test_what_is_no_text(form: DocumentFormat, data: bytes, line: int, part: str) -> None:
    first, *_ = formats.read(data, form).problems
    assert (first.line, part in first.message) == (line, True), first


@EVERY
def test_every_kind_of_line_end_is_one(form: DocumentFormat) -> None:
    begin = {YAML: "title: R", JSON: '{"title": "R",', CSV: "role,level,list,name"}[form]
    wrong = {YAML: "title: S", JSON: '"title": "S"}', CSV: "A,,c,d"}[form]
    text = f"\ufeff{begin}\r\n\r\n\r\n\n\n{wrong}\r"
    assert [problem.line for problem in formats.read(text.encode(), form).problems] == [6]


ANYTHING = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode(errors="surrogatepass")),
    st.text("[]{}:,-?&*!|>'\"%@`#~ \t\n\\utrefalsn0123.eE+", max_size=60).map(str.encode),
    st.lists(
        st.sampled_from(
            ["title: R\n", "levels:\n", "- name: Mid\n", "  parts:\n", "  - ", "requirements: ", "[a]\n",
             "kind: other\n", "role,level,list,name\n", "A,Mid,Must,Git\n", '"', "sep=;\n", "'=", "\n"]
        ),
        max_size=12,
    ).map(lambda parts: "".join(parts).encode()),
)  # fmt: skip


@EVERY
@settings(max_examples=150, deadline=None)
@given(data=ANYTHING)
def test_reading_never_raises(form: DocumentFormat, data: bytes) -> None:
    reading = formats.read(data, form)
    assert reading.document is not None or reading.problems
    assert formats.split("a.csv", data)
    if reading.document and not reading.problems:
        formats.write(reading.document, form)
