from __future__ import annotations

from django.apps import AppConfig


class RoleprofilesConfig(AppConfig):
    verbose_name = "Role profiles"
    name = "roleprofiles"
