import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


TABLES = ["riskevent", "hazardevent"]
STAYS = "\n".join(
    f"CREATE TRIGGER governance_{table}_stays BEFORE UPDATE OR DELETE ON governance_{table}"
    " FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();"
    for table in TABLES
)
UNDO = "\n".join(
    f"DROP TRIGGER governance_{table}_stays ON governance_{table};" for table in TABLES
)


class Migration(migrations.Migration):

    dependencies = [
        ("governance", "0003_grants_that_are_logged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HazardEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('opened', 'Opened'), ('changed', 'Changed'), ('reviewed', 'Reviewed'), ('accepted', 'Accepted'), ('transferred', 'Transferred'), ('closed', 'Closed'), ('reopened', 'Opened again')], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('happened_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hazard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='governance.hazard')),
            ],
            options={
                'ordering': ['happened_at', 'created_at'],
            },
        ),
        migrations.CreateModel(
            name='RiskEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('opened', 'Opened'), ('changed', 'Changed'), ('reviewed', 'Reviewed'), ('accepted', 'Accepted'), ('transferred', 'Transferred'), ('closed', 'Closed'), ('reopened', 'Opened again')], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('happened_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('risk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='governance.risk')),
            ],
            options={
                'ordering': ['happened_at', 'created_at'],
            },
        ),
        migrations.RunSQL(STAYS, UNDO),
    ]
