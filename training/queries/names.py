"""Who stands how, by name: as things are, and only within reach."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection

from accounts.codes import JobRole
from accounts.models import Organization
from training import permissions
from training.models import Reach

from .standings import STANDING, standing_values

PAGE_SIZE: Final = 50
_PAGE: Final = (
    STANDING  # noqa: S608 - constants, with values apart
    + """
, person AS (
    SELECT user_id, job_role, count(*) AS needed,
           count(*) FILTER (WHERE status IN ('current', 'due')) AS compliant,
           min(CASE status WHEN 'lapsed' THEN 1 WHEN 'never' THEN 2 WHEN 'grace' THEN 3
               WHEN 'due' THEN 4 ELSE 5 END) AS urgency
    FROM standing
    WHERE %(job_role)s = '' OR job_role = %(job_role)s
    GROUP BY user_id, job_role
    HAVING %(statuses)s::text[] IS NULL OR bool_or(status = ANY(%(statuses)s))
)
SELECT r.id, p.user_id, p.job_role, coalesce(nullif(u.display_name, ''), u.username) AS name,
       r.job_title, p.needed, p.compliant, p.total
FROM (
    SELECT person.*, count(*) OVER () AS total FROM person
) p
JOIN accounts_user u ON u.id = p.user_id
JOIN LATERAL (
    SELECT id, job_title FROM accounts_practitionerrole
    WHERE user_id = p.user_id AND job_role = p.job_role AND organization_id = %(place)s
      AND starts_on <= %(on)s::date AND (ends_on IS NULL OR ends_on >= %(on)s::date)
    ORDER BY starts_on LIMIT 1
) r ON true
ORDER BY p.urgency, name, p.user_id, p.job_role
LIMIT %(most)s OFFSET %(skipped)s
"""
)
_OPEN: Final = (
    STANDING
    + """
SELECT s.user_id, s.job_role, c.name, s.status, s.valid_until
FROM standing s JOIN accounts_competency c ON c.id = s.competency_id
WHERE s.status <> 'current'
ORDER BY array_position(%(urgency)s::text[], s.status), c.name
"""
)
_URGENCY: Final = ["lapsed", "never", "grace", "due", "current"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFilters:
    """Whom a list of names holds; what is blank narrows nothing."""

    job_role: str = ""
    competency_id: UUID | None = None
    statuses: tuple[str, ...] | None = None
    page: int = 1


class OpenItem(NamedTuple):
    """Something that somebody needs and does not hold as they should, or must soon renew."""

    skill: str
    status: str
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody in a role, and what of their training is open."""

    role_id: UUID
    name: str
    title: str
    needed: int
    compliant: int
    open: Sequence[OpenItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePage:
    """A page of names, and how many there are in all."""

    lines: Sequence[PersonLine]
    total: int


def list_names(place: Organization, filters: NameFilters, *, reach: Reach, on: date) -> NamePage:
    """
    Return the people of an organization, those with most to do first.

    :raises Forbidden: a viewer may see its figures only
    """
    permissions.check_may_read_names_at(reach, place)
    values = {
        **standing_values(
            on,
            organizations=[place.pk],
            competencies=[filters.competency_id] if filters.competency_id else None,
        ),
        "urgency": _URGENCY,
        "job_role": filters.job_role,
        "statuses": None if filters.statuses is None else list(filters.statuses),
        "place": place.pk,
        "most": PAGE_SIZE,
        "skipped": (filters.page - 1) * PAGE_SIZE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, values)
        rows = cursor.fetchall()
        cursor.execute(_OPEN, {**values, "people": [row[1] for row in rows]})
        items = cursor.fetchall()
    open_ones: defaultdict[tuple[UUID, str], list[OpenItem]] = defaultdict(list)
    for user_id, job_role, *item in items:
        open_ones[user_id, job_role].append(OpenItem(*item))
    lines = [
        PersonLine(
            role_id=role_id,
            name=name,
            title=title or JobRole(job_role).label,
            needed=needed,
            compliant=compliant,
            open=open_ones[user_id, job_role],
        )
        for role_id, user_id, job_role, name, title, needed, compliant, _ in rows
    ]
    return NamePage(lines=lines, total=rows[0][-1] if rows else 0)
