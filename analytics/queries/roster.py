"""
Who may open records, in each organization and role, and how far each has come: true counts.

People are found by their roles and not by what they did, so that a team that never came is there.
Rows are of persons: they are counted here and in `queries.adoption`, and shown nowhere.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection

from accounts.codes import SETTING_OF_KIND, CareSetting, OrganizationKind
from accounts.models import Organization
from analytics.codes import Did
from analytics.measures.adoption import HABIT_WEEKS, OF_WEEKS, Step
from analytics.measures.periods import month_of
from analytics.measures.weeks import last_whole_weeks
from analytics.models import Reach
from records.codes import CARE_ROLES
from training.models import Requirement
from training.queries.standings import STANDING, standing_values

from .selection import StratumRow

_SETTINGS: Final = " ".join(
    f"WHEN '{kind.value}' THEN '{setting.value}'" for kind, setting in SETTING_OF_KIND.items()
)
# Whoever holds a role of care on the day, in each place once, with whether they hold all that the
# record asks for there; what they did is looked up by organization and job role.
_ROSTER: Final = f"""
{STANDING}, asked AS (
    SELECT user_id, organization_id, job_role, bool_and(status IN ('current', 'due')) AS is_trained
    FROM standing WHERE opens_record GROUP BY user_id, organization_id, job_role
), place AS (
    SELECT DISTINCT r.user_id, r.organization_id, r.job_role,
           coalesce(nullif(r.care_setting, ''),
                    CASE o.kind {_SETTINGS} ELSE '{CareSetting.OTHER.value}' END) AS care_setting
    FROM accounts_practitionerrole r
    JOIN accounts_user u ON u.id = r.user_id AND u.is_active
    JOIN accounts_organization o ON o.id = r.organization_id AND o.is_active
    WHERE r.job_role = ANY(%(care_roles)s)
      AND r.starts_on <= %(on)s AND (r.ends_on IS NULL OR r.ends_on >= %(on)s)
      AND (%(organizations)s::uuid[] IS NULL OR r.organization_id = ANY(%(organizations)s))
), came AS MATERIALIZED (
    SELECT DISTINCT person_id FROM analytics_monthlyperson WHERE month <= %(month)s AND did > 0
), opened AS MATERIALIZED (
    SELECT m.person_id, s.organization_id, s.job_role, bool_or(m.month = %(month)s) AS this_month
    FROM analytics_monthlyperson m JOIN analytics_stratum s ON s.id = m.stratum_id
    WHERE m.month <= %(month)s AND m.did & {Did.OPENED:d} > 0
    GROUP BY m.person_id, s.organization_id, s.job_role
), lately AS MATERIALIZED (
    SELECT d.person_id, s.organization_id, s.job_role,
           count(DISTINCT (d.local_date - %(week)s::date) / 7) AS weeks
    FROM analytics_dailyperson d JOIN analytics_stratum s ON s.id = d.stratum_id
    WHERE d.local_date BETWEEN %(week)s AND %(sunday)s AND d.did & {Did.OPENED:d} > 0
    GROUP BY d.person_id, s.organization_id, s.job_role
)
SELECT place.user_id, place.organization_id, place.job_role, place.care_setting,
       coalesce(asked.is_trained, true), came.person_id IS NOT NULL,
       opened.person_id IS NOT NULL, coalesce(opened.this_month, false), coalesce(lately.weeks, 0)
FROM place
LEFT JOIN asked USING (user_id, organization_id, job_role)
LEFT JOIN analytics_usageperson person ON person.user_id = place.user_id
LEFT JOIN came ON came.person_id = person.id
LEFT JOIN opened ON opened.person_id = person.id
    AND opened.organization_id = place.organization_id AND opened.job_role = place.job_role
LEFT JOIN lately ON lately.person_id = person.id
    AND lately.organization_id = place.organization_id AND lately.job_role = place.job_role
"""


class Came(NamedTuple):
    """What somebody holds and has done in one place."""

    is_trained: bool
    has_come: bool
    has_opened: bool
    is_active: bool
    weeks: int


class Member(NamedTuple):
    """Somebody in one role at one organization, and how far they have come there."""

    person: UUID
    place: StratumRow
    step: Step
    is_trained: bool
    is_active: bool
    opened_lately: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """
    All members within reach on a day, and the places that they are in.

    `boards` say to which board each organization belongs, whether or not anybody is there.
    """

    on: date
    members: list[Member]
    places: list[StratumRow]
    boards: dict[str, str]


def read_roster(reach: Reach, *, on: date) -> Roster:
    """Return who may open records on a day, within what a viewer may see; four questions."""
    places: dict[tuple[UUID, str, str], StratumRow] = {}
    organizations = _read_organizations()
    members = []
    for person, where, role, setting, *came in _read(reach, on=on):
        key = (where, role, setting)
        if key not in places:
            places[key] = _place(organizations, *key)
        members.append(_member(person, places[key], Came(*came)))
    boards = {each.ods_code: _board_of(each, organizations) for each in organizations.values()}
    return Roster(
        on=on,
        members=members,
        places=list(places.values()),
        boards={code: board.ods_code if board else "" for code, board in boards.items()},
    )


def _read(reach: Reach, *, on: date) -> list[tuple]:  # type: ignore[type-arg]  # rows of _ROSTER
    asked = Requirement.objects.in_force(on).filter(opens_record=True)
    competencies = set(asked.values_list("competency_id", flat=True))
    weeks = last_whole_weeks(OF_WEEKS, on=on)
    values = {
        **standing_values(
            on,
            organizations=None if reach.organizations is None else list(reach.organizations),
            competencies=list(competencies),
        ),
        "care_roles": [role.value for role in CARE_ROLES],
        "month": month_of(on),
        "week": weeks.first,
        "sunday": weeks.last,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROSTER, values)
        return list(cursor.fetchall())


def _member(person: UUID, place: StratumRow, came: Came) -> Member:
    """Return a member; a step counts only where all before it were taken."""
    taken = (came.is_trained, came.has_come, came.has_opened, came.weeks >= HABIT_WEEKS)
    step = next((number for number, each in enumerate(taken) if not each), len(taken))
    return Member(person, place, Step(step), came.is_trained, came.is_active, came.weeks > 0)


class _Organization(NamedTuple):
    ods_code: str
    name: str
    kind: str
    parent: UUID | None


def _read_organizations() -> dict[UUID, _Organization]:
    rows = Organization.objects.values_list("pk", "ods_code", "short_name", "kind", "parent_id")
    return {row[0]: _Organization(*row[1:]) for row in rows}


def _board_of(own: _Organization, organizations: dict[UUID, _Organization]) -> _Organization | None:
    board: _Organization | None = own
    while board is not None and board.kind != OrganizationKind.ICB:
        board = organizations[board.parent] if board.parent is not None else None
    return board


def _place(
    organizations: dict[UUID, _Organization], where: UUID, role: str, setting: str
) -> StratumRow:
    """Return a place as filters and breakdowns know it; its key is none of a stratum."""
    own = organizations[where]
    board = _board_of(own, organizations)
    return StratumRow(
        id=0,
        board=board.ods_code if board else "",
        organization=own.ods_code,
        setting=setting,
        role=role,
        board_name=board.name if board else "",
        organization_name=own.name,
        kind=own.kind,
    )
