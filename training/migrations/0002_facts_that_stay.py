from django.db import migrations

# Rows only: emptying a whole table takes a right of its own, which the test suite uses.
FUNCTION = """
CREATE FUNCTION training_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a row may not be changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
APPEND_ONLY = ["bookingevent", "attendancemark", "questionversion", "observation"]
# An award is a fact: the one thing that can still happen to it is that it is revoked, once.
AWARD = """
CREATE FUNCTION training_keep_award() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY['revoked_at', 'revoked_by_id', 'revoked_reason', 'updated_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.revoked_at IS NULL
       AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an award may not be changed or removed: it may be revoked, once'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER training_award_is_a_fact
    BEFORE UPDATE OR DELETE ON training_award
    FOR EACH ROW EXECUTE FUNCTION training_keep_award();
"""
# A version that learners have met stays what it was; it can only be retired.
VERSION = """
CREATE FUNCTION training_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY['state', 'updated_at'];
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state <> 'draft'
       AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published version is frozen: make the next one'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER training_courseversion_is_frozen
    BEFORE UPDATE OR DELETE ON training_courseversion
    FOR EACH ROW EXECUTE FUNCTION training_keep_version();
CREATE FUNCTION training_keep_content() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept jsonb := to_jsonb(CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END);
    version_key uuid := COALESCE(kept ->> 'version_id', kept ->> 'courseversion_id');
BEGIN
    IF EXISTS (SELECT 1 FROM training_courseversion WHERE id = version_key AND state <> 'draft') THEN
        RAISE EXCEPTION 'a published version is frozen: make the next one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""
CONTENT = ["learningpage", "observedtask", "courseversion_grants"]
# Belt and braces: actions count seats under the session's lock; no commit leaves too many.
SEATS = """
CREATE FUNCTION training_count_seats() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    session_key bigint := CASE TG_TABLE_NAME
        WHEN 'training_session' THEN (to_jsonb(NEW) ->> 'number')::bigint
        ELSE (to_jsonb(NEW) ->> 'session_id')::bigint END;
    taken integer;
    seats integer;
BEGIN
    SELECT s.capacity + s.overbook_allowance,
           (SELECT count(*) FROM training_booking b WHERE b.session_id = s.number
             AND (b.state IN ('offered', 'booked', 'attended', 'partial', 'no-show')
                  OR (b.state = 'requested' AND c.approval_holds_seat)))
      INTO seats, taken
      FROM training_session s
      JOIN training_courseversion v ON v.id = s.version_id
      JOIN training_course c ON c.id = v.course_id
     WHERE s.number = session_key;
    IF taken > seats THEN
        RAISE EXCEPTION 'session % has % places and % taken', session_key, seats, taken
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER training_booking_within_seats
    AFTER INSERT OR UPDATE OF state ON training_booking
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state IN ('requested', 'offered', 'booked'))
    EXECUTE FUNCTION training_count_seats();
CREATE CONSTRAINT TRIGGER training_session_within_seats
    AFTER UPDATE OF capacity, overbook_allowance ON training_session
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION training_count_seats();
"""


def trigger(table: str) -> str:
    return f"""
CREATE TRIGGER training_{table}_append_only
    BEFORE UPDATE OR DELETE ON training_{table}
    FOR EACH ROW EXECUTE FUNCTION training_refuse_change();
"""


def content_trigger(table: str) -> str:
    return f"""
CREATE TRIGGER training_{table}_is_frozen
    BEFORE INSERT OR UPDATE OR DELETE ON training_{table}
    FOR EACH ROW EXECUTE FUNCTION training_keep_content();
"""


KEEP = "".join(
    [FUNCTION, *map(trigger, APPEND_ONLY), AWARD, VERSION, *map(content_trigger, CONTENT), SEATS]
)
LET_GO = "".join(
    [
        *(f"DROP TRIGGER training_{each}_append_only ON training_{each};" for each in APPEND_ONLY),
        *(f"DROP TRIGGER training_{each}_is_frozen ON training_{each};" for each in CONTENT),
        "DROP TRIGGER training_award_is_a_fact ON training_award;",
        "DROP TRIGGER training_courseversion_is_frozen ON training_courseversion;",
        "DROP TRIGGER training_booking_within_seats ON training_booking;",
        "DROP TRIGGER training_session_within_seats ON training_session;",
        "DROP FUNCTION training_refuse_change();",
        "DROP FUNCTION training_keep_award();",
        "DROP FUNCTION training_keep_version();",
        "DROP FUNCTION training_keep_content();",
        "DROP FUNCTION training_count_seats();",
    ]
)


class Migration(migrations.Migration):

    dependencies = [
        ("training", "0001_courses_bookings_and_awards"),
    ]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
