from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_search_in_order_of_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='recordaccess',
            name='kind',
            field=models.CharField(choices=[('search', 'Searched'), ('open', 'Opened the record'), ('section', 'Read a section'), ('entry', 'Read an entry'), ('document', 'Read a document'), ('review', 'Reviewed who looked'), ('quarantine', 'Read an item in quarantine'), ('report', 'Began to report a problem with an entry')], max_length=10),
        ),
    ]
