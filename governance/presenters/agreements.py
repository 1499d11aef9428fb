"""Sharing agreements in words: how they stand, who shares what with whom, until when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse

from core.dates import count_in_words, format_day, format_short_day
from governance.codes import AgreementStanding, AgreementState, ArticleNine, ArticleSix
from governance.models import AgreementParty, Decision, SharingAgreement
from governance.policies.agreements import standing
from governance.queries.agreements import term_of

S = AgreementStanding
TONES: Final = {S.DRAFT: "plain", S.VALID: "green", S.EXPIRING: "amber", S.EXPIRED: "red"}
_MOST_PARTIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what is said of it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingTag:
    """How something stands, as the tag component wants it."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """An agreement in a list."""

    name: str
    title: str
    url: str
    standing: StandingTag
    is_replaced: bool
    until: str
    parties: str
    feeds: int
    owner: str
    stands: AgreementStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A party of an agreement, what it does, and who signed."""

    id: UUID
    name: str
    roles: str
    signature: str
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedFeed:
    """A feed that rests on an agreement."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementView:
    """An agreement whole."""

    id: UUID
    name: str
    title: str
    committee: str
    standing: StandingTag
    until: str
    is_draft: bool
    can_end: bool
    can_renew: bool
    purposes: str
    data_sets: Sequence[str]
    facts: Sequence[Fact]
    parties: Sequence[PartyLine]
    feeds: Sequence[AgreedFeed]
    decision: str


def present_agreements(agreements: Sequence[SharingAgreement], *, on: date) -> list[AgreementLine]:
    """Return agreements as lines of the list; an earlier version is said to be replaced."""
    newest: dict[str, int] = {}
    for each in agreements:
        if standing(term_of(each), on=on) not in (S.DRAFT, S.ENDED):
            newest[each.reference] = max(each.version, newest.get(each.reference, 0))
    return [_line(each, newest.get(each.reference, 0), on=on) for each in agreements]


def _line(agreement: SharingAgreement, newest: int, *, on: date) -> AgreementLine:
    stands = standing(term_of(agreement), on=on)
    is_replaced = stands == S.EXPIRED and agreement.version < newest
    return AgreementLine(
        name=name_of(agreement),
        title=agreement.title,
        url=reverse("governance:agreement_detail", args=[agreement.pk]),
        standing=StandingTag(text="Replaced", tone="plain") if is_replaced else tag_of(stands),
        is_replaced=is_replaced,
        until=until_of(agreement, on=on),
        parties=_parties_in_short(agreement.parties.all()),
        feeds=len(agreement.feeds.all()),
        owner=str(agreement.owner),
        stands=stands,
    )


def present_agreement(
    agreement: SharingAgreement,
    *,
    feed_names: Mapping[str, str],
    decision: Decision | None,
    on: date,
) -> AgreementView:
    """Return an agreement whole; `decision` is given to those alone who may know of it."""
    stands = standing(term_of(agreement), on=on)
    is_draft = agreement.state == AgreementState.DRAFT
    return AgreementView(
        id=agreement.pk,
        name=name_of(agreement),
        title=agreement.title,
        committee=agreement.committee.name,
        standing=tag_of(stands),
        until=until_of(agreement, on=on),
        is_draft=is_draft,
        can_end=agreement.state == AgreementState.SIGNED and stands != S.EXPIRED,
        can_renew=not is_draft,
        purposes=agreement.purposes,
        data_sets=agreement.data_sets,
        facts=_facts(agreement),
        parties=[_party(party) for party in agreement.parties.all()],
        feeds=[
            AgreedFeed(code=feed.feed_code, name=feed_names.get(feed.feed_code, "No such feed"))
            for feed in agreement.feeds.all()
        ],
        decision=f"{decision.number}: {decision.title}" if decision else "",
    )


def tag_of(stands: AgreementStanding) -> StandingTag:
    """Return how an agreement stands as a tag."""
    return StandingTag(text=stands.label, tone=TONES.get(stands, "plain"))


def name_of(agreement: SharingAgreement) -> str:
    """Return what an agreement is called: ISA-0004, version 2."""
    return f"{agreement.reference}, version {agreement.version}"


def until_of(agreement: SharingAgreement, *, on: date) -> str:
    """Return from when, until when or since when an agreement holds, in words."""
    term = term_of(agreement)
    first, last = format_short_day(term.starts_on), format_short_day(term.last_day)
    if agreement.state == AgreementState.DRAFT:
        return f"planned from {first} to {last}"
    left = (term.last_day - on).days
    days_left = f"{count_in_words(left, 'day')} left" if left else "its last day"
    words = {
        S.DRAFT: f"begins {first}",
        S.VALID: f"until {last}",
        S.EXPIRING: f"until {last}, {days_left}",
        S.EXPIRED: f"ran out {last}",
        S.ENDED: f"ended; last day {last}",
    }
    return words[standing(term, on=on)]


def _facts(agreement: SharingAgreement) -> list[Fact]:
    facts = [
        ("Lawful basis", ArticleSix(agreement.article_six).label),
        ("Health and care data", ArticleNine(agreement.article_nine).label),
        ("Duty of confidentiality", agreement.confidentiality_basis or "Nothing is said"),
        ("First day", format_day(agreement.starts_on)),
        ("Last day", format_day(agreement.expires_on)),
        ("Owner", str(agreement.owner)),
    ]
    if agreement.ended_on:
        facts.append(("Ended from", format_day(agreement.ended_on)))
        facts.append(("Why it was ended", agreement.ended_reason))
    return [Fact(label=label, value=value) for label, value in facts]


def _party(party: AgreementParty) -> PartyLine:
    roles = [
        word
        for word, does in (
            ("controller", party.is_controller),
            ("gives", party.gives),
            ("receives", party.receives),
        )
        if does
    ]
    signature = f"{party.signatory}, {format_short_day(party.signed_on)}" if party.signed_on else ""
    return PartyLine(
        id=party.pk,
        name=party.organization.name,
        roles=", ".join(roles),
        signature=signature,
        is_signed=party.signed_on is not None,
    )


def _parties_in_short(parties: Iterable[AgreementParty]) -> str:
    names = [party.organization.short_name for party in parties]
    more = len(names) - _MOST_PARTIES
    shown = ", ".join(names[:_MOST_PARTIES]) or "none yet"
    return f"{shown} and {more} more" if more > 0 else shown
