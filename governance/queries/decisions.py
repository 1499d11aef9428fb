"""The log of decisions, for one viewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from governance.models import Committee, Decision, LedgerEntry, Reach
from governance.models.decision import DecisionQuerySet

PAGE: Final = 50
MOST_EARLIER: Final = 200
IN_FORCE, SUPERSEDED, RECOMMENDATION = "in-force", "superseded", "recommendation"
STANDINGS: Final = {
    IN_FORCE: "In force",
    SUPERSEDED: "Replaced",
    RECOMMENDATION: "Recommendation",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFilters:
    """What a viewer looks for in the log."""

    committee: str = ""
    year: str = ""
    words: str = ""
    standing: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """One page of the log, and how many there are in all."""

    decisions: Sequence[Decision]
    total: int
    number: int

    @property
    def first(self) -> int:
        """Which one stands first on the page."""
        return (self.number - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Which one stands last on the page."""
        return min(self.number * PAGE, self.total)


def list_decisions(filters: DecisionFilters, reach: Reach) -> DecisionPage:
    """Return a page of the decisions that a viewer may know of, the newest first."""
    found = _standing(_named(Decision.objects.visible_to(reach), filters), filters.standing)
    total = found.count()
    number = max(1, min(filters.page, -(-total // PAGE) or 1))
    related = ("committee", "superseded_by", "ratification")
    rows = found.select_related(*related).order_by("-decided_at", "-number")
    return DecisionPage(
        decisions=list(rows[(number - 1) * PAGE : number * PAGE]), total=total, number=number
    )


def get_decision(decision_id: UUID, reach: Reach) -> Decision:
    """
    Return a decision that a viewer may know of.

    :raises Decision.DoesNotExist: there is none
    """
    related = (
        "committee",
        "item__meeting",
        "motion",
        "written_resolution",
        "superseded_by",
        "supersedes",
        "ratification__item__meeting",
    )
    return Decision.objects.visible_to(reach).select_related(*related).get(pk=decision_id)


def list_known(keys: Sequence[UUID | None], reach: Reach) -> set[UUID]:
    """Return which of some decisions a viewer may know of."""
    known = Decision.objects.visible_to(reach).filter(pk__in=[key for key in keys if key])
    return set(known.values_list("pk", flat=True))


def list_in_force(committee_id: UUID, reach: Reach) -> list[Decision]:
    """Return the decisions of a committee that a new one can replace."""
    found = Decision.objects.visible_to(reach).in_force().filter(committee_id=committee_id)
    return list(found.order_by("-decided_at")[:MOST_EARLIER])


def list_committees(reach: Reach) -> list[Committee]:
    """Return the committees whose log a viewer may look at."""
    return list(Committee.objects.filter(pk__in=reach.committees).order_by("name"))


def find_evidence(decision: Decision) -> LedgerEntry | None:
    """Return the link of the chain that holds a decision."""
    return LedgerEntry.objects.filter(subject=decision.pk).order_by("sequence").first()


def _named(decisions: DecisionQuerySet, filters: DecisionFilters) -> DecisionQuerySet:
    if filters.committee:
        decisions = decisions.filter(committee__code=filters.committee)
    if filters.year:
        decisions = decisions.filter(number__contains=f"/{filters.year}/")
    if filters.words:
        words = filters.words
        decisions = decisions.filter(
            Q(number__icontains=words) | Q(title__icontains=words) | Q(text__icontains=words)
        )
    return decisions


def _standing(decisions: DecisionQuerySet, standing: str) -> DecisionQuerySet:
    is_recommendation = Q(is_quorate=False, ratification__isnull=True)
    if standing == SUPERSEDED:
        return decisions.filter(superseded_by__isnull=False)
    if standing == RECOMMENDATION:
        return decisions.in_force().filter(is_recommendation)
    if standing == IN_FORCE:
        return decisions.in_force().exclude(is_recommendation)
    return decisions
