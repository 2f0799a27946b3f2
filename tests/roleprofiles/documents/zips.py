"""Zip files for tests: whole ones, and ones put together by hand that say what is not so."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Names are stored as they are given, hostile ones too."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("x")
            entry.filename, entry.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return held.getvalue()


def local(
    name: bytes, *, method: int = 0, flags: int = 0, crc: int = 0, packed: int = 0, size: int = 0
) -> bytes:
    """What stands before a file's bytes."""
    return (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 0, crc, packed, size, len(name), 0) + name
    )


def central(
    name: bytes, *, method: int = 0, flags: int = 0, crc: int = 0, packed: int = 0, size: int = 0
) -> bytes:
    """A file's entry in the list at the end; its bytes are at the start of the zip."""
    said = (20, 20, flags, method, 0, 0, crc, packed, size, len(name), 0, 0, 0, 0, 0, 0)
    return struct.pack("<4s6H3I5H2I", b"PK\1\2", *said) + name


def end(count: int, length: int, at: int) -> bytes:
    """The last record: how many files, and where the list of them is."""
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, min(count, 0xFFFF), min(count, 0xFFFF), length, at, 0)
