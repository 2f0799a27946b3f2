"""Export all roles to a folder."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from roleprofiles import exporting
from roleprofiles.choices import DocumentFormat
from roleprofiles.documents import formats
from roleprofiles.documents.encoding import SIZE_LIMIT
from roleprofiles.models import Revision

CHUNK = 50  # roles that are held in memory at a time


class Command(BaseCommand):
    help = (
        "Write the current revision of every role to a folder, one file a role, named by its slug. Files "
        "that say the same already are not touched, so that version control sees only what has changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", required=True, type=Path, metavar="DIR", dest="folder")
        parser.add_argument("--format", choices=DocumentFormat.values, default=DocumentFormat.YAML)
        parser.add_argument("--prune", action="store_true", help="remove documents of roles that are gone")

    def handle(self, *, folder: Path, format: str, prune: bool, **options: Any) -> None:
        form = DocumentFormat(format)
        names = set()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, text in _documents(form):
                names.add(name)
                if _replace(folder / name, text.encode()):
                    self.stdout.write(f"{name}: written")
            for path in _gone(folder, form, names):
                self.stdout.write(f"{path.name}: {'removed' if prune else 'no role any more; left alone'}")
                if prune:
                    path.unlink()
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: {error.strerror or error}") from error
        self.stdout.write(f"{len(names)} role{'' if len(names) == 1 else 's'} in {folder}")


def _documents(form: DocumentFormat) -> Iterator[tuple[str, str]]:
    """File names and contents in the order of the names."""
    current = Revision.objects.filter(current_of__isnull=False).order_by("role__slug").defer("source")
    for revision in current.with_document().iterator(chunk_size=CHUNK):
        slug = revision.role.slug
        try:
            validate_slug(slug)  # rows do not promise it, and it must not lead out of the folder
        except ValidationError as error:
            raise CommandError(f"The role {slug!r} cannot name a file.") from error
        yield f"{slug}{formats.suffix_of(form)}", formats.write(exporting.said_by(revision), form)


def _replace(path: Path, data: bytes) -> bool:
    """Whether the file said something else. It changes in one step, and links are replaced, not followed."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with new.open("xb") as file:
        file.write(data)
    try:
        new.replace(path)
    except OSError:
        new.unlink()
        raise
    return True


def _gone(folder: Path, form: DocumentFormat, names: Collection[str]) -> Iterator[Path]:
    """Documents of the folder that no role has written; other files that end so are none of our business."""
    for path in sorted(folder.glob(f"*{formats.suffix_of(form)}")):
        if path.name in names or path.is_symlink() or not path.is_file() or path.stat().st_size > SIZE_LIMIT:
            continue
        reading = formats.read(path.read_bytes(), form)
        if reading.document and not reading.problems:
            yield path
