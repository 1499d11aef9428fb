"""Decisions in words: how each stands, who was there, what holds it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from core.dates import DAY, format_date, format_day
from governance.models import Decision, LedgerEntry
from governance.queries.decisions import PAGE, DecisionFilters, DecisionPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a decision stands, as a word and its colour."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision in the log."""

    key: UUID
    number: str
    title: str
    committee: str
    decided: str
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact with its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A decision that another replaces or is replaced by; without a key where it is not shown."""

    label: str
    number: str
    key: UUID | None


def standing_of(decision: Decision) -> Standing:
    """Say how a decision stands; `superseded_by` and `ratification` are read with it."""
    if hasattr(decision, "superseded_by"):
        return Standing(text="Replaced", tone="plain")
    is_ratified = hasattr(decision, "ratification")
    if not decision.is_quorate and not is_ratified:
        return Standing(text="Recommendation", tone="amber")
    if decision.written_resolution_id and not is_ratified:
        return Standing(text="In force, to be ratified", tone="blue")
    return Standing(text="In force", tone="green")


def present_line(decision: Decision) -> DecisionLine:
    """Return a decision as the log shows it."""
    return DecisionLine(
        key=decision.pk,
        number=decision.number,
        title=decision.title,
        committee=decision.committee.name,
        decided=format_date(decision.decided_at, DAY),
        standing=standing_of(decision),
    )


def present_facts(decision: Decision, evidence: LedgerEntry | None) -> list[FactRow]:
    """Return when and how it was decided, and where the chain of evidence holds it."""
    rows = [
        FactRow(label="Committee", value=decision.committee.name),
        FactRow(label="Decided", value=format_date(decision.decided_at, DAY)),
        FactRow(label="In force from", value=format_day(decision.effective_on)),
        FactRow(label="How", value=_how(decision)),
        FactRow(label="Quorum", value="Yes" if decision.is_quorate else "No"),
    ]
    if hasattr(decision, "ratification"):
        on = format_date(decision.ratification.ratified_at, DAY)
        rows.append(FactRow(label="Ratified", value=on))
    if evidence is not None:
        words = f"Link {evidence.sequence}, {evidence.hash[:16]}"
        rows.append(FactRow(label="Evidence", value=words))
    return rows


def present_voters(decision: Decision) -> list[str]:
    """Return who could vote, with the board that they sat for."""
    voters: Sequence[Mapping[str, str]] = decision.voters
    return [
        f"{voter['name']}, {voter['board']}" if voter.get("board") else voter["name"]
        for voter in voters
    ]


def present_neighbours(decision: Decision, known: Collection[UUID]) -> list[Neighbour]:
    """Return what it replaces and what replaces it; of one that is not shown only that it is."""
    pairs = [
        ("Replaces", decision.supersedes),
        ("Replaced by", getattr(decision, "superseded_by", None)),
    ]
    return [
        Neighbour(
            label=label,
            number=other.number if other.pk in known else "a decision that is not shown to you",
            key=other.pk if other.pk in known else None,
        )
        for label, other in pairs
        if other is not None
    ]


def page_urls(page: DecisionPage, filters: DecisionFilters) -> tuple[str, str]:
    """Return the addresses of the pages before and after."""
    before = _page_url(filters, page.number - 1) if page.number > 1 else ""
    after = _page_url(filters, page.number + 1) if page.number * PAGE < page.total else ""
    return before, after


def _page_url(filters: DecisionFilters, number: int) -> str:
    kept = {
        "committee": filters.committee,
        "year": filters.year,
        "words": filters.words,
        "standing": filters.standing,
        "page": str(number),
    }
    asked = urlencode({name: value for name, value in kept.items() if value})
    return f"{reverse('governance:decision_list')}?{asked}"


def _how(decision: Decision) -> str:
    if decision.written_resolution_id:
        return "In writing, between meetings"
    return "By a motion" if decision.motion_id else "By consensus"
