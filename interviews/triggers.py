"""What was submitted cannot change by raw SQL either: the conditions under which it is refused."""

from __future__ import annotations

from accounts.choices import Verb
from accounts.models import Event
from accounts.triggers import Trigger, insert_only
from interviews.models import Amendment, Decision, DecisionReopening, Rating, Reopening, Scorecard

LOCKED = "A submitted or recused scorecard does not change."
KEPT = "Amendments and reopenings stay as they are."
DECIDED = "Decisions and what they rest on stay as they are."


def wanted() -> list[Trigger]:
    """In a fixed order."""
    ratings, cards = Rating._meta.db_table, Scorecard._meta.db_table
    return [
        Trigger(ratings, "INSERT", _is_locked("NEW"), LOCKED),
        Trigger(ratings, "UPDATE", f"{_is_locked('OLD')} OR {_is_locked('NEW')}", LOCKED),
        Trigger(ratings, "DELETE", _is_locked("OLD"), LOCKED),
        Trigger(ratings, "TRUNCATE", f"EXISTS (SELECT FROM {_locked_cards()})", LOCKED),
        Trigger(cards, "DELETE", "OLD.submitted_at IS NOT NULL", LOCKED),
        *_only_added(Amendment._meta.db_table, KEPT),
        *_only_added(Reopening._meta.db_table, KEPT),
        *_only_added(Decision._meta.db_table, DECIDED),
        *_only_added(DecisionReopening._meta.db_table, DECIDED),
        *_only_added(Decision.must_haves.through._meta.db_table, DECIDED, unless=_is_recorded()),
    ]


def _only_added(table: str, refusal: str, *, unless: str = "") -> list[Trigger]:
    """Also where SQLite replaces a row, which asks no other trigger than that for inserting.

    ``unless`` is when not even that: SQL over NEW.
    """
    is_there = f'EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)'  # noqa: S608 - our own names
    any_is_there = f'EXISTS (SELECT FROM "{table}")'  # or tables beside it could never be emptied
    others = [one for one in insert_only(table, refusal) if one.event != "TRUNCATE"]
    return [
        Trigger(table, "INSERT", f"{is_there} OR {unless}" if unless else is_there, refusal),
        *others,
        Trigger(table, "TRUNCATE", any_is_there, refusal),
    ]


def _is_recorded() -> str:
    """The decision that a must-have would be added to is in the record of events, so it was made."""
    about = f"row_model = '{Decision._meta.label_lower}' AND row_pk = NEW.decision_id"
    return f"""EXISTS (SELECT 1 FROM "{Event._meta.db_table}" WHERE {about} AND verb = '{Verb.DECIDED}')"""  # noqa: S608 - our own names


def _is_locked(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM {_locked_cards()} AND id = {row}.scorecard_id)"  # noqa: S608 - our own names


def _locked_cards() -> str:
    return f'"{Scorecard._meta.db_table}" WHERE (submitted_at IS NOT NULL OR recused_at IS NOT NULL)'
