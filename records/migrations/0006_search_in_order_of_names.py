from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_file_arrival'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='sourcepatient',
            name='records_source_family_born',
        ),
        migrations.AddIndex(
            model_name='sourcepatient',
            index=models.Index(fields=['family_key', 'given_key', 'patient'], include=('feed', 'withdrawn_at'), name='records_source_names', opclasses=['text_pattern_ops', 'text_pattern_ops', 'uuid_ops']),
        ),
    ]
