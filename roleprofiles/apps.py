from __future__ import annotations

from django.apps import AppConfig

from accounts import triggers


class RoleprofilesConfig(AppConfig):
    name = "roleprofiles"
    verbose_name = "Role profiles"

    def ready(self) -> None:
        from roleprofiles.triggers import wanted  # noqa: PLC0415 - models are loaded after this module

        triggers.declare(wanted)
