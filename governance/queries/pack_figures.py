"""What board packs say of governance itself: actions, risks and agreements, in counts alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from accounts.queries import organizations_below
from governance.codes import AgreementState, Rag, RiskState, Visibility
from governance.models import ActionItem, Risk, RiskScore, SharingAgreement
from governance.policies.rag import rag_of
from governance.policies.risk_scores import BANDS, ESCALATES_FROM, RiskFacts, band_of, score_path

SOON: Final = timedelta(days=90)
BAND_ORDER: Final = tuple(str(band.value) for _, band in BANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFigures:
    """How many actions, risks and agreements stand how on a day."""

    actions: Counter[str]
    bands: Counter[str]
    escalated: int
    agreements: int
    running_out: int
    run_out: int

    @property
    def risks(self) -> int:
        """How many risks are open."""
        return self.bands.total()


def read_registers(organization_id: UUID, *, on: date) -> RegisterFigures:
    """
    Return how the registers of committees at or below an organization stand on a day.

    Only what everybody who reads a pack may know of is counted: what is open to observers.
    """
    places = organizations_below([organization_id])
    scores = _risk_scores(places)
    signed = SharingAgreement.objects.filter(
        committee__organization__in=places, state=AgreementState.SIGNED, starts_on__lte=on
    )
    ends = list(signed.values_list("expires_on", flat=True))
    return RegisterFigures(
        actions=_actions(places, on),
        bands=Counter(str(band_of(score).value) for score in scores),
        escalated=sum(1 for score in scores if score >= ESCALATES_FROM),
        agreements=sum(1 for end in ends if end >= on),
        running_out=sum(1 for end in ends if on <= end <= on + SOON),
        run_out=sum(1 for end in ends if end < on),
    )


def _actions(places: frozenset[UUID], on: date) -> Counter[str]:
    known = Q(item__isnull=True) | Q(item__visibility=Visibility.OPEN)
    actions = ActionItem.objects.open().filter(known, committee__organization__in=places)
    rows = actions.values_list("state", "due_on", "times_moved")
    counted = Counter(
        str(rag_of(state=state, due_on=due, times_moved=moved, on=on).value)
        for state, due, moved in rows
    )
    return Counter({rag.value: counted[rag.value] for rag in (Rag.RED, Rag.AMBER, Rag.GREEN)})


def _risk_scores(places: frozenset[UUID]) -> list[int]:
    """Return the present score of each risk that is not closed and has one."""
    risks = Risk.objects.filter(
        committee__organization__in=places, visibility=Visibility.OPEN
    ).exclude(state=RiskState.CLOSED)
    given: defaultdict[UUID, list[RiskFacts]] = defaultdict(list)
    for each in RiskScore.objects.filter(risk__in=risks):
        facts = RiskFacts(
            kind=each.kind,
            consequence=each.consequence,
            likelihood=each.likelihood,
            scored_at=each.scored_at,
        )
        given[each.risk_id].append(facts)
    paths = [score_path(scores) for scores in given.values()]
    return [path[-1].score for path in paths if path]
