from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from accounts import triggers


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.models import events  # noqa: PLC0415 - models are loaded after this module

        triggers.declare(events.wanted_triggers)
        # This app is the first of all; what the others declare goes and comes with it.
        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)


def lift_triggers(*, using: str, **_: Any) -> None:
    triggers.lift(connections[using])


def install_triggers(*, using: str, **_: Any) -> None:
    triggers.install(connections[using])
