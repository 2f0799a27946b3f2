"""Zip files of role documents. They are read in memory, within bounds, and nothing is written to a disk."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from roleprofiles.documents.filenames import is_hidden

ENTRY_LIMIT = 2_000
FILE_LIMIT = 5_000_000  # bytes
UNPACKED_LIMIT = 25_000_000  # bytes, of all files together
RATIO_LIMIT = 100  # bytes unpacked for a byte packed; text comes to about 4
DIRECTORY_LIMIT = 1_000_000  # bytes of the list of files, which is read whole
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others may want any amount of memory
_ENCRYPTED = 0x1
# What the standard library raises for files that are no zip, cut short, or made to harm.
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
    EOFError,
)
_DAMAGED = (*_BROKEN, struct.error, zlib.error)


class ArchiveRefused(Exception):
    """The zip file is not opened; the message says why, in words for people."""


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A file of a zip: its name as the zip has it, and its bytes or why there are none."""

    name: str
    data: bytes = b""
    problem: str = ""


class _Sparing:
    """A file of which no more is read at once than a zip within bounds needs."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1, /) -> bytes:
        if size > DIRECTORY_LIMIT:
            raise ArchiveRefused(f"The zip holds more than {ENTRY_LIMIT:,} files.")
        return self.file.read(size)


def unpack(file: IO[bytes], *, hidden: bool = False) -> Iterator[Packed]:
    """The files of a zip, one after the other; ArchiveRefused before anything is unpacked.

    What is there for a computer only is left out unless it is asked for: dot files, ``__MACOSX``; folders
    always are.
    """
    try:
        archive = zipfile.ZipFile(_Sparing(file))
    except _DAMAGED as error:
        raise ArchiveRefused("This is no zip file, or it is damaged.") from error
    entries = archive.infolist()
    _refuse_bombs(entries)
    files = [entry for entry in entries if not entry.filename.endswith("/")]
    if not hidden:
        files = [entry for entry in files if not is_hidden(entry.filename)]
    return (_packed(archive, entry) for entry in files)


def too_large(size: int, limit: int) -> str:
    return f"The file is larger than {limit // 1_000_000} MB ({size:,} bytes)."


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    """By what the zip says of itself: a file that unpacks to more than it says is damaged."""
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    if len(entries) > ENTRY_LIMIT:
        raise ArchiveRefused(f"The zip holds more than {ENTRY_LIMIT:,} files.")
    if unpacked > UNPACKED_LIMIT:
        raise ArchiveRefused(f"The zip unpacks to more than {UNPACKED_LIMIT // 1_000_000} MB.")
    if unpacked > packed * RATIO_LIMIT:
        raise ArchiveRefused(f"The zip unpacks to more than {RATIO_LIMIT} times its size.")


def _packed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Packed:
    if problem := _problem(entry):
        return Packed(name=entry.filename, problem=problem)
    try:
        with archive.open(entry) as file:
            # Asked for no number of bytes, the standard library unpacks all there are, whatever the zip says.
            return Packed(name=entry.filename, data=file.read(entry.file_size + 1))
    except _DAMAGED:
        return Packed(name=entry.filename, problem="The file is damaged in the zip.")


def _problem(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _ENCRYPTED:
        return "The file is locked with a password in the zip."
    if entry.compress_type not in _PLAIN:
        return "The file is packed in a way that is not opened here: make the zip anew."
    if entry.file_size > FILE_LIMIT:
        return too_large(entry.file_size, FILE_LIMIT)
    return ""
