from __future__ import annotations

import uuid
from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """Each interview gets an id of its own, and each application knows the decision that stands."""
    interviews = apps.get_model("interviews", "Interview").objects
    for interview in interviews.all():
        interviews.filter(pk=interview.pk).update(uid=uuid.uuid4())
    applications = apps.get_model("interviews", "Application").objects
    for decision in apps.get_model("interviews", "Decision").objects.all():
        applications.filter(pk=decision.application_id).update(decision=decision)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_plans_kits_and_mails")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
