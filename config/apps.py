from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class RolecardAdminConfig(AdminConfig):
    default_site = "config.admin.RolecardAdminSite"
