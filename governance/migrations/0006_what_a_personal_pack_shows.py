from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_late_items_and_what_an_item_ratifies")]

    operations = [
        migrations.AddField(
            model_name="personalpack",
            name="shown",
            field=models.CharField(
                blank=True, help_text="Digest of the keys of all that it shows", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="personalpack",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
