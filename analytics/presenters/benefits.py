"""The register of benefits in words: hours first, then what those hours cost, and how sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from analytics.codes import Basis, BenefitClass, BenefitStatus, Factor
from analytics.measures.benefits import Line, less_optimism
from analytics.measures.registry import BY_CODE
from analytics.measures.simulation import DRAWS, Range, Simulation, simulate
from analytics.presenters.benefit_words import (
    say_about,
    say_factor,
    say_hours,
    say_pounds,
    say_range,
)
from analytics.presenters.tables import NOTHING, WITHHELD, Number, TableCell, TableView
from analytics.queries.benefit_wish import BenefitWish
from analytics.queries.benefits import Missing, Reckoned, Reckoning

WEAKEST: Final = 6
NO_RANGE: Final = "No range given"
MISSING: Final = {
    Missing.NOT_COUNTED: "Not counted by openings",
    Missing.NOT_RECKONED: "Not in this scenario",
    Missing.WITHHELD: "Withheld: too few people stand behind its openings",
}
_SHORT: Final = {
    Missing.NOT_COUNTED: NOTHING,
    Missing.NOT_RECKONED: NOTHING,
    Missing.WITHHELD: WITHHELD,
}
BASIS: Final = {
    Basis.RUN_RATE: "run-rate, the last complete month times 12",
    Basis.TRAILING: "the last 12 complete months",
}
_STATUS_TONES: Final = {
    BenefitStatus.TRACKED: "blue",
    BenefitStatus.EVALUATED: "green",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What the register comes to: hours first; `cash` is the part that is money to spend."""

    hours: str
    hours_range: str
    pounds: str
    pounds_range: str
    cash: str
    sure: str
    counted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitRow:
    """A benefit in the register, as a scenario has it."""

    code: str
    title: str
    url: str
    klass: str
    owner: str
    status: str
    tone: str
    grade: int
    measure: str
    accesses_url: str
    openings: str
    hours: str
    pounds: str
    range: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link to the same page with another scenario or way to count a year."""

    label: str
    url: str
    is_current: bool


def present_headline(reckoning: Reckoning) -> Headline:
    """Return what a reckoning comes to, and how sure that is."""
    if not reckoning.lines:
        return Headline(
            hours=NOTHING,
            hours_range="",
            pounds=NOTHING,
            pounds_range="",
            cash="",
            sure="Nothing is reckoned: no benefit of this scenario has openings that can be shown.",
            counted=_say_counted(reckoning),
        )
    found = simulate(reckoning.lines)
    cash = sum(
        each.line.pounds
        for each in reckoning.benefits
        if each.line and each.profile.benefit_class == BenefitClass.CASH
    )
    hours = found.hours_a_week
    return Headline(
        hours=say_hours(reckoning.hours_a_week)
        if hours.is_point
        else say_hours(hours.p50, decimals=0),
        hours_range=""
        if hours.is_point
        else f"{say_hours(hours.p10, decimals=0)} to {say_hours(hours.p90, decimals=0)}",
        pounds=say_pounds(reckoning.pounds)
        if found.pounds.is_point
        else say_about(found.pounds.p50),
        pounds_range=say_range(found.pounds),
        cash=say_pounds(cash) if cash else "",
        sure=_say_sure(reckoning, found),
        counted=_say_counted(reckoning),
    )


def _say_sure(reckoning: Reckoning, found: Simulation) -> str:
    if not found.pounds.is_point:
        return (
            f"Of {DRAWS:,} draws within the ranges of the factors this is the middle one. With "
            f"each factor at its own value, as below, it is {say_pounds(reckoning.pounds)}. "
            "Factors are drawn independently, so the true range is rather wider."
        )
    less = say_pounds(less_optimism(reckoning.pounds, WEAKEST))
    return (
        "This scenario gives no ranges: it looks surer than it is. With the 40 % taken off that "
        f"the weakest evidence calls for, it would be {less}."
    )


def _say_counted(reckoning: Reckoning) -> str:
    if reckoning.fixes_accesses:
        return (
            "Openings are those that the scenario itself names, of the whole service: one month "
            "times 12, a run-rate."
        )
    return (
        "Openings are those of the organisations whose figures are seen here: "
        f"{BASIS[reckoning.basis]}."
        + (" Withheld benefits are not in the total." if _withholds(reckoning) else "")
    )


def _withholds(reckoning: Reckoning) -> bool:
    return any(each.missing == Missing.WITHHELD for each in reckoning.benefits)


def present_rows(reckoning: Reckoning, wish: BenefitWish) -> list[BenefitRow]:
    """Return the benefits of the register with what each is worth."""
    ranges = dict(
        zip((line.code for line in reckoning.lines), simulate(reckoning.lines).lines, strict=True)
    )
    return [_present_row(each, ranges, wish) for each in reckoning.benefits]


def _present_row(reckoned: Reckoned, ranges: Mapping[str, Range], wish: BenefitWish) -> BenefitRow:
    profile, line = reckoned.profile, reckoned.line
    sign = _SHORT[reckoned.missing] if reckoned.missing else NOTHING
    query = f"?{wish.query()}" if wish.query() else ""
    one = [profile.code]
    return BenefitRow(
        code=profile.code,
        title=profile.title,
        url=reverse("analytics:benefit_detail", args=one) + query,
        accesses_url=reverse("analytics:accesses", args=one) + query if line else "",
        klass=BenefitClass(profile.benefit_class).label,
        owner=profile.owner_title,
        status=BenefitStatus(profile.status).label,
        tone=_STATUS_TONES.get(BenefitStatus(profile.status), "plain"),
        grade=profile.evidence_grade,
        measure=BY_CODE[profile.measure].title if profile.measure in BY_CODE else profile.measure,
        openings=say_factor(Factor.ACCESSES, line.accesses.value) if line else sign,
        hours=say_hours(line.hours_a_week, decimals=2) if line else sign,
        pounds=say_pounds(line.pounds) if line else sign,
        range=say_range(ranges[line.code]) if line else "",
        note=MISSING[reckoned.missing] if reckoned.missing else "",
    )


def present_register_table(reckoning: Reckoning) -> TableView:
    """Return the register as a table for a file: figures to the penny."""
    rows: list[list[TableCell]] = []
    for each in reckoning.benefits:
        profile, line = each.profile, each.line
        sign = Number(_SHORT[each.missing] if each.missing else NOTHING)
        rows.append(
            [
                profile.title,
                BenefitClass(profile.benefit_class).label,
                profile.owner_title,
                BenefitStatus(profile.status).label,
                Number(str(profile.evidence_grade), profile.evidence_grade),
                _number(line, "accesses", 0) if line else sign,
                _number(line, "hours_a_week", 2) if line else sign,
                _number(line, "pounds", 2) if line else sign,
            ]
        )
    return TableView(
        caption=f"Register of benefits, {reckoning.scenario.title}",
        headings=[
            "Benefit",
            "Class",
            "Owner",
            "Stage",
            "Evidence grade",
            "Openings a month",
            "Hours a week",
            "Pounds a year",
        ],
        rows=rows,
        numeric=[4, 5, 6, 7],
        note=say_withheld_benefits(reckoning),
    )


def _number(line: Line, name: str, decimals: int) -> Number:
    value = line.accesses.value if name == "accesses" else getattr(line, name)
    return Number(f"{value:,.{decimals}f}", round(float(value), decimals or None))


def say_withheld_benefits(reckoning: Reckoning) -> str:
    """Return that something is withheld, in a sentence; blank where nothing is."""
    if not _withholds(reckoning):
        return ""
    return f"{WITHHELD} is a figure that is not shown: too few people stand behind it."


def present_comparison(reckonings: Sequence[Reckoning], wish: BenefitWish) -> TableView:
    """Return all scenarios beside one another."""
    rows: list[list[TableCell]] = []
    urls = []
    for each in reckonings:
        urls.append("?" + wish.query(scenario=each.scenario.code))
        if not each.lines:
            rows.append([each.scenario.title, *[NOTHING] * 4])
            continue
        found = simulate(each.lines)
        rows.append(
            [
                each.scenario.title,
                Number(say_hours(each.hours_a_week), round(float(each.hours_a_week), 2)),
                Number(say_pounds(each.pounds), round(float(each.pounds), 2)),
                NO_RANGE if found.pounds.is_point else say_about(found.pounds.p50),
                say_range(found.pounds) or NO_RANGE,
            ]
        )
    return TableView(
        caption="The scenarios beside one another",
        headings=[
            "Scenario",
            "Hours a week",
            "Worth a year, factors at their value",
            "Middle of the draws",
            "8 of 10 draws lie between",
        ],
        rows=rows,
        urls=urls,
        numeric=[1, 2, 3, 4],
    )


def present_bases(run_rate: Reckoning, trailing: Reckoning) -> str:
    """Return how far a year by the last month lies from the last 12 months; blank if nowhere."""
    if run_rate.fixes_accesses or not run_rate.lines:
        return ""
    return (
        f"By the last month times 12 it is {say_pounds(run_rate.pounds)}, by the last 12 months "
        f"{say_pounds(trailing.pounds)}: a difference of "
        f"{say_pounds(abs(run_rate.pounds - trailing.pounds))} a year."
    )
