"""Rows of published revisions cannot change by raw SQL either: the conditions under which it is refused."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from accounts.triggers import EVENTS, Trigger
from roleprofiles.choices import RevisionState
from roleprofiles.models import Revision, RevisionPart

REFUSAL = "A published revision does not change."


def parts() -> list[type[RevisionPart]]:
    """Every model whose rows are frozen with their revision."""
    known = apps.get_app_config(Revision._meta.app_label).get_models()
    return [model for model in known if issubclass(model, RevisionPart)]


def wanted() -> list[Trigger]:
    """The triggers that guard every part of a revision, in a fixed order."""
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
