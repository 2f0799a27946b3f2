"""What the database holds of role profiles, for tests that say "nothing was written"."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import transaction


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every model, by the model's name."""
    models = apps.get_app_config("roleprofiles").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is rolled back: the examples of one test begin with an empty database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
