"""What was submitted cannot change by raw SQL either: the conditions under which it is refused."""

from __future__ import annotations

from accounts.triggers import Trigger, insert_only
from interviews.models import Amendment, Rating, Reopening, Scorecard

LOCKED = "A submitted or recused scorecard does not change."
KEPT = "Amendments and reopenings stay as they are."


def wanted() -> list[Trigger]:
    """In a fixed order."""
    ratings, cards = Rating._meta.db_table, Scorecard._meta.db_table
    return [
        Trigger(ratings, "INSERT", _is_locked("NEW"), LOCKED),
        Trigger(ratings, "UPDATE", f"{_is_locked('OLD')} OR {_is_locked('NEW')}", LOCKED),
        Trigger(ratings, "DELETE", _is_locked("OLD"), LOCKED),
        Trigger(ratings, "TRUNCATE", f"EXISTS (SELECT FROM {_locked_cards()})", LOCKED),
        Trigger(cards, "DELETE", "OLD.submitted_at IS NOT NULL", LOCKED),
        *_only_added(Amendment._meta.db_table),
        *_only_added(Reopening._meta.db_table),
    ]


def _only_added(table: str) -> list[Trigger]:
    """Also where SQLite replaces a row, which asks no other trigger than that for inserting."""
    is_there = f'EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)'  # noqa: S608 - our own names
    return [Trigger(table, "INSERT", is_there, KEPT), *insert_only(table, KEPT)]


def _is_locked(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_locked_cards()} AND id = {row}.scorecard_id)"  # noqa: S608 - our own names


def _locked_cards() -> str:
    return f'"{Scorecard._meta.db_table}" WHERE (submitted_at IS NOT NULL OR recused_at IS NOT NULL)'
