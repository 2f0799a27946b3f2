"""Export a role document."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roleprofiles import exporting
from roleprofiles.choices import DocumentFormat
from roleprofiles.models import Role


class Command(BaseCommand):
    help = "Print a role's document: its current revision, or the one with the number that is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--revision", type=int, metavar="N")
        parser.add_argument("--format", choices=DocumentFormat.values, default=DocumentFormat.MARKDOWN)

    def handle(self, *, slug: str, revision: int | None, format: str, **options: Any) -> None:
        role = Role.objects.with_current().filter(slug=slug).first()
        if role is None:
            raise CommandError(f"There is no role {slug!r}.")
        found = role.current if revision is None else role.revisions.filter(number=revision).first()
        if found is None:
            raise CommandError(
                f"{slug} is not published." if revision is None else f"{slug} has no revision {revision}."
            )
        self.stdout.write(exporting.written(found, DocumentFormat(format)), ending="")
