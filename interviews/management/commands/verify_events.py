"""Verify the record of what people did."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import verifying
from accounts.verifying import BrokenLink, Head


class Command(BaseCommand):
    help = (
        "Walk the chain of events and name the first broken link. Exit status 0 says that no event was "
        "changed, taken out or put in; only a head that was kept elsewhere shows that none was cut off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", action="store_true", help="print COUNT HASH only, to keep elsewhere")
        parser.add_argument(
            "--expect",
            type=kept_head,
            metavar="COUNT:HASH",
            help="a head that was kept: the chain goes by it",
        )

    def handle(self, *, head: bool, expect: Head | None, **options: Any) -> None:
        try:
            if head:
                self.stdout.write(str(verifying.head()))
                return
            last = self._walk(expect)
        except BrokenLink as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(
            f"{last.count} event{'' if last.count == 1 else 's'}, no broken link. Head: {last.hash}"
        )

    def _walk(self, expect: Head | None) -> Head:
        """What else an event can be held against, like what its digest stands for, belongs in this loop."""
        last = verifying.START
        for event in verifying.walk(kept=expect):
            last = Head(event.number, event.hash)
        return last


def kept_head(text: str) -> Head:
    found = re.fullmatch(r"(\d{1,18})[: ]([0-9a-f]{64})", text.strip())
    if not found:
        raise ArgumentTypeError("a number, a colon and 64 hex digits, as --head prints them")
    return Head(int(found[1]), found[2])
