"""Which rules somebody's role falls under, and how they stand to each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from accounts.models import Competency, CompetencyGrant, PractitionerRole
from records.queries.section_rules import list_full_sections
from training.codes import ComplianceStatus
from training.models import Requirement
from training.policies import grace_ends_on, status_on

# An organization with all that it lies below, in one question.
ABOVE: Final = """
WITH RECURSIVE above AS (
    SELECT id, parent_id FROM accounts_organization WHERE id = %s
    UNION
    SELECT parent.id, parent.parent_id
      FROM accounts_organization parent JOIN above ON above.parent_id = parent.id
)
SELECT id FROM above
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """
    What a role needs one competency for, and by which rules.

    Where several rules ask for it the strictest wins: the shortest grace, and records open by it
    if any of them says so. `requirement` is the rule whose grace counts.
    """

    requirement: Requirement
    competency: Competency
    grace_days: int
    opens_record: bool
    rules: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands on a day to one competency that their role needs."""

    requirement: Requirement
    rules: tuple[Requirement, ...]
    competency: Competency
    opens_record: bool
    status: ComplianceStatus
    renew_from: date | None
    valid_until: date | None
    grace_until: date | None


class _Held(NamedTuple):
    renew_from: date | None
    valid_until: date | None


def list_requirements_for(role: PractitionerRole, *, on: date) -> list[Applied]:
    """Return what a role needs on a day, once for each competency, by its name; two questions."""
    sections = list_full_sections(role.job_role)
    rules = (
        Requirement.objects.in_force(on)
        .filter(
            Q(job_role="") | Q(job_role=role.job_role),
            Q(setting="") | Q(setting=role.organization.kind),
            Q(section="") | Q(section__in=sections),
            organization__in=RawSQL(ABOVE, [role.organization_id]),  # noqa: S611 - a constant
        )
        .select_related("competency", "organization")
    )
    by_competency: defaultdict[UUID, list[Requirement]] = defaultdict(list)
    for rule in rules:
        by_competency[rule.competency_id].append(rule)
    applied = [_apply(each) for each in by_competency.values()]
    return sorted(applied, key=lambda each: (each.competency.name, each.competency.code))


def standing_of(
    role: PractitionerRole, *, on: date, opens_record: bool | None = None
) -> list[Standing]:
    """
    Return how the person in a role stands to all that it needs on a day; three questions.

    With `opens_record`, only to what the record asks for, or only to what it does not.
    """
    applied = [
        each
        for each in list_requirements_for(role, on=on)
        if opens_record is None or each.opens_record == opens_record
    ]
    held = _best_of(role.user_id, [each.competency.pk for each in applied], on=on)
    return [_stand(each, held.get(each.competency.pk), on=on) for each in applied]


def _apply(rules: list[Requirement]) -> Applied:
    """Put the rules that ask for one competency together; the strictest comes first."""
    ordered = sorted(
        rules, key=lambda rule: (rule.grace_days, not rule.opens_record, rule.applies_from, rule.pk)
    )
    return Applied(
        requirement=ordered[0],
        competency=ordered[0].competency,
        grace_days=ordered[0].grace_days,
        opens_record=any(rule.opens_record for rule in ordered),
        rules=tuple(ordered),
    )


def _best_of(user_id: UUID, competencies: list[UUID], *, on: date) -> dict[UUID, _Held]:
    """Return of each competency what lasts longest of what somebody has held by a day."""
    grants = (
        CompetencyGrant.objects.standing()
        .filter(user_id=user_id, competency__in=competencies, valid_from__lte=on)
        .order_by(
            "competency_id",
            F("valid_until").desc(nulls_first=True),
            F("renew_from").desc(nulls_first=True),
        )
        .distinct("competency_id")
    )
    rows = grants.values_list("competency_id", "renew_from", "valid_until")
    return {competency: _Held(renew_from, until) for competency, renew_from, until in rows}


def _stand(applied: Applied, held: _Held | None, *, on: date) -> Standing:
    until = None if held is None else held.valid_until
    renew_from = None if held is None else held.renew_from
    return Standing(
        requirement=applied.requirement,
        rules=applied.rules,
        competency=applied.competency,
        opens_record=applied.opens_record,
        status=status_on(
            valid_until=until,
            renew_from=renew_from,
            grace_days=applied.grace_days,
            has_ever=held is not None,
            on=on,
        ),
        renew_from=renew_from,
        valid_until=until,
        grace_until=None if until is None else grace_ends_on(until, applied.grace_days),
    )
