from django.db import migrations

# What was signed stays; who owns it may change, and it may be ended, once.
AGREEMENTS = """
CREATE FUNCTION governance_keep_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY[
        'state', 'ended_on', 'ended_reason', 'owner_id', 'updated_at'];
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state <> 'draft'
       AND (OLD.state <> 'ended' OR (NEW.state, NEW.ended_on, NEW.ended_reason)
                                  = (OLD.state, OLD.ended_on, OLD.ended_reason))
       AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a signed agreement stays as it was: make the next version'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER governance_sharingagreement_stays
    BEFORE UPDATE OR DELETE ON governance_sharingagreement
    FOR EACH ROW EXECUTE FUNCTION governance_keep_agreement();

CREATE FUNCTION governance_keep_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held jsonb := to_jsonb(CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END);
BEGIN
    IF (SELECT state FROM governance_sharingagreement
        WHERE id = (held ->> 'agreement_id')::uuid) <> 'draft' THEN
        RAISE EXCEPTION 'parties and feeds of a signed agreement stay as they were'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER governance_agreementparty_stays
    BEFORE INSERT OR UPDATE OR DELETE ON governance_agreementparty
    FOR EACH ROW EXECUTE FUNCTION governance_keep_agreed();
CREATE TRIGGER governance_agreementfeed_stays
    BEFORE INSERT OR UPDATE OR DELETE ON governance_agreementfeed
    FOR EACH ROW EXECUTE FUNCTION governance_keep_agreed();
"""
ASSESSMENTS = """
CREATE FUNCTION governance_keep_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may_change CONSTANT text[] := ARRAY['review_on', 'owner_id', 'updated_at'];
BEGIN
    IF OLD.state <> 'signed-off' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an assessment that is signed off stays as it was: start the next one'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER governance_impactassessment_stays
    BEFORE UPDATE OR DELETE ON governance_impactassessment
    FOR EACH ROW EXECUTE FUNCTION governance_keep_assessment();
"""
UNDO = """
DROP TRIGGER governance_sharingagreement_stays ON governance_sharingagreement;
DROP TRIGGER governance_agreementparty_stays ON governance_agreementparty;
DROP TRIGGER governance_agreementfeed_stays ON governance_agreementfeed;
DROP TRIGGER governance_impactassessment_stays ON governance_impactassessment;
DROP FUNCTION governance_keep_agreement();
DROP FUNCTION governance_keep_agreed();
DROP FUNCTION governance_keep_assessment();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0007_agenda_tree_as_it_stands")]

    operations = [migrations.RunSQL(AGREEMENTS + ASSESSMENTS, UNDO)]
