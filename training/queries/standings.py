"""
How all people stand, in one statement: what snapshots, lists of names and reminders are made of.

It says in SQL what `queries.requirements` and `policies.status_on` say of one person; a test holds
them to the same answers. Somebody with two roles counts once in each organization and job role
that they hold: each asks for its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias
from uuid import UUID

from records.queries.section_rules import map_roles_by_section

# What the database driver takes has no type that a checker knows.
SqlValues: TypeAlias = Mapping[str, Any]

_RULES_IN_FORCE: Final = """
    SELECT organization_id, job_role, setting, section, competency_id, grace_days, opens_record
    FROM training_requirement
    WHERE applies_from <= %(on)s::date AND (applies_until IS NULL OR applies_until >= %(on)s::date)
      AND (%(competencies)s::uuid[] IS NULL OR competency_id = ANY(%(competencies)s))
"""
_RULE_THAT_IS_THOUGHT_OF: Final = """
    SELECT %(rule_organization)s::uuid AS organization_id, %(rule_job_role)s::text AS job_role,
           %(rule_setting)s::text AS setting, %(rule_section)s::text AS section,
           %(rule_competency)s::uuid AS competency_id, %(rule_grace_days)s::int AS grace_days,
           %(rule_opens_record)s::boolean AS opens_record
"""
# `standing` holds a row for each person, organization, job role and competency that it asks for.
# What somebody holds is looked up in an index for each: the planner cannot guess how many rows the
# parts before it have, and would now and then join all with all.
_STANDING: Final = """
WITH RECURSIVE above AS (
    SELECT id AS organization_id, kind, id AS above_id, parent_id
    FROM accounts_organization WHERE is_active
    UNION
    SELECT above.organization_id, above.kind, parent.id, parent.parent_id
    FROM above JOIN accounts_organization parent ON parent.id = above.parent_id
), rules AS (
    {rules}
), role AS MATERIALIZED (
    SELECT DISTINCT r.user_id, r.organization_id, r.job_role
    FROM accounts_practitionerrole r
    JOIN accounts_user u ON u.id = r.user_id AND u.is_active
    WHERE r.starts_on <= %(on)s::date AND (r.ends_on IS NULL OR r.ends_on >= %(on)s::date)
      AND (%(organizations)s::uuid[] IS NULL OR r.organization_id = ANY(%(organizations)s))
      AND (%(people)s::uuid[] IS NULL OR r.user_id = ANY(%(people)s))
), seen AS (
    SELECT * FROM unnest(%(sections)s::text[], %(section_roles)s::text[]) AS t (section, job_role)
), needed AS MATERIALIZED (
    SELECT p.organization_id, p.job_role, rules.competency_id,
           min(rules.grace_days) AS grace_days, bool_or(rules.opens_record) AS opens_record
    FROM (SELECT DISTINCT organization_id, job_role FROM role) p
    JOIN above ON above.organization_id = p.organization_id
    JOIN rules ON rules.organization_id = above.above_id
    WHERE (rules.job_role = '' OR rules.job_role = p.job_role)
      AND (rules.setting = '' OR rules.setting = above.kind)
      AND (rules.section = '' OR EXISTS (
          SELECT FROM seen WHERE seen.section = rules.section AND seen.job_role = p.job_role))
    GROUP BY p.organization_id, p.job_role, rules.competency_id
), standing AS (
    SELECT role.user_id, role.organization_id, role.job_role, needed.competency_id,
           needed.grace_days, needed.opens_record, held.valid_from, held.renew_from,
           held.valid_until,
           CASE WHEN held.valid_from IS NULL THEN 'never'
                WHEN held.valid_until IS NULL THEN 'current'
                WHEN %(on)s::date <= held.valid_until THEN
                    CASE WHEN held.renew_from <= %(on)s::date THEN 'due' ELSE 'current' END
                WHEN %(on)s::date - held.valid_until <= needed.grace_days THEN 'grace'
                ELSE 'lapsed' END AS status
    FROM role
    JOIN needed ON needed.organization_id = role.organization_id
               AND needed.job_role = role.job_role
    LEFT JOIN LATERAL (
        SELECT g.valid_from, g.renew_from, g.valid_until
        FROM accounts_competencygrant g
        WHERE g.competency_id = needed.competency_id AND g.user_id = role.user_id
          AND g.revoked_at IS NULL AND g.valid_from <= %(on)s::date
        ORDER BY g.valid_until DESC NULLS FIRST, g.renew_from DESC NULLS FIRST
        LIMIT 1
    ) held ON true
)
"""
STANDING: Final = _STANDING.format(rules=_RULES_IN_FORCE)
STANDING_BY_ONE_RULE: Final = _STANDING.format(rules=_RULE_THAT_IS_THOUGHT_OF)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleThought:
    """A rule that somebody thinks of making."""

    organization_id: UUID
    job_role: str
    setting: str
    section: str
    competency_id: UUID
    grace_days: int
    opens_record: bool


def standing_values(
    on: date,
    *,
    organizations: list[UUID] | None = None,
    competencies: list[UUID] | None = None,
    rule: RuleThought | None = None,
) -> SqlValues:
    """Return the values of STANDING: a day, and where to look; None looks everywhere."""
    pairs = [
        (section, job_role)
        for section, job_roles in map_roles_by_section().items()
        for job_role in job_roles
    ]
    values: dict[str, Any] = {
        "on": on,
        "organizations": organizations,
        "people": None,
        "competencies": competencies,
        "sections": [section for section, _ in pairs],
        "section_roles": [job_role for _, job_role in pairs],
    }
    if rule is not None:
        values |= {
            "rule_organization": rule.organization_id,
            "rule_job_role": rule.job_role,
            "rule_setting": rule.setting,
            "rule_section": rule.section,
            "rule_competency": rule.competency_id,
            "rule_grace_days": rule.grace_days,
            "rule_opens_record": rule.opens_record,
        }
    return values
