"""Put claims of earlier learning into words, for whoever sent one and for trainers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from core.dates import LONDON, format_day, format_short_day
from training.codes import EvidenceState, FileCheck
from training.models import PriorLearning
from training.policies import Term

from .printed import PrintedFact

_TONES: Final = {
    EvidenceState.SENT: "blue",
    EvidenceState.ACCEPTED: "green",
    EvidenceState.REFUSED: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim in a list. `file` says where the virus check stands, while a decision is open."""

    competency: str
    provider: str
    completed: str
    sent: str
    person: str
    where: str
    state: str
    tone: str
    file: str
    url: str


def present_claims(claims: Iterable[PriorLearning]) -> list[ClaimLine]:
    """Return claims as lines of a list."""
    return [_line(claim) for claim in claims]


def _line(claim: PriorLearning) -> ClaimLine:
    state = EvidenceState(claim.state)
    return ClaimLine(
        competency=claim.competency.name,
        provider=claim.provider,
        completed=format_short_day(claim.completed_on),
        sent=format_short_day(claim.sent_at.astimezone(LONDON).date()),
        person=str(claim.user),
        where=f"{claim.role.title}, {claim.role.organization.short_name}",
        state=state.label,
        tone=_TONES[state],
        file=FileCheck(claim.file_check).label,
        url=reverse("training:claim_detail", args=[claim.pk]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """A claim for whoever sent it and for a trainer; `file_url` only once it may be opened."""

    competency: str
    person: str
    state: str
    tone: str
    waits: bool
    facts: list[PrintedFact]
    file_name: str
    file_kind: str
    file_url: str
    file_words: str
    reason: str


def present_claim(claim: PriorLearning) -> ClaimPage:
    """Return a claim with everything that is known of it."""
    line = _line(claim)
    pairs = [
        ("Learned at", claim.provider),
        ("Completed on", format_day(claim.completed_on)),
        ("Works as", line.where),
        ("Sent on", format_day(claim.sent_at.astimezone(LONDON).date())),
    ]
    if claim.decided_at is not None:
        day = format_day(claim.decided_at.astimezone(LONDON).date())
        pairs.append((line.state, f"{day} by {claim.decided_by}"))
    is_open = claim.file_check == FileCheck.CLEAN
    return ClaimPage(
        competency=line.competency,
        person=line.person,
        state=line.state,
        tone=line.tone,
        waits=claim.state == EvidenceState.SENT,
        facts=[PrintedFact(label=label, value=value) for label, value in pairs],
        file_name=claim.file_name,
        file_kind=claim.content_type.rpartition("/")[2].upper(),
        file_url=reverse("training:evidence", args=[claim.pk]) if is_open else "",
        file_words="" if is_open else line.file,
        reason=claim.decision_reason,
    )


def present_term(term: Term | None) -> str:
    """Return for how long a claim would count by the present course; empty where none says so."""
    if term is None:
        return ""
    if term.valid_until is None:
        return "By the present course it does not expire."
    return f"By the present course it counts until the end of {format_day(term.valid_until)}."
