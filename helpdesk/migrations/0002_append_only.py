from django.db import migrations

# Rows only: emptying a whole table takes a right of its own, which the test suite uses.
FUNCTION = """
CREATE FUNCTION helpdesk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a row may not be changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
APPEND_ONLY = [
    "ticketevent",
    "clockevent",
    "calendarversion",
    "slapolicyversion",
    "macroversion",
    "majorincidentupdate",
    "knowledgearticleversion",
]


def trigger(table: str, events: str) -> str:
    return f"""
CREATE TRIGGER helpdesk_{table}_append_only
    BEFORE {events} ON helpdesk_{table}
    FOR EACH ROW EXECUTE FUNCTION helpdesk_refuse_change();
"""


def drop(table: str) -> str:
    return f"DROP TRIGGER helpdesk_{table}_append_only ON helpdesk_{table};"


# The words of an event may be destroyed, but not changed.
REFUSE_CHANGES = "".join(
    [FUNCTION, *(trigger(table, "UPDATE OR DELETE") for table in APPEND_ONLY)]
) + trigger("eventtext", "UPDATE")
ALLOW_CHANGES = "".join(drop(table) for table in [*APPEND_ONLY, "eventtext"]) + (
    "DROP FUNCTION helpdesk_refuse_change();"
)


class Migration(migrations.Migration):

    dependencies = [
        ("helpdesk", "0001_tickets_clocks_and_the_desk"),
    ]

    operations = [migrations.RunSQL(REFUSE_CHANGES, ALLOW_CHANGES)]
