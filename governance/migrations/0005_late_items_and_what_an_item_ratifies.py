import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_what_happens_to_risks_and_hazards"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="is_late",
            field=models.BooleanField(
                default=False, help_text="Came after the agenda was published, with the next number"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="ratifies",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ratifying_items",
                to="governance.decision",
            ),
        ),
    ]
