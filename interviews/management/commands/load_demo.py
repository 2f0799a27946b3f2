"""Load the demo: role documents, people, two searches and their candidates in different states."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from interviews.management import demo

# Without characters that look like others: people type these from a screen.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - the letters, not a password


class Command(BaseCommand):
    help = (
        "Load the demo of fixtures/. The sign-ins are printed and kept in var/demo-sign-ins, for the owner "
        "to read. A demo that is loaded already is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="load it only where there is nobody at all yet"
        )

    def handle(self, *args: Any, if_empty: bool, **options: Any) -> None:
        try:
            lines = self.load(if_empty=if_empty)
        except demo.BadDemo as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(lines, ending="")

    @transaction.atomic
    def load(self, *, if_empty: bool) -> str:
        """The sign-ins as lines; none where there was nothing to do."""
        fixtures, kept = settings.BASE_DIR / "fixtures", settings.VAR_DIR / "demo-sign-ins"
        said = demo.read((fixtures / "demo.toml").read_text(encoding="utf-8"))
        if if_empty and User.objects.exists():
            self.stderr.write("There are people already: the demo was not loaded.")
            return ""
        if said.is_loaded:
            self.stderr.write(f"The demo is loaded already. Its sign-ins were written to {kept}")
            return ""
        documents, earlier = documents_in(fixtures / "roles"), documents_in(fixtures / "earlier")
        lines = as_lines(demo.load(said, documents, earlier=earlier, new_password=new_password))
        # Inside the transaction: people whose passwords nobody could read would be of no use.
        write_private(kept, lines)
        return lines


def documents_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.md"))}


def new_password() -> str:
    """Twelve random letters in groups, about 59 bits: ``k7mf-p2xq-9wtd``."""
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(3))


def as_lines(sign_ins: list[demo.SignIn]) -> str:
    width = max((len(one.person.email) for one in sign_ins), default=0)
    return "".join(
        f"{one.person.email:<{width}}  {one.password}  {one.person}, {one.about}. {one.look_at}\n"
        for one in sign_ins
    )


def write_private(path: Path, text: str) -> None:
    """A file for its owner alone, there as a whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp makes the file with mode 0600: at no moment can others read it.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
