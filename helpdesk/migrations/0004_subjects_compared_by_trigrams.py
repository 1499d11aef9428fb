import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("helpdesk", "0003_clock_escalation_times"),
    ]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="ticket",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["subject"], name="helpdesk_ticket_subject", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]
