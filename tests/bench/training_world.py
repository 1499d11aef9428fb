"""People of any number with roles, rules and what they hold, written by SQL."""

from datetime import date, timedelta
from typing import Final

from django.db import connection

from accounts.codes import JobRole, OrganizationKind
from accounts.models import Competency, Organization, PractitionerRole, User
from tests.bench.report import note
from training.models import Requirement
from training.queries.standings import SqlValues

SKILLS: Final = 20
# One in five works at the largest trust, the others everywhere.
LARGEST: Final = "RXW"
_FORGET: Final = """
    DELETE FROM training_compliancesnapshot;
    DELETE FROM accounts_competencygrant WHERE user_id IN
        (SELECT id FROM accounts_user WHERE username LIKE 'trainee%%');
    DELETE FROM accounts_practitionerrole WHERE user_id IN
        (SELECT id FROM accounts_user WHERE username LIKE 'trainee%%');
    DELETE FROM accounts_user WHERE username LIKE 'trainee%%';
"""
_PEOPLE: Final = """
    INSERT INTO accounts_user (
        id, created_at, updated_at, password, is_superuser, username, first_name, last_name, email,
        is_staff, is_active, date_joined, title, display_name, registration, must_change_password)
    SELECT gen_random_uuid(), now(), now(), '!', false, 'trainee' || n, '', '', '', false, true,
           now(), '', 'Trainee ' || md5(n::text), '', false
    FROM generate_series(1, %(people)s) AS n
"""
_ROLES: Final = """
    WITH place AS (
        SELECT id, row_number() OVER (ORDER BY ods_code) - 1 AS number, count(*) OVER () AS places
        FROM accounts_organization WHERE kind NOT IN ('region', 'icb')
    ), trainee AS (
        SELECT id, substr(username, 8)::int AS n FROM accounts_user
        WHERE username LIKE 'trainee%%'
    )
    INSERT INTO accounts_practitionerrole (
        id, created_at, updated_at, user_id, organization_id, job_role, job_title, care_setting,
        starts_on)
    SELECT gen_random_uuid(), now(), now(), t.id,
           CASE WHEN t.n %% 5 = 0 THEN %(largest)s::uuid ELSE place.id END,
           (%(job_roles)s::text[])[1 + (t.n / 7) %% %(kinds)s], '', '', %(on)s::date - 500
    FROM trainee t JOIN place ON place.number = t.n %% place.places
"""
# Nine in ten hold what they need; of these one in ten has let it run out.
_GRANTS: Final = """
    INSERT INTO accounts_competencygrant (
        id, created_at, updated_at, user_id, competency_id, source, valid_from, renew_from,
        valid_until, granted_at)
    SELECT gen_random_uuid(), now(), now(), u.id, c.id, gen_random_uuid(), until - 365, until - 90,
           until, now()
    FROM accounts_user u CROSS JOIN accounts_competency c
    CROSS JOIN LATERAL (
        SELECT abs(hashtext(u.id::text || c.code)) AS chance
    ) h
    CROSS JOIN LATERAL (SELECT %(on)s::date - 36 + chance %% 365 AS until) d
    WHERE u.username LIKE 'trainee%%' AND c.code LIKE 'bench-%%' AND chance %% 10 < 9
"""
JOB_ROLES: Final = [
    JobRole.CLINICIAN.value,
    JobRole.NURSE.value,
    JobRole.HEALTH_PROFESSIONAL.value,
    JobRole.SOCIAL_CARE_PROFESSIONAL.value,
    JobRole.DEMOGRAPHICS_VIEWER.value,
]


def fill_training(people: int, *, on: date) -> PractitionerRole:
    """Write so many people who need 20 competencies each; return a trainer of their region."""
    region = _make_region()
    _make_rules(region, on=on)
    largest = Organization.objects.get(ods_code=LARGEST)
    values: SqlValues = {
        "people": people,
        "largest": largest.pk,
        "job_roles": JOB_ROLES,
        "kinds": len(JOB_ROLES),
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [])
        for statement in (_PEOPLE, _ROLES, _GRANTS):
            cursor.execute(statement, values)
        note(f"{people:,} people hold {cursor.rowcount:,} competencies")
        for table in ("accounts_user", "accounts_practitionerrole", "accounts_competencygrant"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    return _make_trainer(region, on=on)


def _make_region() -> Organization:
    region, _ = Organization.objects.get_or_create(
        ods_code="BENCH",
        defaults={"name": "Region", "short_name": "Region", "kind": OrganizationKind.REGION},
    )
    boards = Organization.objects.filter(kind=OrganizationKind.ICB)
    boards.update(parent=region)
    return region


def _make_rules(region: Organization, *, on: date) -> None:
    for number in range(SKILLS):
        skill, _ = Competency.objects.get_or_create(
            code=f"bench-{number}", defaults={"name": f"Skill number {number}"}
        )
        Requirement.objects.get_or_create(
            organization=region,
            competency=skill,
            defaults={
                "applies_from": on - timedelta(days=900),
                "grace_days": 14,
                "policy": "Policy",
            },
        )


def _make_trainer(region: Organization, *, on: date) -> PractitionerRole:
    user, _ = User.objects.get_or_create(username="bench.trainer")
    role, _ = PractitionerRole.objects.get_or_create(
        user=user,
        organization=region,
        job_role=JobRole.TRAINER,
        defaults={"starts_on": on - timedelta(days=500)},
    )
    return role
