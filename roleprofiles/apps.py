from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class RoleprofilesConfig(AppConfig):
    name = "roleprofiles"
    verbose_name = "Role profiles"

    def ready(self) -> None:
        pre_migrate.connect(lift_triggers, sender=self)
        post_migrate.connect(install_triggers, sender=self)


def lift_triggers(*, using: str, **_: Any) -> None:
    from roleprofiles import triggers  # noqa: PLC0415 - models are loaded after this module

    triggers.lift(connections[using])


def install_triggers(*, using: str, **_: Any) -> None:
    from roleprofiles import triggers  # noqa: PLC0415

    if {model._meta.db_table for model in triggers.parts()} <= set(
        connections[using].introspection.table_names()
    ):
        triggers.install(connections[using])
