"""What was claimed, and how each claim stands, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from analytics.measures.contradictions import (
    GROWTH_MONTHS,
    Claim,
    Figures,
    Standing,
    Verdict,
    check_claims,
)
from analytics.models import BenefitClaim
from analytics.presenters.benefit_words import say_pounds
from analytics.presenters.tables import Number, TableView
from core.dates import format_short_day

_STANDINGS: Final = {
    Standing.FITS: ("Fits", "green"),
    Standing.ONLY_IF: ("Only if", "amber"),
    Standing.UNCLEAR: ("Unclear", "plain"),
    Standing.CONFLICTS: ("Does not fit", "red"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """A check in words: the claim, the sum, and what follows."""

    code: str
    title: str
    sum: str
    follows: str
    standing: str
    tone: str


def _hours_and_pounds(f: Figures) -> tuple[str, str, str]:
    return (
        (
            f"{f[Claim.HOURS_A_AND_E]:,.0f} hours a week are worth "
            f"{say_pounds(f[Claim.POUNDS_A_AND_E])}"
        ),
        (
            f"{f['hours']:,.0f} hours a year make £{f['rate']:.2f} an hour: {f['jobs']:.1f} "
            f"full-time posts of {say_pounds(f['each'])}."
        ),
        (
            "It holds only near the top of band 6 with on-costs, by paid hour. At £34.54 it would "
            f"be {say_pounds(f['at_london'])}, at £42.14 {say_pounds(f['at_london_2025'])}, at £50 "
            f"{say_pounds(f['at_full'])}."
        ),
    )


def _hours_and_openings(f: Figures) -> tuple[str, str, str]:
    return (
        f"{f[Claim.HOURS_A_AND_E]:,.0f} hours a week beside all openings",
        (
            f"{f['minutes']:,.0f} minutes a month are {f['each']:.3f} minutes for every opening; "
            f"{f['if_tenth']:.2f} if A&E has a tenth of them, {f['if_twentieth']:.1f} if a "
            "twentieth."
        ),
        "It is plausible for A&E only if A&E has about 5 to 20 % of all openings.",
    )


def _whole_platform(f: Figures) -> tuple[str, str, str]:
    return (
        f"{f[Claim.HOURS_A_AND_E]:,.0f} hours a week are A&E's",
        (
            f"Half a minute for every sign-in is {f['by_sign_ins']:.0f} hours a week, for every "
            f"opening {f['by_openings']:.0f}."
        ),
        "It may be the whole platform at London's base case, named A&E by mistake. Ask the source.",
    )


def _primary_care_hours(f: Figures) -> tuple[str, str, str]:
    return (
        f"{say_pounds(f[Claim.POUNDS_PRIMARY])} a year in primary care",
        (
            f"That is {f['at_rate']:,.0f} hours at £{f['rate']:.2f}, {f['at_full']:,.0f} at £50, "
            f"{f['at_double']:,.0f} at £100."
        ),
        "Hours and rate are not given, so that it cannot be checked.",
    )


def _parts_and_total(f: Figures) -> tuple[str, str, str]:
    return (
        f"The parts make over {say_pounds(f[Claim.POUNDS])}",
        (
            f"A&E and primary care are {say_pounds(f['parts'])} together, which leaves "
            f"{say_pounds(f['left'])} for social care."
        ),
        "It holds only if social care is not costed.",
    )


def _social_care_minutes(f: Figures) -> tuple[str, str, str]:
    return (
        f"Over {f[Claim.MINUTES_SOCIAL]:,.0f} minutes a month in social care",
        (
            f"That is {f['hours']:,.0f} hours a year, {say_pounds(f['at_london'])} to "
            f"{say_pounds(f['at_full'])}: {100 * f['share']:.1f} % of A&E's minutes."
        ),
        "Whose minutes is not said: all of them, or each team's. If all, it is negligible.",
    )


def _sign_ins_and_openings(f: Figures) -> tuple[str, str, str]:
    return (
        "More sign-ins than openings",
        f"{f['first']:.3f} openings a sign-in in the first month, {f['last']:.3f} in the last.",
        (
            f"At least {100 * f['open_nothing']:.1f} % of sign-ins open nothing. What counts as a "
            "sign-in is not said."
        ),
    )


def _growth(f: Figures) -> tuple[str, str, str]:
    return (
        "Sign-ins and openings grew alike",
        (
            f"Times {f['sign_ins']:.2f} and times {f['openings']:.2f} in {GROWTH_MONTHS} months: "
            f"{100 * f['monthly']:.2f} % a month, times {f['yearly']:.2f} a year."
        ),
        "The four figures agree.",
    )


def _a_year_of_what(f: Figures) -> tuple[str, str, str]:
    return (
        "“A year” of openings",
        (
            f"The last month times 12 is {f['run_rate']:,.0f}. With smooth growth the last 12 "
            f"months were {f['trailing']:,.0f}, {100 * f['part']:.0f} % of that."
        ),
        f"It makes a difference of {say_pounds(f['pounds'])}: say run-rate or trailing.",
    )


def _pounds_an_opening(f: Figures) -> tuple[str, str, str]:
    return (
        "What an opening is worth",
        (
            f"£{f['each']:.3f} an opening; London has £{f['low']:.3f} at least and up to "
            f"£{f['high']:.2f}."
        ),
        "The order is right, and cautious.",
    )


_WORDS: Final[dict[str, Callable[[Figures], tuple[str, str, str]]]] = {
    "hours-and-pounds": _hours_and_pounds,
    "hours-and-openings": _hours_and_openings,
    "whole-platform": _whole_platform,
    "primary-care-hours": _primary_care_hours,
    "parts-and-total": _parts_and_total,
    "social-care-minutes": _social_care_minutes,
    "sign-ins-and-openings": _sign_ins_and_openings,
    "growth": _growth,
    "a-year-of-what": _a_year_of_what,
    "pounds-an-opening": _pounds_an_opening,
}
# Those that least fit stand first.
_ORDER: Final = (Standing.CONFLICTS, Standing.UNCLEAR, Standing.ONLY_IF, Standing.FITS)


def present_verdicts(claims: Sequence[BenefitClaim]) -> list[VerdictView]:
    """Return the checks of all claims, those that least fit first."""
    said = {claim.code: claim.value for claim in claims}
    found = check_claims(said)
    found.sort(key=lambda verdict: _ORDER.index(verdict.standing))
    return [_present_verdict(verdict, said) for verdict in found]


def _present_verdict(verdict: Verdict, said: Figures) -> VerdictView:
    title, sum_, follows = _WORDS[verdict.code]({**said, **verdict.figures})
    words, tone = _STANDINGS[verdict.standing]
    return VerdictView(
        code=verdict.code, title=title, sum=sum_, follows=follows, standing=words, tone=tone
    )


def present_claims(claims: Sequence[BenefitClaim]) -> TableView:
    """Return what was published, as it was said."""
    return TableView(
        caption="What was published",
        headings=["Claim", "Value", "Unit", "Of", "Source", "Checked"],
        rows=[
            [
                claim.words,
                Number(f"{claim.value.normalize():,f}", float(claim.value)),
                claim.unit,
                format_short_day(claim.said_on),
                claim.source,
                "At its source" if claim.is_verified else "Not yet",
            ]
            for claim in claims
        ],
        numeric=[1],
    )


def present_verdict_table(verdicts: Sequence[VerdictView]) -> TableView:
    """Return the checks as a table for a file."""
    return TableView(
        caption="Do the claims fit together?",
        headings=["Claim", "Stands", "The sum", "What follows"],
        rows=[[each.title, each.standing, each.sum, each.follows] for each in verdicts],
    )
