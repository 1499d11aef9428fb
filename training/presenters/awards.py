"""Put awards into words: what is held, until when, and whether a certificate still counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from core.dates import LONDON, format_day, format_short_day
from training.models import Award

from .printed import PrintedFact, holder_name, initials, printed_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a certificate counts on a day: in a word for a tag, a heading and a sentence."""

    word: str
    tone: str
    answer: str
    sentence: str


def present_standing(award: Award, *, on: date) -> Standing:
    """Return whether a certificate counts on a day."""
    if award.revoked_at is not None:
        day = format_day(_day_of(award.revoked_at))
        return Standing(
            word="Revoked",
            tone="red",
            answer="This certificate is revoked",
            sentence=f"It was revoked on {day} and does not count any more.",
        )
    valid = Standing(
        word="Valid",
        tone="green",
        answer="This certificate is valid",
        sentence="It does not expire.",
    )
    if award.valid_until is None:
        return valid
    until = format_day(award.valid_until)
    if award.valid_until < on:
        return Standing(
            word="Expired",
            tone="red",
            answer="This certificate has expired",
            sentence=f"It was valid until the end of {until}.",
        )
    return replace(valid, sentence=f"It is valid until the end of {until}.")


def _day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardLine:
    """An award in a list; `renew` says when it may be renewed, while that matters."""

    title: str
    completed: str
    until: str
    renew: str
    standing: Standing
    page_url: str
    pdf_url: str
    verify_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCompetency:
    """What somebody holds of a competency: the award that lasts longest, and those before it."""

    name: str
    now: AwardLine
    earlier: list[AwardLine] = field(default_factory=list)


def present_awards(awards: Iterable[Award], *, on: date) -> list[HeldCompetency]:
    """Return what somebody holds, by competency; `awards` come with what lasts longest first."""
    by_competency: dict[UUID, list[Award]] = {}
    for award in awards:
        by_competency.setdefault(award.competency_id, []).append(award)
    held = []
    for group in by_competency.values():
        # A revoked award stands for a competency only where there is no other.
        first, *others = sorted(group, key=lambda each: each.revoked_at is not None)
        held.append(
            HeldCompetency(
                name=first.printed_competency,
                now=_line(first, on=on),
                earlier=[_line(each, on=on) for each in others],
            )
        )
    return held


def _line(award: Award, *, on: date) -> AwardLine:
    standing = present_standing(award, on=on)
    return AwardLine(
        title=award.printed_title,
        completed=format_short_day(award.completed_on),
        until=_until(award),
        renew=_renew(award, on=on) if standing.word == "Valid" else "",
        standing=standing,
        page_url=reverse("training:award_detail", args=[award.pk]),
        pdf_url="" if award.revoked_at else reverse("training:certificate", args=[award.pk]),
        verify_url=reverse("training:verify", args=[award.verify_code]),
    )


def _until(award: Award) -> str:
    if award.revoked_at is not None:
        return "Not valid any more"
    return "Does not expire" if award.valid_until is None else format_short_day(award.valid_until)


def _renew(award: Award, *, on: date) -> str:
    if award.renew_from is None:
        return ""
    if award.renew_from <= on:
        return "Can be renewed now"
    return f"Can be renewed from {format_short_day(award.renew_from)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardPage:
    """An award for its holder and those who reach them."""

    holder: str
    competency: str
    standing: Standing
    facts: list[PrintedFact]
    revoked_reason: str
    pdf_url: str
    verify_url: str


def present_award(award: Award, *, on: date) -> AwardPage:
    """Return an award with everything that is printed, and how it came about."""
    line = _line(award, on=on)
    by = award.awarded_by
    facts = [
        *printed_facts(award),
        PrintedFact(
            label="Can be renewed from",
            value=format_day(award.renew_from) if award.renew_from else "Needs no renewal",
        ),
        PrintedFact(
            label="Awarded",
            value=format_day(_day_of(award.awarded_at)) + (f" by {by}" if by else ""),
        ),
    ]
    return AwardPage(
        holder=holder_name(award),
        competency=award.printed_competency,
        standing=line.standing,
        facts=facts,
        revoked_reason=award.revoked_reason,
        pdf_url=line.pdf_url,
        verify_url=line.verify_url,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCertificate:
    """A certificate for whoever checks it; the name only once they have typed the surname."""

    holder: str
    is_named: bool
    competency: str
    standing: Standing
    facts: list[PrintedFact]


def present_checked(award: Award, *, is_named: bool, on: date) -> CheckedCertificate:
    """Return everything that a certificate prints, and whether it counts."""
    short = initials(award)
    name = holder_name(award) if is_named else f"{short} (only the initials are shown)"
    return CheckedCertificate(
        holder=holder_name(award) if is_named else short,
        is_named=is_named,
        competency=award.printed_competency,
        standing=present_standing(award, on=on),
        facts=[PrintedFact(label="Name", value=name), *printed_facts(award)],
    )
