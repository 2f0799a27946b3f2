"""A document's bytes as text: refused where they are not safe to read, mended where they are broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

import ftfy

from roleprofiles.documents.shapes import Mend, Remark

SIZE_LIMIT = 1_000_000  # bytes
MEND_ROUNDS = 4
LINES_NAMED = 5

# UTF-8 read as Mac Roman: a lead byte (E2, F0 or EF), then two or three continuation bytes.
_CONTINUATION = f"[{re.escape(bytes(range(0x80, 0xC0)).decode('mac_roman'))}]"
_BROKEN_RUN = re.compile(
    f"(?:\u201a{_CONTINUATION}{{2}}|\uf8ff{_CONTINUATION}{{3}}|\u00d4{_CONTINUATION}{{2}})+"
)
# At the start of a line it is left over from files that were put together.
_BYTE_ORDER_MARK = re.compile("^\ufeff+", re.MULTILINE)
# They make a line look as if it said something else than it says.
_BIDI_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """``text`` has ``\\n`` line ends and no byte order mark; it is empty if there are problems."""

    text: str = ""
    mends: tuple[Mend, ...] = ()
    problems: tuple[Remark, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a document that people write: what broke on its way is mended."""
    received = as_received(data)
    return received if received.problems else _mended(received.text)


def as_received(data: bytes, limit: int = SIZE_LIMIT) -> Decoded:
    """The text of a document that programs write: nothing is mended, so nothing is mistaken for broken."""
    refusal = _refusal(data, limit)
    if refusal:
        return Decoded(problems=(Remark(line=1, message=refusal),))
    lines = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    problems = [problem for number, line in enumerate(lines, 1) if (problem := _byte_problem(number, line))]
    if problems:
        return Decoded(problems=_in_short(problems))
    return Decoded(text="\n".join(line.decode() for line in lines))


def mend(text: str) -> str:
    """The text with broken characters mended; mending it again changes nothing.

    The whole text is looked at in one: a single short line says too little to tell what broke it.
    """
    mended = text = _BYTE_ORDER_MARK.sub("", text)
    for _ in range(MEND_ROUNDS):
        before, mended = mended, _mended_once(mended)
        if mended == before:
            return mended if mended.count("\n") == text.count("\n") else text
    return text


def _mended_once(text: str) -> str:
    # Runs are for what is left: good and broken characters side by side.
    return _BYTE_ORDER_MARK.sub("", _BROKEN_RUN.sub(_run_as_utf8, ftfy.fix_encoding(text)))


def _run_as_utf8(run: re.Match[str]) -> str:
    try:
        return run[0].encode("mac_roman").decode()
    except UnicodeError:
        return run[0]


def _mended(text: str) -> Decoded:
    before, after = text.split("\n"), mend(text).split("\n")
    problems = [problem for number, line in enumerate(after, 1) if (problem := text_problem(number, line))]
    if problems:
        return Decoded(problems=tuple(problems))
    pairs = enumerate(zip(before, after, strict=True), 1)
    mends = tuple(Mend(line=number, before=was, after=now) for number, (was, now) in pairs if was != now)
    return Decoded(text="\n".join(after), mends=mends)


def _refusal(data: bytes, limit: int) -> str:
    if len(data) > limit:
        return f"The file is larger than {limit // 1_000_000} MB ({len(data):,} bytes)."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:2]:
        return "The file is UTF-16, not UTF-8: save it again with the encoding UTF-8."
    return ""


def _byte_problem(number: int, line: bytes) -> Remark | None:
    try:
        return text_problem(number, line.decode())
    except UnicodeDecodeError as error:
        message = (
            f"This line is not UTF-8 (byte {error.start + 1} of the line): save the file again as UTF-8."
        )
        return Remark(line=number, message=message)


def _in_short(problems: list[Remark]) -> tuple[Remark, ...]:
    """A picture or a spreadsheet is wrong in every line: a few of them say enough."""
    if len(problems) <= LINES_NAMED:
        return tuple(problems)
    more = f"{len(problems) - LINES_NAMED:,} more lines like this. Is the file really text, saved as UTF-8?"
    return (*problems[:LINES_NAMED], Remark(line=problems[LINES_NAMED].line, message=more))


def text_problem(number: int, line: str) -> Remark | None:
    """What makes a line unfit to be kept or shown; escapes of JSON and YAML can hide it from the bytes."""
    if "\0" in line:
        return Remark(line=number, message="This line contains a NUL character: is the file really text?")
    if control := _BIDI_CONTROL.search(line):
        message = (
            f"This line contains an invisible control for the direction of text (U+{ord(control[0]):04X})."
        )
        return Remark(line=number, message=message)
    return None
