from django.db import migrations

# A deferred trigger is called once for each change of a row, with the row as that change left it.
# What counts is how the row stands at the end, when all changes are made: it is read again.
READS_AGAIN = """
CREATE OR REPLACE FUNCTION governance_keep_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ranks CONSTANT text[] := ARRAY['open', 'private', 'restricted'];
    item governance_agendaitem%ROWTYPE;
    above governance_agendaitem%ROWTYPE;
BEGIN
    SELECT * INTO item FROM governance_agendaitem WHERE id = NEW.id;
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF item.parent_id IS NOT NULL THEN
        SELECT * INTO above FROM governance_agendaitem WHERE id = item.parent_id;
        IF above.parent_id IS NOT NULL OR above.meeting_id <> item.meeting_id THEN
            RAISE EXCEPTION 'an agenda has two levels, of one meeting'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF array_position(ranks, item.visibility::text)
           < array_position(ranks, above.visibility::text) THEN
            RAISE EXCEPTION 'an item is not more open than the one above it'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF EXISTS (
        SELECT 1 FROM governance_agendaitem child WHERE child.parent_id = item.id
        AND (item.parent_id IS NOT NULL
             OR child.meeting_id <> item.meeting_id
             OR array_position(ranks, child.visibility::text)
                < array_position(ranks, item.visibility::text))
    ) THEN
        RAISE EXCEPTION 'an item is not more open than the one above it, and there are two levels'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_what_a_personal_pack_shows")]

    # The function before it refuses no less: going back needs no change.
    operations = [migrations.RunSQL(READS_AGAIN, migrations.RunSQL.noop)]
