"""Indexes for what is few among many: the drafts, and the candidates whose name or address has some letters."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = ("name", "email")


def index_letters(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As ``icontains`` asks PostgreSQL. SQLite reads all names, and has no such index."""
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"CREATE INDEX candidate_letters_of_{column} ON interviews_candidate "
                f"USING gin (UPPER({column}::text) gin_trgm_ops)"
            )


def forget_letters(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX candidate_letters_of_{column}")


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0006_usual_interviewers"),
        # It brings PostgreSQL the trigrams.
        ("roleprofiles", "0003_anchors_imports_removals_and_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="scorecard",
            index=models.Index(
                condition=models.Q(("recused_at__isnull", True), ("submitted_at__isnull", True)),
                fields=["interviewer"],
                name="scorecard_drafts",
            ),
        ),
        migrations.RunPython(index_letters, forget_letters),
    ]
