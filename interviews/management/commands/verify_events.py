"""Verify the record of what people did."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import verifying
from accounts.verifying import BrokenLink, Head
from interviews import proving

MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "Walk the chain of events and name the first broken link, then the submitted scorecards and the "
        "decisions that are not what events keep a digest of. Exit status 0 says that nothing was changed, "
        "taken out or put in; only a head that was kept elsewhere shows that nothing was cut off."
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
            last = verifying.START
            for event in verifying.walk(kept=expect):
                last = Head(event.number, event.hash)
        except BrokenLink as broken:
            raise CommandError(str(broken)) from broken
        if altered := list(islice(proving.altered(), MOST_NAMED)):
            raise CommandError("\n".join(altered))
        self.stdout.write(
            f"{last.count} event{'' if last.count == 1 else 's'}, no broken link. Head: {last.hash}"
        )


def kept_head(text: str) -> Head:
    found = re.fullmatch(r"(\d{1,18})[: ]([0-9a-f]{64})", text.strip())
    if not found:
        raise ArgumentTypeError("a number, a colon and 64 hex digits, as --head prints them")
    return Head(int(found[1]), found[2])
