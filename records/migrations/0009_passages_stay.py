from django.db import migrations

# Rows only: emptying a whole table takes a right of its own, which the test suite uses.
KEEP = """
CREATE FUNCTION records_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a row may not be changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER records_emergencypassage_append_only
    BEFORE UPDATE OR DELETE ON records_emergencypassage
    FOR EACH ROW EXECUTE FUNCTION records_refuse_change();
"""
LET_GO = """
DROP TRIGGER records_emergencypassage_append_only ON records_emergencypassage;
DROP FUNCTION records_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0008_emergency_passages"),
    ]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
