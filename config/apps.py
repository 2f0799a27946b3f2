from __future__ import annotations

from django.contrib.admin import site
from django.contrib.admin.apps import AdminConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate

from config import durability, patience


class RolecardAdminConfig(AdminConfig):
    default_site = "config.admin.RolecardAdminSite"

    def ready(self) -> None:
        super().ready()
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models are loaded after this module

        # What is to be sent is told by the mails; the queue holds nothing but their numbers.
        site.unregister(DBTaskResult)
        checks.register(durability.check, checks.Tags.database)
        # Each signal is sent once for every app; one is enough.
        pre_migrate.connect(patience.lift_limits, sender=self)
        post_migrate.connect(patience.restore_limits, sender=self)
