import django.db.models.deletion
from django.db import migrations, models

# At the end of a transaction no ticket points to one that points on, so that there is no ring.
CHECK = """
CREATE FUNCTION helpdesk_check_merge_is_flat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.merged_into_id IS NOT NULL AND EXISTS (
        SELECT FROM helpdesk_ticket AS now
        JOIN helpdesk_ticket AS target ON target.number = now.merged_into_id
        WHERE now.number = NEW.number AND target.merged_into_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'ticket % is merged into one that is merged itself', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.merged_into_id IS NOT NULL AND EXISTS (
        SELECT FROM helpdesk_ticket AS now
        JOIN helpdesk_ticket AS follower ON follower.merged_into_id = now.number
        WHERE now.number = NEW.number AND now.merged_into_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'ticket % is merged, and another is merged into it', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER helpdesk_ticket_merge_is_flat
    AFTER INSERT OR UPDATE OF merged_into_id ON helpdesk_ticket
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL)
    EXECUTE FUNCTION helpdesk_check_merge_is_flat();
"""
LEAVE = """
DROP TRIGGER helpdesk_ticket_merge_is_flat ON helpdesk_ticket;
DROP FUNCTION helpdesk_check_merge_is_flat();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("helpdesk", "0010_open_tickets_in_every_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticketparticipant",
            name="merged_from",
            field=models.ForeignKey(
                blank=True,
                help_text="The merged ticket through which they came to take part",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="helpdesk.ticket",
            ),
        ),
        migrations.RunSQL(CHECK, LEAVE),
    ]
