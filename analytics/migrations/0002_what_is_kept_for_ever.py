from django.db import migrations

# Rows only: emptying a whole table takes a right of its own, which the test suite uses.
KEEP = """
CREATE TRIGGER analytics_benefitparameter_append_only
    BEFORE UPDATE OR DELETE ON analytics_benefitparameter
    FOR EACH ROW EXECUTE FUNCTION analytics_refuse_change();
CREATE TRIGGER analytics_exportline_append_only
    BEFORE UPDATE OR DELETE ON analytics_exportline
    FOR EACH ROW EXECUTE FUNCTION analytics_refuse_change();
CREATE TRIGGER analytics_reportrun_frozen
    BEFORE UPDATE OR DELETE ON analytics_reportrun
    FOR EACH ROW WHEN (OLD.state = 'finished') EXECUTE FUNCTION analytics_refuse_change();
"""
LET_GO = """
DROP TRIGGER analytics_reportrun_frozen ON analytics_reportrun;
DROP TRIGGER analytics_exportline_append_only ON analytics_exportline;
DROP TRIGGER analytics_benefitparameter_append_only ON analytics_benefitparameter;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("analytics", "0001_facts_benefits_and_reports"),
    ]

    operations = [migrations.RunSQL(KEEP, LET_GO)]
