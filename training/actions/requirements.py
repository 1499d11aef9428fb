"""Change who must hold what: rules begin and end, and are never rewritten."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import Competency, Organization
from core.dates import LONDON, format_day
from core.errors import NotPermittedNow
from training import permissions
from training.models import Reach, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScope:
    """Whom a rule concerns, and what they must be competent for; what is blank fits all."""

    organization: Organization
    job_role: str
    setting: str
    section: str
    competency: Competency


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTerms:
    """From when a rule holds, how strict it is, and the policy that it comes from."""

    applies_from: date
    grace_days: int
    opens_record: bool
    policy: str


@transaction.atomic
def add_requirement(*, scope: RuleScope, terms: RuleTerms, by: Reach) -> Requirement:
    """
    Make a rule.

    :raises Forbidden: the organization is not theirs to make rules for
    :raises NotPermittedNow: the same is asked of the same people already
    """
    # Whoever makes two rules of one organization at once waits here for the other.
    organization = Organization.objects.select_for_update(no_key=True).get(pk=scope.organization.pk)
    permissions.check_may_set_rules(by, organization)
    _check_is_new(scope, since=terms.applies_from)
    return _write(scope, terms)


@transaction.atomic
def change_requirement(
    *, requirement_id: UUID, terms: RuleTerms, by: Reach, at: datetime
) -> Requirement:
    """
    End a rule, and have another of the same people take its place on the day that it begins.

    :raises Requirement.DoesNotExist: there is none
    :raises Forbidden: the organization is not theirs to make rules for
    :raises NotPermittedNow: the rule has ended, or would be changed for days that are past
    """
    rule = _lock(requirement_id, by=by)
    today = at.astimezone(LONDON).date()
    earliest = max(today, rule.applies_from + timedelta(days=1))
    if terms.applies_from < earliest:
        raise NotPermittedNow(f"A change can begin on {format_day(earliest)} or later.")
    if rule.applies_until is not None and rule.applies_until < terms.applies_from:
        raise NotPermittedNow(
            f"This rule ends on {format_day(rule.applies_until)}. Make a new one."
        )
    last_day = rule.applies_until
    rule.applies_until = terms.applies_from - timedelta(days=1)
    rule.save(update_fields=["applies_until", "updated_at"])
    scope = RuleScope(
        organization=rule.organization,
        job_role=rule.job_role,
        setting=rule.setting,
        section=rule.section,
        competency=rule.competency,
    )
    _check_is_new(scope, since=terms.applies_from)
    return _write(scope, terms, until=last_day)


@transaction.atomic
def end_requirement(*, requirement_id: UUID, last_day: date, by: Reach, at: datetime) -> None:
    """
    End a rule after a last day; one that has not begun yet is taken back altogether.

    :raises Requirement.DoesNotExist: there is none
    :raises Forbidden: the organization is not theirs to make rules for
    :raises NotPermittedNow: the day is past, or the rule has ended by then
    """
    rule = _lock(requirement_id, by=by)
    today = at.astimezone(LONDON).date()
    if rule.applies_from > today:
        rule.delete()
        return
    yesterday = today - timedelta(days=1)
    if last_day < yesterday:
        raise NotPermittedNow(f"The last day can be {format_day(yesterday)} or later.")
    if rule.applies_until is not None and rule.applies_until < last_day:
        raise NotPermittedNow(f"This rule ends on {format_day(rule.applies_until)} already.")
    rule.applies_until = max(last_day, rule.applies_from)
    rule.save(update_fields=["applies_until", "updated_at"])


def _lock(requirement_id: UUID, *, by: Reach) -> Requirement:
    rules = Requirement.objects.select_related("organization", "competency")
    rule = rules.select_for_update(of=("self",)).get(pk=requirement_id)
    permissions.check_may_set_rules(by, rule.organization)
    return rule


def _check_is_new(scope: RuleScope, *, since: date) -> None:
    """Refuse a second rule that asks the same of the same people at the same time."""
    same = Requirement.objects.filter(
        organization=scope.organization,
        job_role=scope.job_role,
        setting=scope.setting,
        section=scope.section,
        competency=scope.competency,
    )
    running = [each for each in same if each.applies_until is None or each.applies_until >= since]
    if running:
        raise NotPermittedNow(
            "There is such a rule already, since "
            f"{format_day(running[0].applies_from)}. Change that one."
        )


def _write(scope: RuleScope, terms: RuleTerms, *, until: date | None = None) -> Requirement:
    return Requirement.objects.create(
        organization=scope.organization,
        job_role=scope.job_role,
        setting=scope.setting,
        section=scope.section,
        competency=scope.competency,
        applies_from=terms.applies_from,
        applies_until=until,
        grace_days=terms.grace_days,
        opens_record=terms.opens_record,
        policy=terms.policy,
    )
