from django.db import migrations

# Rows only: emptying the whole table takes a right of its own, which the test suite uses.
REFUSE_CHANGES = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a row may not be changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER accounts_signinevent_append_only
    BEFORE UPDATE OR DELETE ON accounts_signinevent
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
"""
ALLOW_CHANGES = """
DROP TRIGGER accounts_signinevent_append_only ON accounts_signinevent;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_sign_in_events"),
    ]

    operations = [migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES)]
