"""Requirements as a table: out of a document, into one, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleprofiles.changes import with_keys
from roleprofiles.choices import DocumentFormat, RequirementForm, RequirementKind, SectionKind
from roleprofiles.documents import cells, formats, spreadsheet
from roleprofiles.documents.overlay import laid_over
from roleprofiles.documents.shapes import (
    Anchor,
    Level,
    Reading,
    Requirement,
    RoleDocument,
    Section,
    SkillList,
)
from tests.roleprofiles.documents.shapes_drawn import TRICKY, shapes
from tests.roleprofiles.documents.test_writing import documents

CSV = DocumentFormat.CSV
KEY = UUID("5f0f7c1e-6a4e-4a53-9d0b-3f6f6f3f7d11")
HEADER = "role,level,list,kind,name,form,detail,anchor_1,anchor_2,anchor_3,anchor_4,key"
GIT = Requirement(name="Git", text="VCS", form=RequirementForm.CATEGORY)


def read(text: str) -> Reading:
    return formats.read(text.encode(), CSV)


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read(text).problems]


def levels_of(text: str) -> tuple[Level, ...]:
    reading = read(text)
    assert (reading.problems, reading.warnings) == ((), ())
    assert reading.document is not None
    return reading.document.levels


def one_list(*requirements: Requirement, title: str = "Must-Have") -> tuple[Level, ...]:
    skills = SkillList(kind=RequirementKind.MUST_HAVE, title=title, requirements=requirements)
    return (Level(name="Mid", parts=(skills,)),)


# Cells


@given(st.one_of(TRICKY, st.text(), st.text("'=+-@\t\r＝＋－＠a")))
def test_a_text_comes_back_from_its_cell(text: str) -> None:
    assert cells.unguarded(cells.guarded(text)) == text


@given(st.lists(st.lists(st.one_of(TRICKY, st.text("'=+-@\t\r\n＝＋－＠\"a,;")), min_size=2), min_size=1))
def test_no_cell_is_a_formula(rows: list[list[str]]) -> None:
    """As a spreadsheet sees it: RFC 4180, whatever the texts are."""
    written = cells.write(rows).removeprefix("\ufeff")
    found = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert [[cells.unguarded(cell) for cell in row] for row in found] == rows
    assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for row in found for cell in row)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-1", "'-1"),
        ("\tx", "'\tx"),
        ("", ""),
        ("'", "'"),
        ("'quoted'", "'quoted'"),
        ("a=b", "a=b"),
    ],
)
def test_how_a_formula_is_guarded(text: str, cell: str) -> None:
    assert (cells.guarded(text), cells.unguarded(cell)) == (cell, text)


# Round trips


def laid_back(document: RoleDocument) -> RoleDocument:
    """What is imported of the table that was just exported."""
    reading = read(formats.write(document, CSV))
    assert (reading.problems, reading.warnings) == ((), ())
    assert reading.document is not None
    return laid_over(document, reading.document)


def keyed(document: RoleDocument) -> RoleDocument:
    """As rows have it: every requirement has a key of its own."""
    return with_keys(None, document)


@settings(max_examples=120, deadline=None)
@given(shapes())
def test_a_table_laid_over_its_document_changes_nothing(document: RoleDocument) -> None:
    document = keyed(document)
    assert laid_back(document) == document


@settings(max_examples=80, deadline=None)
@given(documents())
def test_the_same_for_documents_that_were_read(text: str) -> None:
    reading = formats.read(text.encode())
    if reading.document is None or reading.problems:
        return
    document = keyed(reading.document)
    assert laid_back(document) == document


@settings(max_examples=100, deadline=None)
@given(shapes())
def test_a_table_that_was_read_is_written_the_same(document: RoleDocument) -> None:
    said = read(formats.write(document, CSV)).document
    assert said
    written = formats.write(said, CSV)
    again = read(written).document
    assert again == said
    assert formats.write(again, CSV) == written


def test_how_a_table_looks() -> None:
    lines = (
        GIT,
        Requirement(name="=SQL", text="a, b", form=RequirementForm.DETAIL, key=KEY),
        Requirement(name="C#", anchors=(Anchor(value=1, text="-"), Anchor(value=3, text="Writes it"))),
    )
    document = RoleDocument(title="Analyst", levels=(*one_list(*lines), Level(name="Lead")))
    assert formats.write(document, CSV) == "\ufeff" + "\r\n".join(
        [
            HEADER,
            "Analyst,Mid,Must-Have,Must-have,Git,category,VCS,,,,,",
            f'Analyst,Mid,Must-Have,Must-have,\'=SQL,detail,"a, b",,,,,{KEY}',
            "Analyst,Mid,Must-Have,Must-have,C#,,,'-,,Writes it,,",
            "Analyst,Lead,,,,,,,,,,",
            "",
        ]
    )


# Reading


def test_what_a_table_says() -> None:
    table = (
        f"{HEADER}\n"
        f"Analyst,Mid,Must-Have,,Git,category,VCS,,,,,{KEY}\n"
        "Analyst,Mid,Spare,good-to-have,Go,DETAIL,any,,,,,\n"
        "Analyst,Mid,Must-Have,,SQL,,Data,Asks,,Joins,,\n"
        "analyst,MID,must-have,must have,Bash,,,,,,,\n"
        "Analyst,Lead,,other,Talk,,,,,,,\n"
    )
    document = read(table).document
    assert document == RoleDocument(
        title="Analyst",
        sections=(
            Section(kind=SectionKind.REQUIREMENTS, title="🛠️ Tech Stack Requirements by Experience Level"),
        ),
        levels=(
            Level(
                name="Mid",
                parts=(
                    SkillList(
                        kind=RequirementKind.MUST_HAVE,
                        title="Must-Have",
                        requirements=(
                            GIT,
                            Requirement(
                                name="SQL",
                                text="Data",
                                form=RequirementForm.CATEGORY,
                                anchors=(Anchor(value=1, text="Asks"), Anchor(value=3, text="Joins")),
                            ),
                            Requirement(name="Bash"),
                        ),
                    ),
                    SkillList(
                        kind=RequirementKind.GOOD_TO_HAVE,
                        title="Spare",
                        requirements=(Requirement(name="Go", text="any", form=RequirementForm.DETAIL),),
                    ),
                ),
            ),
            Level(
                name="Lead",
                parts=(
                    SkillList(
                        kind=RequirementKind.OTHER, title="Other", requirements=(Requirement(name="Talk"),)
                    ),
                ),
            ),
        ),
    )
    assert document.levels[0].lists[0].requirements[0].key == KEY


@pytest.mark.parametrize(
    "text",
    [
        "role,level,list,name,detail\nA,Mid,Must-Have,Git,VCS\n",
        "\ufeffrole,level,list,name,detail\r\nA,Mid,Must-Have,Git,VCS\r\n",
        "role;level;list;name;detail\nA;Mid;Must-Have;Git;VCS\n",
        "role\tlevel\tlist\tname\tdetail\nA\tMid\tMust-Have\tGit\tVCS\n",
        "sep=;\nrole;level;list;name;detail\nA;Mid;Must-Have;Git;VCS\n",
        "\n\nrole,level,list,name,detail\n,,,,\nA,Mid,Must-Have,Git,VCS\n\n",
        'detail,"name","List",LEVEL,Role\nVCS,"Git",Must-Have,Mid,A\n',
        " role , level,list,name,detail\n A , Mid,Must-Have, Git,VCS,,\n",
        "role,level,list,name,detail\rA,Mid,Must-Have,Git,VCS\r",
    ],
)
def test_the_tables_that_programs_write(text: str) -> None:
    assert levels_of(text) == one_list(GIT)


def test_a_quoted_line_end_is_one_cell_and_line_numbers_stay_true() -> None:
    text = 'role,level,list,name\r\nA,Mid,Must,"Git\r\nand more"\r\nA,,Must,SQL\r\n'
    assert problems_of(text) == [(2, "This has to be one line."), (4, "This row has no level.")]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "The file is empty: a table of requirements begins with the columns role, level, list"),
        (",,,\n", 1, "The file is empty"),
        (HEADER, 1, "The table has no rows"),
        ("level,list,name\nMid,Must,Git\n", 1, "There is no column “role”."),
        ("\nrole,level,name\nA,Mid,Git\n", 2, "There is no column “list”."),
        ("a,b\n1,2\n", 1, "There is no column “role”, “level”, “name”, “list”."),
        ("role,level,list,name,Name\nA,Mid,Must,Git,Git\n", 1, "The column “name” stands here twice."),
        ("role,level,list,name\nA,Mid,Must,Git\n,Mid,Must,SQL\n", 3, "This row has no role."),
        ("role,level,list,name,detail\nA,Mid,Must,,VCS\n", 2, "This requirement has no name."),
        ("role,level,list,name\nA,Mid,,Git\n", 2, "This row has no list and no kind."),
        ("role,level,list,kind,name\nA,Mid,Must,nice,Git\n", 2, "“nice” is no kind of list"),
        ("role,level,list,form,name\nA,Mid,Must,colon,Git\n", 2, "“colon” is no form"),
        ("role,level,list,key,name\nA,Mid,Must,12,Git\n", 2, "“12” is no key"),
        ("role,level,list,name\nA,Mid,Must,Git\nB,Mid,Must,Git\n", 3, "This row is about “B”, the first"),
        ("role,level,list,name\nA,Mid,Must,a, b\n", 2, "more cells than the table has columns"),
        ('role,level,list,name\nA,Mid,Must,"Git\n', 2, "A quotation mark in this row is never closed."),
        ('role,level,list,name\nA,Mid,Must,"Git" x\n', 2, "within a cell, it is written twice"),
        (f"role,level,list,name\nA,Mid,Must,{'x' * 301}\n", 2, "more than 300 characters"),
        (f"role,level,list,name\nA,{'x' * 101},Must,Git\n", 2, "more than 100 characters"),
        (f"role,level,list,name\n{'x' * 201},Mid,Must,Git\n", 2, "more than 200 characters"),
        ("role,level,list,name\n" + "A,Mid,Must,Git\n" * 2001, 2002, "more than 2,000 requirements"),
        (
            "role,level,list,name\n" + "".join(f"A,L{n},Must,Git\n" for n in range(31)),
            32,
            "more than 30 levels",
        ),
        ("role,level,list,name\n" + "A,Mid,Must,Git\n" * 20_001, 20_002, "more than 20,000 rows"),
        ("role,level,list,name" + ",x" * 197 + "\nA,Mid,Must,Git\n", 1, "more than 200 columns"),
    ],
)
def test_problems(text: str, line: int, part: str) -> None:
    found = problems_of(text)
    assert [(number, part in message) for number, message in found] == [(line, True)], found


def test_columns_that_are_not_known_are_a_warning() -> None:
    reading = read("role,level,list,name,Years,owner,a,b,c,d\nA,Mid,Must-Have,Git,3,me,,,,\n")
    message = "Not read, since the columns are not known: “Years”, “owner”, “a”, “b”, “c” and 1 more."
    assert [(said.line, said.message) for said in reading.warnings] == [(1, message)]
    assert reading.document
    assert reading.document.levels == one_list(Requirement(name="Git"))


# Several roles in one table

TWO = (
    "name,role,level,list,Years\r\n"
    "Git,Analyst,Mid,Must-Have,\r\n"
    '"=SQL\r\nmore",Tester,Mid,Must-Have,\r\n'
    "Go,analyst,Mid,Must-Have,3\r\n"
    "Bash,Tester,,Must-Have,\r\n"
)


def test_a_table_about_several_roles_is_a_document_for_each() -> None:
    parts = formats.split("team.csv", TWO.encode())
    assert [(name, form) for name, form, _ in parts] == [
        ("team (Analyst).csv", CSV), ("team (Tester).csv", CSV),
    ]  # fmt: skip
    analyst, tester = (formats.read(data, form) for _, form, data in parts)
    assert analyst.document
    assert (analyst.document.title, analyst.document.levels) == (
        "Analyst", one_list(Requirement(name="Git"), Requirement(name="Go")),
    )  # fmt: skip
    assert [said.message for said in analyst.warnings] == [
        "Not read, since the columns are not known: “Years”."
    ]
    assert [(said.line, said.message) for said in tester.problems] == [
        (3, "This has to be one line."),
        (6, "This row has no level."),
    ]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(shapes(), min_size=2, max_size=3, unique_by=lambda said: " ".join(said.title.split()).casefold())
)
def test_each_role_reads_as_if_it_stood_alone(found: list[RoleDocument]) -> None:
    tables = [formats.write(document, CSV) for document in found]
    together = tables[0] + "".join(table.split("\r\n", 1)[1] for table in tables[1:])
    parts = formats.split("all.csv", together.encode())
    assert [formats.read(data, form).document for _, form, data in parts] == [
        read(table).document for table in tables
    ]


@pytest.mark.parametrize(
    "data",
    [
        HEADER.encode() + b"\nA,Mid,Must-Have,,Git,,,,,,,\n",
        b"",
        b"\xff\xfe",
        b"role,level\nA,Mid,x\nB,Mid,y\n",
        b'role,level\nA,"Mid\nB,Mid\n',
    ],
)
def test_other_tables_stay_as_they_came(data: bytes) -> None:
    assert formats.split("a.CSV", data) == [("a.CSV", CSV, data)]


def test_a_large_table_is_read_role_by_role() -> None:
    rows = "".join(f"Role {n % 60},Mid,Must-Have,Skill {n},{'x' * 100}\n" for n in range(15_000))
    table = f"role,level,list,name,detail\n{rows}".encode()
    assert len(table) > 1_900_000
    parts = formats.split("all.csv", table)
    assert len(parts) == 60
    documents = [formats.read(data, form).document for _, form, data in parts]
    assert [len(one.levels[0].lists[0].requirements) for one in documents if one] == [250] * 60
    assert sum(len(data) for _, _, data in parts) < 2 * len(table)
    assert formats.split("all.csv", table * 3) == [("all.csv", CSV, table * 3)]


def test_the_columns_are_the_documented_ones() -> None:
    assert ",".join(spreadsheet.COLUMNS) == HEADER
