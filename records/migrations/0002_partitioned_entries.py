"""
Create the partitioned tables of entries and their versions.

Sixteen hash partitions by patient, so that the table can be spread over a cluster unchanged. Fixed-width
columns stand first to save padding; `value` has no fixed scale, so that 72.50 stays 72.50.
"""

import django.db.models.deletion
from django.db import migrations, models

SECTIONS = [('person-demographics', 'Personal details'), ('gp-practice', 'GP practice'), ('about-me', 'About me'), ('individual-requirements', 'Individual requirements'), ('alerts', 'Alerts'), ('legal-information', 'Legal information'), ('safeguarding', 'Safeguarding'), ('professional-contacts', 'People involved'), ('personal-contacts', 'Family and personal contacts'), ('participation-in-research', 'Research'), ('referral-details', 'Referrals'), ('contact-with-professionals', 'Contacts and visits'), ('admission-details', 'Admissions'), ('discharge-details', 'Discharges'), ('future-appointments', 'Appointments'), ('vaccinations', 'Vaccinations'), ('problems', 'Problems'), ('procedures-and-therapies', 'Procedures'), ('social-context', 'Social context'), ('services-and-care', 'Services and care'), ('primary-support-reason', 'Primary support reason'), ('family-history', 'Family history'), ('investigation-results', 'Results'), ('investigations-requested', 'Tests requested'), ('examination-findings', 'Observations and findings'), ('pregnancy-status', 'Pregnancy'), ('assessments', 'Assessments'), ('formulation', 'Formulation'), ('risk-information', 'Risks'), ('allergies-and-adverse-reaction', 'Allergies'), ('medications-and-medical-devices', 'Medicines'), ('equipment-and-adaptations', 'Equipment and adaptations'), ('plan-and-requested-actions', 'Plans and actions'), ('care-and-support-plan', 'Care and support plan'), ('contingency-plans', 'Contingency and safety plans'), ('additional-support-plans', 'Additional support plans'), ('end-of-life-care', 'End of life care'), ('documents-including-correspondence-audio-and-images', 'Letters and documents')]

COLUMNS = """
    patient_id uuid NOT NULL,
    id uuid NOT NULL,
    feed_id uuid NOT NULL,
    run_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    clinical_start timestamptz,
    clinical_end timestamptz,
    recorded_at timestamptz,
    source_updated_at timestamptz,
    content_hash bytea NOT NULL,
    clinical_precision text NOT NULL,
    resource_type text NOT NULL,
    section text NOT NULL,
    source_id text NOT NULL,
    code_system text NOT NULL,
    code text NOT NULL,
    display text NOT NULL,
    status text NOT NULL,
    author text NOT NULL,
    value numeric,
    unit text NOT NULL,
    sensitivity text NOT NULL,
    resource jsonb NOT NULL
"""

PARTITIONS = """
    DO $$ BEGIN
        FOR remainder IN 0..15 LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF {table} FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                '{table}_' || lpad(remainder::text, 2, '0'), remainder);
        END LOOP;
    END $$;
"""

CREATE_ENTRIES = f"""
    CREATE TABLE records_recordentry ({COLUMNS}, PRIMARY KEY (patient_id, id))
    PARTITION BY HASH (patient_id);
    {PARTITIONS.format(table="records_recordentry")}
    CREATE INDEX records_entry_section
        ON records_recordentry (patient_id, section, clinical_start DESC);
    CREATE INDEX records_entry_source ON records_recordentry (feed_id, id);
"""

CREATE_VERSIONS = f"""
    CREATE TABLE records_recordentryversion (
        {COLUMNS},
        known_until timestamptz NOT NULL,
        end_reason text NOT NULL,
        ended_by_run_id uuid NOT NULL,
        PRIMARY KEY (patient_id, id, received_at)
    ) PARTITION BY HASH (patient_id);
    {PARTITIONS.format(table="records_recordentryversion")}
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_feeds_and_patients")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(CREATE_ENTRIES, "DROP TABLE records_recordentry"),
                migrations.RunSQL(CREATE_VERSIONS, "DROP TABLE records_recordentryversion"),
            ],
            state_operations=[
                migrations.CreateModel(
                    name='RecordEntry',
                    fields=[
                        ('id', models.UUIDField(help_text='Made from the feed and the source id')),
                        ('source_id', models.TextField(help_text='The resource type and id at the source')),
                        ('resource_type', models.TextField()),
                        ('section', models.TextField(choices=SECTIONS)),
                        ('code_system', models.TextField(blank=True)),
                        ('code', models.TextField(blank=True)),
                        ('display', models.TextField(blank=True)),
                        ('status', models.TextField(blank=True)),
                        ('clinical_start', models.DateTimeField(blank=True, null=True)),
                        ('clinical_end', models.DateTimeField(blank=True, null=True)),
                        ('clinical_precision', models.TextField(blank=True, choices=[('Y', 'Year'), ('M', 'Month'), ('D', 'Day'), ('T', 'Time')])),
                        ('recorded_at', models.DateTimeField(blank=True, null=True)),
                        ('author', models.TextField(blank=True)),
                        ('value', models.DecimalField(blank=True, decimal_places=10, max_digits=30, null=True)),
                        ('unit', models.TextField(blank=True)),
                        ('sensitivity', models.TextField(blank=True, choices=[('', 'Ordinary'), ('sensitive', 'Sensitive')])),
                        ('content_hash', models.BinaryField(max_length=16)),
                        ('source_updated_at', models.DateTimeField(blank=True, null=True)),
                        ('received_at', models.DateTimeField()),
                        ('resource', models.JSONField()),
                        ('pk', models.CompositePrimaryKey('patient_id', 'id', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('feed', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.feed')),
                        ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                        ('patient', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
                        ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun')),
                    ],
                ),
                migrations.CreateModel(
                    name='RecordEntryVersion',
                    fields=[
                        ('id', models.UUIDField(help_text='Made from the feed and the source id')),
                        ('source_id', models.TextField(help_text='The resource type and id at the source')),
                        ('resource_type', models.TextField()),
                        ('section', models.TextField(choices=SECTIONS)),
                        ('code_system', models.TextField(blank=True)),
                        ('code', models.TextField(blank=True)),
                        ('display', models.TextField(blank=True)),
                        ('status', models.TextField(blank=True)),
                        ('clinical_start', models.DateTimeField(blank=True, null=True)),
                        ('clinical_end', models.DateTimeField(blank=True, null=True)),
                        ('clinical_precision', models.TextField(blank=True, choices=[('Y', 'Year'), ('M', 'Month'), ('D', 'Day'), ('T', 'Time')])),
                        ('recorded_at', models.DateTimeField(blank=True, null=True)),
                        ('author', models.TextField(blank=True)),
                        ('value', models.DecimalField(blank=True, decimal_places=10, max_digits=30, null=True)),
                        ('unit', models.TextField(blank=True)),
                        ('sensitivity', models.TextField(blank=True, choices=[('', 'Ordinary'), ('sensitive', 'Sensitive')])),
                        ('content_hash', models.BinaryField(max_length=16)),
                        ('source_updated_at', models.DateTimeField(blank=True, null=True)),
                        ('received_at', models.DateTimeField()),
                        ('resource', models.JSONField()),
                        ('pk', models.CompositePrimaryKey('patient_id', 'id', 'received_at', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('known_until', models.DateTimeField()),
                        ('end_reason', models.TextField(choices=[('superseded', 'Replaced by a newer state'), ('withdrawn', 'Withdrawn by its source'), ('moved', 'Moved to another person by its source')])),
                        ('ended_by_run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun')),
                        ('feed', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.feed')),
                        ('organization', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization')),
                        ('patient', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.patient')),
                        ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.importrun')),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
                migrations.AddIndex(
                    model_name='recordentry',
                    index=models.Index(fields=['patient', 'section', '-clinical_start'], name='records_entry_section'),
                ),
                migrations.AddIndex(
                    model_name='recordentry',
                    index=models.Index(fields=['feed', 'id'], name='records_entry_source'),
                ),
            ],
        )
    ]
