"""Published revisions and adverts cannot change by raw SQL either: when the database refuses it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from accounts.triggers import ALWAYS, EVENTS, Trigger
from roleprofiles.choices import RevisionState
from roleprofiles.models import Publication, Revision, RevisionPart

REFUSAL = "A published revision does not change."
ADVERT_REFUSAL = "A published advert does not change; it is withdrawn once."


def parts() -> list[type[RevisionPart]]:
    """Every model whose rows are frozen with their revision."""
    known = apps.get_app_config(Revision._meta.app_label).get_models()
    return [model for model in known if issubclass(model, RevisionPart)]


def wanted() -> list[Trigger]:
    """The triggers that guard every part of a revision, and published adverts, in a fixed order."""
    return [*_of_revisions(), *_of_adverts()]


def _of_adverts() -> list[Trigger]:
    """All that may change is that a copy is withdrawn, once."""
    table = Publication._meta.db_table
    free = {"withdrawn_at", "withdrawn_by_id"}
    columns = [field.column for field in Publication._meta.concrete_fields if field.column not in free]
    differs = " OR ".join(
        f"NEW.{one} <> OLD.{one} OR (NEW.{one} IS NULL) <> (OLD.{one} IS NULL)" for one in columns
    )
    is_same = "job_description_id = NEW.job_description_id AND (number = NEW.number OR withdrawn_at IS NULL)"
    return [
        # SQLite's INSERT OR REPLACE asks no other trigger before it deletes what is in its way.
        Trigger(
            table,
            "INSERT",
            f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({is_same}))",  # noqa: S608 - our own names
            ADVERT_REFUSAL,
        ),
        Trigger(
            table,
            "UPDATE",
            f"OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL OR {differs}",
            ADVERT_REFUSAL,
        ),
        Trigger(table, "DELETE", ALWAYS, ADVERT_REFUSAL),
        # Others' tables are emptied with it, while it is empty.
        Trigger(table, "TRUNCATE", f"EXISTS (SELECT 1 FROM {table})", ADVERT_REFUSAL),  # noqa: S608
    ]


def _of_revisions() -> list[Trigger]:
    return [
        Trigger(model._meta.db_table, event, condition, REFUSAL)
        for model in parts()
        for event in EVENTS
        if (condition := _condition(model, event))
    ]


def _condition(model: type[RevisionPart], event: str) -> str:
    """The old row’s revision is published, or the one that the new row would be in.

    An emptied table knows no rows: it is refused as soon as anything is published.
    """
    if event == "TRUNCATE":
        table = Revision._meta.db_table
        return f"EXISTS (SELECT FROM \"{table}\" WHERE state = '{RevisionState.PUBLISHED.value}')"
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[event]
    if model is Revision:
        # The step from draft to published is the one that makes the rest unchangeable.
        return f"OLD.state = '{RevisionState.PUBLISHED.value}'" if "OLD" in rows else ""
    field = _parent(model)
    states = [_state_of(field.related_model, f"{row}.{field.column}") for row in rows]
    return " OR ".join(f"{state} = '{RevisionState.PUBLISHED.value}'" for state in states)


def _state_of(model: Any, pk: str) -> str:
    """SQL for the state of the revision that the row of a model with this key belongs to."""
    if model is Revision:
        return f'(SELECT state FROM "{Revision._meta.db_table}" WHERE id = {pk})'  # noqa: S608 - our own names
    field = _parent(model)
    parent = f'(SELECT "{field.column}" FROM "{model._meta.db_table}" WHERE id = {pk})'  # noqa: S608
    return _state_of(field.related_model, parent)


def _parent(model: type[RevisionPart]) -> models.ForeignKey[Any, Any]:
    field = model._meta.get_field(model.parent_field)
    assert isinstance(field, models.ForeignKey)  # noqa: S101 - parent_field names one
    return field
