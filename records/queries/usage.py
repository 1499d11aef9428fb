"""What the count of use may read of the audit trail: who, where and what, and no words."""

from typing import Final

# The rows of a SELECT, for the rooms above to read from as from a table. `patient_id` is there to
# tell one record from another, and must be made unreadable before it is kept anywhere.
USAGE_ROWS: Final = """
    SELECT id, at, user_id, organization_id, job_role, care_setting, kind, section, patient_id,
           passage_id IS NOT NULL AS in_emergency
    FROM records_recordaccess
"""
