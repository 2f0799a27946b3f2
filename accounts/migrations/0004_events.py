"""The record of what people did, and the head of its chain, which nobody makes twice."""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_head(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "ChainHead").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_sign_in_attempts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveBigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="chain_head_is_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                            ("opened", "Opened"),
                            ("closed", "Closed"),
                            ("viewed", "Viewed"),
                            ("exported", "Exported"),
                            ("submitted", "Submitted"),
                            ("amended", "Amended"),
                            ("recused", "Recused"),
                            ("reopened", "Reopened"),
                            ("decided", "Decided"),
                        ],
                        max_length=20,
                    ),
                ),
                ("row_model", models.CharField(max_length=100)),
                ("row_pk", models.BigIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["row_pk", "row_model"], name="event_by_row")],
            },
        ),
        migrations.RunPython(make_head, migrations.RunPython.noop),
    ]
