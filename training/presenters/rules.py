"""Rules of the training-needs matrix in plain sentences."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from accounts.codes import JobRole, OrganizationKind
from core.dates import count_in_words, format_day, format_short_day
from records.codes import RecordSection
from training.actions.requirements import RuleScope
from training.models import Requirement
from training.queries.matrix import Foreseen, ListedRule

_KINDS: Final = {
    OrganizationKind.REGION: "regional offices",
    OrganizationKind.ICB: "integrated care boards",
    OrganizationKind.GP_PRACTICE: "GP practices",
    OrganizationKind.ACUTE: "acute trusts",
    OrganizationKind.MENTAL_HEALTH: "mental health trusts",
    OrganizationKind.COMMUNITY: "community trusts",
    OrganizationKind.AMBULANCE: "ambulance services",
    OrganizationKind.LOCAL_AUTHORITY: "local authorities",
    OrganizationKind.HOSPICE: "hospices",
    OrganizationKind.SERVICE_PROVIDER: "service providers",
}
# These have organizations below them, which their rules reach.
_REACHING_DOWN: Final = frozenset({OrganizationKind.REGION, OrganizationKind.ICB})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule as the matrix lists it."""

    id: UUID
    competency: str
    who: str
    grace: str
    opens_record: bool
    period: str
    policy: str
    state: str
    set_by: str
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a rule would come to, before it is kept."""

    sentence: str
    headline: str
    details: list[str]
    concerns_nobody: bool


def say_who(rule: Requirement | RuleScope) -> str:
    """Return whom a rule concerns: "Everybody who sees “Safeguarding” in records at …"."""
    who = "Everybody"
    if rule.job_role:
        who += f" in the role “{JobRole(rule.job_role).label}”"
    if rule.section:
        who += f" who sees “{RecordSection(rule.section).label}” in records"
    place = rule.organization.short_name
    reaches_down = rule.organization.kind in _REACHING_DOWN
    if rule.setting:
        return f"{who} in {_KINDS[OrganizationKind(rule.setting)]} of {place}"
    return f"{who} at organisations of {place}" if reaches_down else f"{who} at {place}"


def say_rule(rule: Requirement | RuleScope) -> str:
    """Return a rule as a sentence."""
    return f"{say_who(rule)} must be competent in “{rule.competency.name}”."


def say_grace(days: int) -> str:
    """Return how long people may work on."""
    return count_in_words(days, "day") if days else "None"


def present_rule(listed: ListedRule, *, on: date) -> RuleRow:
    """Return a rule as a row; those from above can be read and not changed."""
    rule = listed.rule
    has_ended = rule.applies_until is not None and rule.applies_until < on
    return RuleRow(
        id=rule.pk,
        competency=rule.competency.name,
        who=say_who(rule),
        grace=say_grace(rule.grace_days),
        opens_record=rule.opens_record,
        period=_period(rule, on=on),
        policy=rule.policy,
        state="ended" if has_ended else "coming" if rule.applies_from > on else "",
        set_by="" if listed.is_ours else rule.organization.short_name,
        may_change=listed.is_ours and not has_ended,
    )


def _period(rule: Requirement, *, on: date) -> str:
    since = format_short_day(rule.applies_from)
    if rule.applies_until is None:
        return f"since {since}" if rule.applies_from <= on else f"from {since}"
    return f"{since} to {format_short_day(rule.applies_until)}"


def present_preview(
    rule: Requirement | RuleScope, foreseen: Foreseen, *, opens_record: bool, since: date
) -> Preview:
    """Return what a rule would come to, counted as people stand today."""
    if not foreseen.people:
        return Preview(
            sentence=say_rule(rule),
            headline="This rule concerns nobody today.",
            details=["Nobody works there in such a role, or nobody sees that section of records."],
            concerns_nobody=True,
        )
    people = count_in_words(foreseen.people, "person", "people")
    places = count_in_words(foreseen.organizations, "organisation")
    never, lapsed, grace = foreseen.never, foreseen.lapsed, foreseen.grace
    details = [f"Never trained {never:,}, lapsed {lapsed:,}, in grace {grace:,}."]
    shut_out = never + lapsed
    if opens_record and shut_out:
        details.append(
            f"From {format_day(since)} records would not open to {shut_out:,} of them until they"
            " are trained, but by the emergency passage."
        )
    return Preview(
        sentence=say_rule(rule),
        headline=f"This rule concerns {people} in {places}. "
        f"{foreseen.not_compliant:,} of them would not be compliant today.",
        details=details,
        concerns_nobody=False,
    )
