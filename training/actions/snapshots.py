"""Keep how many people stood how on a day: what the pages of compliance are read from."""

from datetime import date
from typing import Final

from django.db import connection, transaction

from training.models import ComplianceSnapshot
from training.queries.standings import STANDING, standing_values

_WRITE: Final = (
    'INSERT INTO training_compliancesnapshot ("on", organization_id, job_role, competency_id,'
    " in_scope, current, due, grace, lapsed, never) "
    + STANDING
    + """
SELECT %(on)s::date, organization_id, job_role, competency_id, count(*),
       count(*) FILTER (WHERE status = 'current'), count(*) FILTER (WHERE status = 'due'),
       count(*) FILTER (WHERE status = 'grace'), count(*) FILTER (WHERE status = 'lapsed'),
       count(*) FILTER (WHERE status = 'never')
FROM standing GROUP BY organization_id, job_role, competency_id
"""
)
# One at a time, so that two runs for a day do not meet.
_ALONE: Final = "SELECT pg_advisory_xact_lock(hashtext('training.snapshot'))"


@transaction.atomic
def snapshot_compliance(*, on: date) -> int:
    """Count everybody anew for a day, in place of what was counted for it; return the rows."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        ComplianceSnapshot.objects.filter(on=on).delete()
        cursor.execute(_WRITE, standing_values(on))
        return int(cursor.rowcount)
