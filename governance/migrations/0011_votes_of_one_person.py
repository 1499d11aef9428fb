import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Each of the first columns may be written while it is empty, each of the second ones emptied.
ONCE = """
CREATE FUNCTION governance_keep_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    nothing CONSTANT jsonb[] := ARRAY['null', '""', '[]', '{}']::jsonb[];
    column_name text;
    was jsonb;
    now jsonb;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was := to_jsonb(OLD) - 'updated_at';
        now := to_jsonb(NEW) - 'updated_at';
        FOREACH column_name IN ARRAY TG_ARGV[0]::text[] LOOP
            IF was -> column_name = ANY (nothing) THEN
                was := was - column_name;
                now := now - column_name;
            END IF;
        END LOOP;
        FOREACH column_name IN ARRAY TG_ARGV[1]::text[] LOOP
            IF now -> column_name = ANY (nothing) THEN
                was := was - column_name;
                now := now - column_name;
            END IF;
        END LOOP;
        IF was = now THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% stays as it was written', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
# What was approved is never drawn anew, and a declaration is lifted once.
KEEPS = {
    "minutesversion": ("{pdf,pdf_sha256}", "{pdf}", "{pdf,pdf_sha256}"),
    "iteminterest": (
        "{lifted_at,lifted_by_id,lifted_reason}",
        "{}",
        "{lifted_at,lifted_by_id,lifted_reason}",
    ),
}


def _trigger(table: str, function: str) -> str:
    return (
        f"DROP TRIGGER governance_{table}_stays ON governance_{table};"
        f"CREATE TRIGGER governance_{table}_stays BEFORE UPDATE OR DELETE ON governance_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION {function};"
    )


def _sql() -> str:
    triggers = [
        _trigger(table, f"governance_keep_once('{once}', '{gone}')")
        for table, (once, gone, _) in KEEPS.items()
    ]
    return "\n".join([ONCE, *triggers])


def _undo() -> str:
    triggers = [
        _trigger(table, f"governance_keep('{columns}')") for table, (_, _, columns) in KEEPS.items()
    ]
    return "\n".join([*triggers, "DROP FUNCTION governance_keep_once();"])


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0010_publications_whose_words_are_erased"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="votermark",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("motion", "user"), name="governance_vote_one_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="votermark",
            constraint=models.UniqueConstraint(
                fields=("motion", "user"), name="governance_mark_one_a_person"
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("minutes", "Minutes"),
                    ("approval", "Approval of minutes"),
                    ("motion", "Vote on a motion"),
                    ("written", "Answers to a resolution in writing"),
                    ("decision", "Decision"),
                    ("ratification", "Ratification"),
                    ("pack", "Board pack"),
                    ("publication", "Publication"),
                    ("terms", "Terms of reference"),
                    ("erasure", "Erasure of personal data"),
                ],
                max_length=15,
            ),
        ),
        migrations.RunSQL(_sql(), _undo()),
    ]
