from django.db import migrations

# The law may want words erased that are public: a publication that is withdrawn may be emptied, whole.
KEEP = """
CREATE FUNCTION governance_keep_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change text[] := ARRAY['withdrawn_at', 'withdrawn_reason', 'updated_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.withdrawn_at IS NOT NULL
       AND NEW.content = '{}'::jsonb AND NEW.words = '' AND NEW.pdf IS NULL THEN
        may_change := may_change || ARRAY['content', 'words', 'pdf'];
    END IF;
    IF TG_OP = 'UPDATE'
       AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a publication stays as it was: withdraw it, and publish anew'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
DROP TRIGGER governance_publication_stays ON governance_publication;
CREATE TRIGGER governance_publication_stays BEFORE UPDATE OR DELETE ON governance_publication
    FOR EACH ROW EXECUTE FUNCTION governance_keep_publication();
"""
UNDO = """
DROP TRIGGER governance_publication_stays ON governance_publication;
DROP FUNCTION governance_keep_publication();
CREATE TRIGGER governance_publication_stays BEFORE UPDATE OR DELETE ON governance_publication
    FOR EACH ROW EXECUTE FUNCTION governance_keep(
        '{withdrawn_at,withdrawn_reason,pdf,pdf_sha256}');
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_words_that_can_be_found")]

    operations = [migrations.RunSQL(KEEP, UNDO)]
