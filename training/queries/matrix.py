"""The training-needs matrix: its rules, and what a rule would come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.models import Competency, Organization
from accounts.queries import get_board_id, organizations_below
from training.models import Reach, Requirement

from .requirements import ABOVE
from .standings import STANDING_BY_ONE_RULE, RuleThought, standing_values

_FORESEE: Final = (
    STANDING_BY_ONE_RULE
    + """
SELECT count(DISTINCT user_id), count(DISTINCT organization_id),
       count(DISTINCT user_id) FILTER (WHERE status IN ('current', 'due')),
       count(DISTINCT user_id) FILTER (WHERE status = 'grace'),
       count(DISTINCT user_id) FILTER (WHERE status = 'lapsed'),
       count(DISTINCT user_id) FILTER (WHERE status = 'never')
FROM standing
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Whom a rule concerns, and how they stand today; people count once."""

    people: int
    organizations: int
    compliant: int
    grace: int
    lapsed: int
    never: int

    @property
    def not_compliant(self) -> int:
        """How many would not be compliant today."""
        return self.people - self.compliant


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRule:
    """A rule of the matrix, and whether it belongs to the board of whoever reads it."""

    rule: Requirement
    is_ours: bool


def list_rules(reach: Reach, *, on: date, with_ended: bool) -> Sequence[ListedRule]:
    """Return the rules that concern a trainer's board: its own, and those from above it."""
    board = get_board_id(reach.viewer.organization)
    below = organizations_below([board])
    rules = Requirement.objects.filter(
        Q(organization__in=below) | Q(organization__in=RawSQL(ABOVE, [board]))  # noqa: S611 - a constant
    )
    if not with_ended:
        rules = rules.filter(Q(applies_until__isnull=True) | Q(applies_until__gte=on))
    ordered = rules.select_related("organization", "competency").order_by(
        "competency__name", "organization__short_name", "job_role", "section", "-applies_from"
    )
    return [ListedRule(rule=rule, is_ours=rule.organization_id in below) for rule in ordered]


def get_rule(requirement_id: UUID) -> Requirement:
    """
    Return a rule.

    :raises Requirement.DoesNotExist: there is none
    """
    return Requirement.objects.select_related("organization", "competency").get(pk=requirement_id)


def organizations_to_rule(reach: Reach) -> QuerySet[Organization]:
    """Return the organizations for which a trainer may make rules: their board and all below."""
    below = organizations_below([get_board_id(reach.viewer.organization)])
    return Organization.objects.filter(pk__in=below, is_active=True).order_by("short_name")


def competencies_to_require() -> QuerySet[Competency]:
    return Competency.objects.filter(is_active=True).order_by("name")


def foresee_rule(rule: RuleThought, *, on: date) -> Foreseen:
    """Return whom a rule would concern if it applied on a day, whatever others ask of them."""
    with connection.cursor() as cursor:
        cursor.execute(_FORESEE, standing_values(on, rule=rule))
        people, organizations, compliant, grace, lapsed, never = cursor.fetchone()
    return Foreseen(
        people=people,
        organizations=organizations,
        compliant=compliant,
        grace=grace,
        lapsed=lapsed,
        never=never,
    )
