"""Grant the application's database role what it needs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts import granting


class Command(BaseCommand):
    help = (
        "Print the SQL that lets a PostgreSQL role do the application's work and no more: no change of what "
        "is never changed (events), no TRUNCATE, no triggers switched off, no tables made or dropped. Run it "
        "as the owner of the tables, and again after every migration."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", metavar="ROLE", help="a role that may sign in and owns nothing")

    def handle(self, *, role: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL knows roles. Of SQLite, whoever can write the file owns all.")
        mighty = granting.is_mighty(connection, role)
        if mighty is None:
            raise CommandError(f"There is no role {role!r} here. Make it first: createuser --pwprompt {role}")
        if mighty:
            raise CommandError(f"{role!r} owns the tables or is a superuser: nothing can be denied to it.")
        for statement in granting.statements(connection, role=role):
            self.stdout.write(f"{statement};")
