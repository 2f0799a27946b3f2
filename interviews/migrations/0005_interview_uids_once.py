import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0004_uids_and_standing_decisions")]

    operations = [
        migrations.AlterField(
            model_name="interview",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
