"""The log of clinical hazards: what a viewer may know of, with levels and sign-off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from governance.codes import AssessmentKind, HazardState
from governance.models import (
    Committee,
    Hazard,
    HazardAssessment,
    HazardControl,
    HazardEvent,
    HazardSignOff,
    Reach,
)
from governance.policies.hazard_matrix import level_of

from .contents.hazard import hash_hazard

UNSIGNED, OVERDUE = "unsigned", "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardFilters:
    """How the log is narrowed; nothing stands for all."""

    committee: str = ""
    state: str = HazardState.OPEN
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingHazard:
    """
    A hazard with its last assessments and its last sign-off.

    `is_signed` says that what was signed is still what stands there.
    """

    hazard: Hazard
    initial: HazardAssessment | None
    residual: HazardAssessment | None
    sign_off: HazardSignOff | None
    is_signed: bool
    is_review_overdue: bool

    @property
    def level(self) -> int:
        """The residual level; before that is assessed, the initial one; 0 where there is none."""
        last = self.residual or self.initial
        return level_of(last.severity, last.likelihood) if last else 0


def list_hazard_committees(reach: Reach) -> Sequence[Committee]:
    """Return the committees whose hazards a viewer may know of, all or their own."""
    own = Hazard.objects.visible_to(reach).values("committee_id")
    known = Committee.objects.filter(Q(pk__in=reach.committees) | Q(pk__in=own))
    return list(known.order_by("name"))


def list_hazards(
    committee: Committee, filters: HazardFilters, *, reach: Reach, on: date
) -> list[StandingHazard]:
    """Return the hazards of a committee that a viewer may know of, the gravest first."""
    found = known_hazards(reach).filter(committee=committee)
    if filters.state:
        found = found.filter(state=filters.state)
    rows = [row for row in stand_hazards(found, on=on) if _fits(row, filters.only)]
    return sorted(rows, key=lambda row: (-row.level, row.hazard.number))


def get_hazard(hazard_id: UUID, *, reach: Reach, on: date) -> StandingHazard:
    """
    Return a hazard.

    :raises Hazard.DoesNotExist: there is none that the viewer may know of
    """
    return stand_hazards([known_hazards(reach).get(pk=hazard_id)], on=on)[0]


def get_control(hazard: Hazard, control_id: UUID) -> HazardControl:
    """
    Return a control of a hazard.

    :raises HazardControl.DoesNotExist: it has none
    """
    return hazard.controls.get(pk=control_id)


def stand_hazards(hazards: Iterable[Hazard], *, on: date) -> list[StandingHazard]:
    """Return how hazards stand; what hangs on them is read before."""
    return [_stand(hazard, on) for hazard in hazards]


def list_hazard_events(hazard: Hazard) -> Sequence[HazardEvent]:
    """Return what happened to a hazard apart from its assessments, the last first."""
    return list(hazard.events.select_related("by").order_by("-happened_at", "-created_at"))


def known_hazards(reach: Reach) -> QuerySet[Hazard]:
    """Return the hazards that a viewer may know of, with all that hangs on each."""
    found = Hazard.objects.visible_to(reach).select_related("committee", "owner")
    return found.prefetch_related("controls", "assessments__assessed_by", "sign_offs__signed_by")


def _stand(hazard: Hazard, on: date) -> StandingHazard:
    given = sorted(hazard.assessments.all(), key=lambda each: each.assessed_at)
    signed = max(hazard.sign_offs.all(), key=lambda each: each.signed_at, default=None)
    return StandingHazard(
        hazard=hazard,
        initial=_last(given, AssessmentKind.INITIAL),
        residual=_last(given, AssessmentKind.RESIDUAL),
        sign_off=signed,
        is_signed=signed is not None and signed.sha256 == hash_hazard(hazard),
        is_review_overdue=hazard.state == HazardState.OPEN and hazard.review_on < on,
    )


def _last(given: Sequence[HazardAssessment], kind: AssessmentKind) -> HazardAssessment | None:
    return next((each for each in reversed(given) if each.kind == kind), None)


def _fits(row: StandingHazard, only: str) -> bool:
    flags = {UNSIGNED: not row.is_signed, OVERDUE: row.is_review_overdue}
    return flags.get(only, True)
