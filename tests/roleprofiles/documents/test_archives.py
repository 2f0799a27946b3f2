"""Zip files as people send them, and as they are made to harm."""

from __future__ import annotations

import io
import time
import tracemalloc
import unicodedata
import zlib
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleprofiles.choices import DocumentFormat
from roleprofiles.documents.archives import ArchiveRefused, Packed, unpack
from roleprofiles.documents.arrivals import Arrival, arrivals, format_of_text, pasted
from roleprofiles.documents.filenames import NAME_LIMIT, is_hidden, shown_name
from tests.roleprofiles.documents.zips import central, end, local, zipped


def names(data: bytes) -> list[str]:
    return [packed.name for packed in unpack(io.BytesIO(data))]


def refusal(data: bytes) -> str:
    """Why it is not opened, and that this took no time and no memory to speak of."""
    tracemalloc.start()
    begin = time.process_time()
    with pytest.raises(ArchiveRefused) as refused:
        unpack(io.BytesIO(data))
    took, (_, peak) = time.process_time() - begin, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000
    assert took < 10  # generous, for busy machines and for tracing: unpacking gigabytes takes far longer
    return str(refused.value)


def test_files_come_in_the_order_of_the_zip() -> None:
    data = zipped({"b.md": "# B", "deep/er/a.md": "# A", "empty.txt": ""})
    assert list(unpack(io.BytesIO(data))) == [
        Packed(name="b.md", data=b"# B"),
        Packed(name="deep/er/a.md", data=b"# A"),
        Packed(name="empty.txt"),
    ]


def test_what_is_there_for_a_computer_is_left_out() -> None:
    found = dict.fromkeys(
        ["__MACOSX/._a.md", ".DS_Store", "x/.git/config", "x/.hidden.md", "folder/", "a.md", "x/b..md"], "#"
    )
    assert names(zipped(found)) == ["a.md", "x/b..md"]


# Bombs


def test_ten_gigabytes_are_refused_by_what_the_zip_says() -> None:
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join([deflated.compress(b"\0" * 1_000_000) for _ in range(10)]) + deflated.flush()
    listed = [central(f"{n}.md".encode(), packed=len(packed), size=1_000_000_000) for n in range(10)]
    data = local(b"0.md") + packed + b"".join(listed)
    data += end(len(listed), sum(map(len, listed)), len(local(b"0.md") + packed))
    assert refusal(data) == "The zip unpacks to more than 25 MB."


def test_a_hundred_thousand_files_are_refused_unread() -> None:
    listed = b"".join(central(f"{n}.md".encode()) for n in range(100_000))
    data = listed + end(0xFFFF, len(listed), 0)
    assert refusal(data) == "The zip holds more than 2,000 files."


def test_two_thousand_files_are_the_most() -> None:
    assert len(names(zipped(dict.fromkeys(map(str, range(2_000)), "#")))) == 2_000
    assert (
        refusal(zipped(dict.fromkeys(map(str, range(2_001)), "#"))) == "The zip holds more than 2,000 files."
    )


def test_what_unpacks_to_far_more_than_itself_is_refused() -> None:
    assert refusal(zipped({"a.md": "a" * 1_000_000})) == "The zip unpacks to more than 100 times its size."


def test_a_file_that_unpacks_to_more_than_it_says_is_damaged() -> None:
    body = zlib.compress(b"a" * 4_000_000, 9)[2:-4]
    head = local(b"a.md", method=8, packed=len(body), size=10)
    listed = central(b"a.md", method=8, packed=len(body), size=10)
    data = head + body + listed + end(1, len(listed), len(head + body))
    assert list(unpack(io.BytesIO(data))) == [Packed(name="a.md", problem="The file is damaged in the zip.")]


def test_a_file_that_says_it_is_small_is_not_unpacked_whole() -> None:
    """A tenth of a megabyte says that it has ten bytes and has a hundred million."""
    deflated = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join([deflated.compress(b"\0" * 1_000_000) for _ in range(100)]) + deflated.flush()
    head = local(b"a.md", method=8, packed=len(body), size=10)
    listed = central(b"a.md", method=8, packed=len(body), size=10)
    data = head + body + listed + end(1, len(listed), len(head + body))
    tracemalloc.start()
    try:
        found = list(unpack(io.BytesIO(data)))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert found == [Packed(name="a.md", problem="The file is damaged in the zip.")]


def test_one_body_for_many_files_is_counted_for_each() -> None:
    body = zlib.compress(bytes(range(256)) * 400, 0)[2:-4]
    head = local(b"a.md", method=8, packed=len(body), size=102_400)
    listed = [central(b"a.md", method=8, packed=len(body), size=102_400) for _ in range(300)]
    data = head + body + b"".join(listed) + end(300, sum(map(len, listed)), len(head + body))
    assert refusal(data) == "The zip unpacks to more than 25 MB."


# Locked, strange, broken


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"flags": 1}, "The file is locked with a password in the zip."),
        ({"method": 12}, "The file is packed in a way that is not opened here: make the zip anew."),
        ({"method": 14}, "The file is packed in a way that is not opened here: make the zip anew."),
        ({"method": 99}, "The file is packed in a way that is not opened here: make the zip anew."),
        ({"packed": 5_000_001, "size": 5_000_001}, "The file is larger than 5 MB (5,000,001 bytes)."),
        ({"crc": 1}, "The file is damaged in the zip."),
    ],
    ids=["locked", "bzip2", "lzma", "aes", "large", "checksum"],
)
def test_a_file_that_is_not_unpacked_says_why(entry: dict[str, int], problem: str) -> None:
    head = local(b"a.md", **entry)
    listed = central(b"a.md", **entry)
    data = head + listed + end(1, len(listed), len(head))
    assert list(unpack(io.BytesIO(data))) == [Packed(name="a.md", problem=problem)]


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"# A role", end(1, 500, 0), end(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)]
)
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert refusal(data) in ("This is no zip file, or it is damaged.", "The zip holds more than 2,000 files.")


SAMPLE = zipped({"a.md": "# A\n" * 50, "b/c.md": "# B\n" * 50})


@given(st.data())
def test_no_broken_byte_breaks_reading(data: st.DataObject) -> None:
    """Whatever the bytes are: files, files that say what is wrong with them, or a refusal."""
    broken = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 40))
    try:
        found = list(unpack(io.BytesIO(bytes(broken[: len(broken) - cut]))))
    except ArchiveRefused:
        return
    assert all(packed.problem in ("", *PROBLEMS) or "larger than" in packed.problem for packed in found)


PROBLEMS = (
    "The file is damaged in the zip.",
    "The file is locked with a password in the zip.",
    "The file is packed in a way that is not opened here: make the zip anew.",
)


@given(st.binary(max_size=300), st.sampled_from([b"", SAMPLE[-22:], SAMPLE]))
def test_no_bytes_before_the_end_break_reading(noise: bytes, tail: bytes) -> None:
    try:
        found = list(unpack(io.BytesIO(noise + tail)))
    except ArchiveRefused:
        return
    assert {packed.name for packed in found} <= {"a.md", "b/c.md"}


# Names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.md", "a.md"),
        ("roles/a.md", "roles/a.md"),
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("/etc/a.md", "etc/a.md"),
        ("C:\\roles\\a.md", "roles/a.md"),
        ("\\\\server\\share\\a.md", "server/share/a.md"),
        ("%2e%2e/a.md", "%2e%2e/a.md"),
        ("a\0.md", "a.md"),
        ("a\nb\u202e\ud800.md", "ab.md"),
        (" . / .. /a.md", "a.md"),
        ("..", ""),
        ("", ""),
        ("x" * 400 + ".md", "…" + "x" * 251 + ".md"),
        ("é🤖 role.md", "é🤖 role.md"),
    ],
)
def test_the_name_that_is_shown(name: str, shown: str) -> None:
    assert shown_name(name) == shown


PIECES = st.sampled_from(
    ["..", ".", "/", "\\", "%2e", "%2e%2e", "\0", "C:", "~", "a", ".md", " ", "\u202e", "x" * 260]
)
NAMES = st.lists(PIECES | st.text(st.characters(), max_size=4), max_size=12).map("".join)


@given(NAMES)
def test_no_name_leads_anywhere(name: str) -> None:
    shown = shown_name(name)
    parts = {*PurePosixPath(shown).parts, *PureWindowsPath(shown).parts}
    assert not parts & {"..", "/", "\\"}
    assert not PurePosixPath(shown).is_absolute()
    assert not PureWindowsPath(shown).drive
    assert len(shown) <= NAME_LIMIT
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs"}
    assert shown_name(shown) == shown
    is_hidden(name)


@given(NAMES)
def test_any_name_in_a_zip_is_listed_or_left_out(name: str) -> None:
    """As a zip can hold it: without surrogates, and what follows a NUL cut off."""
    held = name.encode(errors="replace").decode()
    listed = list(arrivals("roles.zip", io.BytesIO(zipped({held: "# A"}))))
    assert all(0 < len(arrival.name) <= NAME_LIMIT for arrival in listed)
    assert len(listed) <= 1


# What a file holds


def test_a_file_of_the_zip_is_a_document_or_says_why_not() -> None:
    data = zipped({"../a.md": "# A", "b.pdf": "%PDF", "c.zip": "PK", "d.TXT": "# D", "/": "x", "..": "x"})
    kind = "A file of this kind is not read. Expected: .md,"
    found = list(arrivals("Roles.ZIP", io.BytesIO(data)))
    assert found[0] == Arrival(name="a.md", format=DocumentFormat.MARKDOWN, data=b"# A")
    assert [(one.name, one.problem[: len(kind)]) for one in found[1:]] == [
        ("b.pdf", kind),
        ("c.zip", "A zip within a zip is not opened: upload it by "),
        ("d.TXT", ""),
        ("A file without a name", kind),
    ]


@pytest.mark.parametrize(("size", "is_read"), [(1_000_000, True), (1_000_001, False)])
def test_a_document_has_a_megabyte_at_most(size: int, is_read: bool) -> None:
    (found,) = arrivals("a.md", io.BytesIO(b"x" * size))
    problem = "" if is_read else "The file is larger than 1 MB (1,000,001 bytes)."
    assert (len(found.data), found.problem) == (size if is_read else 0, problem)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_document_has_fifty_thousand_lines_at_most(end: str) -> None:
    found = [next(arrivals("a.md", io.BytesIO((end * n).encode()))) for n in (50_000, 50_001)]
    assert [one.problem for one in found] == ["", "The file has more than 50,000 lines."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Role\n## Skills by Level\n", DocumentFormat.MARKDOWN),
        ("", DocumentFormat.MARKDOWN),
        ("just words: some", DocumentFormat.MARKDOWN),
        ('\n {"title": "Role"}', DocumentFormat.JSON),
        ("# a comment\ntitle: Role\nlevels:\n", DocumentFormat.YAML),
        ("---\ntitle: Role\n", DocumentFormat.YAML),
        ("---\n# Role\n## Skills\n", DocumentFormat.MARKDOWN),
        ("Role,Level,Skill\nA,Mid,Git\n", DocumentFormat.CSV),
        ("Role;Level;Skill\n", DocumentFormat.CSV),
    ],
)
def test_pasted_text_tells_its_format(text: str, expected: DocumentFormat, every_format: None) -> None:
    assert format_of_text(text) == expected


def test_pasted_text_is_one_document() -> None:
    assert list(pasted("# Rôle")) == [
        Arrival(name="Pasted text.md", format=DocumentFormat.MARKDOWN, data="# Rôle".encode())
    ]


@pytest.fixture
def every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {f".{form.value}": form for form in DocumentFormat}
    monkeypatch.setattr("roleprofiles.documents.formats.SUFFIXES", known)
