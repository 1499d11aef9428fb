"""A service of any size with months of use, and lines of the trails that were not taken in yet."""

import time
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from accounts.codes import OrganizationKind
from accounts.demo.organizations import load_organizations
from accounts.models import Competency
from analytics.actions.intake import take_in_events
from analytics.demo.around import is_there, load_around
from analytics.demo.curve import months_until
from analytics.demo.history import write_history
from records.codes import CARE_ROLES
from tests.bench.index_people import fill_index
from tests.bench.report import note
from training.demo.learners import load_learners
from training.models import Requirement
from training.queries.standings import SqlValues

# Whose records are opened during the night that is taken in.
PATIENTS: Final = 5_000
_FORGET: Final = """
    TRUNCATE analytics_usageevent, analytics_dailyfact, analytics_dailyperson,
        analytics_monthlyfact, analytics_monthlyperson, analytics_intakerun CASCADE
"""
_GRANTS: Final = """
    INSERT INTO accounts_competencygrant (
        id, created_at, updated_at, user_id, competency_id, source, valid_from, renew_from,
        valid_until, granted_at)
    SELECT gen_random_uuid(), now(), now(), u.id, %(competency)s, gen_random_uuid(),
           %(on)s::date - 200, %(on)s::date + 75, %(on)s::date + 165, now()
    FROM accounts_user u
    WHERE u.username LIKE 'learner.%%' AND hashint8(substr(u.username, 9)::int) %% 10 <> 0
      AND NOT EXISTS (SELECT FROM accounts_competencygrant g
                      WHERE g.user_id = u.id AND g.competency_id = %(competency)s)
"""
# Somebody signs in, looks for a person, opens a record and reads on, over and over.
_ROLES: Final = """
    SELECT row_number() OVER (ORDER BY u.username, r.id) - 1 AS number, count(*) OVER () AS roles,
           r.user_id, r.organization_id, r.job_role, r.care_setting, o.short_name
    FROM accounts_practitionerrole r
    JOIN accounts_user u ON u.id = r.user_id
    JOIN accounts_organization o ON o.id = r.organization_id
    WHERE r.job_role = ANY(%(job_roles)s) AND u.username LIKE 'learner.%%'
"""
_SIGN_INS: Final = f"""
    INSERT INTO accounts_signinevent (
        at, kind, user_agent, user_id, organization_id, job_role, care_setting)
    SELECT %(at)s::timestamptz - n * %(apart)s * interval '1 second', 'success', '',
           role.user_id, role.organization_id, role.job_role, role.care_setting
    FROM generate_series(1, %(sign_ins)s) AS n
    JOIN ({_ROLES}) AS role ON role.number = n %% role.roles
"""
_ACCESSES: Final = f"""
    INSERT INTO records_recordaccess (
        at, user_name, job_role, organization_name, kind, section, searched_by, organization_id,
        patient_id, user_id, care_setting)
    SELECT %(at)s::timestamptz - n * %(apart)s * interval '1 second', '', role.job_role,
           role.short_name, (ARRAY['search', 'open', 'section'])[1 + n %% 3], '', '',
           role.organization_id, CASE WHEN n %% 3 > 0 THEN patient.id END, role.user_id,
           role.care_setting
    FROM generate_series(1, %(accesses)s) AS n
    JOIN ({_ROLES}) AS role ON role.number = (n / 3) %% role.roles
    JOIN (
        SELECT id, row_number() OVER (ORDER BY nhs_number) - 1 AS number,
               count(*) OVER () AS patients
        FROM records_patient
    ) AS patient ON patient.number = (n / 3) %% patient.patients
"""


def fill_use(openings: int, *, months: int, people: int) -> int:
    """Write months of use with so many openings in all; return how many events they are."""
    at = timezone.now()
    today = timezone.localdate(at)
    load_learners(load_organizations(), on=today, count=people)
    _train(today)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
    whole = months_until(today, scale=1.0, months=months)
    at_one = sum(month.openings for month in whole if month.is_complete)
    started = time.perf_counter()
    written = write_history(at=at, scale=openings / at_one, months=months, beside=True)
    note(f"{written.events:,} events in {time.perf_counter() - started:.0f} s")
    if not is_there():
        load_around(at=at, months=months)
    take_in_events(at=at)
    with connection.cursor() as cursor:
        for table in ("usageevent", "dailyfact", "dailyperson", "monthlyfact", "monthlyperson"):
            cursor.execute(f"VACUUM ANALYZE analytics_{table}")
    return written.events


def fill_patients() -> None:
    """Have people there whose records can be opened."""
    fill_index(PATIENTS)


def write_night(events: int, *, at: datetime) -> None:
    """Write the lines of a night into both trails: one sign-in in four."""
    values: SqlValues = {
        "at": at,
        "apart": 8 * 3600 / events,
        "sign_ins": events // 4,
        "accesses": events - events // 4,
        "job_roles": [str(each) for each in CARE_ROLES],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SIGN_INS, values)
        cursor.execute(_ACCESSES, values)
        cursor.execute("ANALYZE accounts_signinevent, records_recordaccess")


def _train(today: date) -> None:
    """Have the record ask for training in every board, which nine in ten have."""
    competency, _ = Competency.objects.get_or_create(
        code="record-safe-use", defaults={"name": "Safe use of the record"}
    )
    boards = load_organizations().values()
    for board in boards:
        if board.kind == OrganizationKind.ICB:
            Requirement.objects.get_or_create(
                organization=board,
                competency=competency,
                opens_record=True,
                defaults={"applies_from": today.replace(day=1), "grace_days": 30},
            )
    with connection.cursor() as cursor:
        cursor.execute(_GRANTS, {"competency": competency.pk, "on": today})
        for table in ("accounts_user", "accounts_practitionerrole", "accounts_competencygrant"):
            cursor.execute(f"ANALYZE {table}")
