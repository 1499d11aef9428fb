"""The register of risks: what a viewer may know of, with how each stands on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.codes import ActionState, RiskState
from governance.models import (
    ActionItem,
    Committee,
    Reach,
    Risk,
    RiskAppetite,
    RiskEvent,
    RiskScore,
)
from governance.policies.risk_scores import RiskFacts, RiskStanding, stand_of

LIVE: Final = "live"
ABOVE, ESCALATED, OVERDUE = "above", "escalated", "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFilters:
    """How the register is narrowed; nothing stands for all."""

    committee: str = ""
    category: str = ""
    state: str = LIVE
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRisk:
    """A risk and how it stands; `scores` are all that it was given, oldest first."""

    risk: Risk
    standing: RiskStanding
    appetite: int | None
    scores: Sequence[RiskScore]


def list_register_committees(reach: Reach) -> Sequence[Committee]:
    """Return the committees whose registers a viewer may open, wholly or for their own risks."""
    own = Risk.objects.visible_to(reach).values("committee_id")
    known = Committee.objects.filter(Q(pk__in=reach.committees) | Q(pk__in=own))
    return list(known.order_by("name"))


def list_risks(
    committee: Committee, filters: RiskFilters, *, reach: Reach, on: date
) -> list[StandingRisk]:
    """Return the risks of a committee that a viewer may know of, the gravest first."""
    found = known_risks(reach).filter(committee=committee)
    if filters.state == LIVE:
        found = found.exclude(state=RiskState.CLOSED)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.category:
        found = found.filter(category=filters.category)
    rows = stand_risks(found, on=on)
    kept = [row for row in rows if _fits(row, filters.only)]
    return sorted(kept, key=lambda row: (-row.standing.score, row.risk.number))


def get_risk(risk_id: UUID, *, reach: Reach, on: date) -> StandingRisk:
    """
    Return a risk.

    :raises Risk.DoesNotExist: there is none that the viewer may know of
    """
    return stand_risks([known_risks(reach).get(pk=risk_id)], on=on)[0]


def stand_risks(risks: Iterable[Risk], *, on: date) -> list[StandingRisk]:
    """Return how risks stand; their scores and appetites take two queries, however many."""
    found = list(risks)
    keys = {risk.committee_id for risk in found}
    appetites = {
        (each.committee_id, each.category): each.most
        for each in RiskAppetite.objects.filter(committee_id__in=keys)
    }
    return [_stand(risk, appetites.get((risk.committee_id, risk.category)), on) for risk in found]


def list_risk_events(risk: Risk) -> Sequence[RiskEvent]:
    """Return what happened to a risk apart from its scores, the last first."""
    return list(risk.events.select_related("by").order_by("-happened_at", "-created_at"))


def list_linked_actions(risk: Risk, *, reach: Reach) -> Sequence[ActionItem]:
    """Return the actions that work on a risk, of those that the viewer may know of."""
    found = ActionItem.objects.visible_to(reach).filter(risks=risk)
    return list(found.select_related("committee", "owner").order_by("state", "due_on"))


def linkable_actions(risk: Risk, *, reach: Reach) -> QuerySet[ActionItem]:
    """Return open actions of the committee that a viewer may know of and that are not linked."""
    found = ActionItem.objects.visible_to(reach).filter(committee_id=risk.committee_id)
    linked = Risk.actions.through.objects.filter(risk=risk).values("actionitem_id")
    return found.filter(state=ActionState.OPEN).exclude(pk__in=linked).order_by("number")


def list_appetites(committee: Committee) -> dict[str, RiskAppetite]:
    """Return the appetites of a committee by category."""
    return {each.category: each for each in committee.appetites.all()}


def known_risks(reach: Reach) -> QuerySet[Risk]:
    """Return the risks that a viewer may know of, with what `stand_risks` reads of each."""
    found = Risk.objects.visible_to(reach).select_related("committee", "owner")
    return found.prefetch_related("scores__scored_by")


def _stand(risk: Risk, appetite: int | None, on: date) -> StandingRisk:
    scores = sorted(risk.scores.all(), key=lambda each: each.scored_at)
    facts = [
        RiskFacts(
            kind=each.kind,
            consequence=each.consequence,
            likelihood=each.likelihood,
            scored_at=each.scored_at,
        )
        for each in scores
    ]
    standing = stand_of(facts, state=risk.state, appetite=appetite, review_on=risk.review_on, on=on)
    return StandingRisk(risk=risk, standing=standing, appetite=appetite, scores=scores)


def _fits(row: StandingRisk, only: str) -> bool:
    flags = {
        ABOVE: row.standing.is_above_appetite,
        ESCALATED: row.standing.escalates,
        OVERDUE: row.standing.is_review_overdue,
    }
    return flags.get(only, True)
