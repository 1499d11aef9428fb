"""One benefit in words: its factors with their sources, how it swings, and what staff answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analytics.codes import Distribution, Factor
from analytics.measures.benefits import OPTIMISM, Line, Uncertain
from analytics.measures.simulation import Swing
from analytics.measures.survey import Evidence
from analytics.models import BenefitParameter, BenefitProfile, RateCard
from analytics.presenters.benefit_words import say_about, say_factor, say_pounds
from analytics.presenters.charting import ChartView
from analytics.presenters.tables import Number, TableCell, TableView
from analytics.queries.benefits import Reckoned
from core.charts import INK, SERIES
from core.dates import format_date, format_short_day

_ASSUMED: Final = {
    Factor.SHARE: "Not given: every opening counts",
    Factor.ATTRIBUTION: "Not given: nothing taken off",
    Factor.COST: "Not given: openings are taken to cost nothing",
}
_MOST_SWINGS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """A factor as it counts: the value, its range, and where it comes from."""

    name: str
    value: str
    range: str
    source: str
    grade: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """A parameter that was recorded."""

    factor: str
    value: str
    range: str
    valid_from: str
    source: str
    grade: int
    recorded: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """What staff answered, against how many answers are needed."""

    asked: str
    answered: str
    share: str
    minutes: str
    verdict: str
    is_enough: bool


def say_spread(factor: Factor, given: Uncertain) -> str:
    """Return the range of a value in words."""
    if given.distribution == Distribution.NORMAL:
        return f"Normal, standard deviation {say_factor(factor, given.low)}"
    if given.distribution == Distribution.FIXED:
        return "Fixed"
    ends = f"{say_factor(factor, given.low)} to {say_factor(factor, given.high)}"
    shape = "Triangle" if given.distribution == Distribution.TRIANGULAR else "Evenly"
    return f"{shape}, {ends}"


def present_factors(
    reckoned: Reckoned, parameters: Mapping[Factor, BenefitParameter], openings: str
) -> list[FactorRow]:
    """Return the factors of a benefit in the order of the formula; `openings` says whose."""
    if reckoned.line is None:
        return []
    return [
        _present_factor(factor, reckoned.line, parameters.get(factor), reckoned.profile, openings)
        for factor in Factor
    ]


def _present_factor(
    factor: Factor,
    line: Line,
    parameter: BenefitParameter | None,
    profile: BenefitProfile,
    openings: str,
) -> FactorRow:
    given = line.factor(factor)
    source = {
        **_ASSUMED,
        Factor.ACCESSES: openings,
        Factor.OPTIMISM: f"Grade {profile.evidence_grade} of the evidence",
        Factor.RAMP: f"Starts {format_short_day(profile.starts_on)}, in full after "
        f"{profile.ramp_months} months",
    }
    return FactorRow(
        name=factor.label,
        value=say_factor(factor, given.value),
        range=say_spread(factor, given),
        source=parameter.source if parameter else source[factor],
        grade=str(parameter.grade) if parameter else "",
        since=format_short_day(parameter.valid_from) if parameter else "",
    )


def present_history(
    rows: Sequence[BenefitParameter], uncertain: Sequence[Uncertain]
) -> list[HistoryRow]:
    """Return the parameters that were recorded, the newest first."""
    return [
        HistoryRow(
            factor=Factor(row.factor).label,
            value=say_factor(Factor(row.factor), row.value),
            range=say_spread(Factor(row.factor), given),
            valid_from=format_short_day(row.valid_from),
            source=row.source,
            grade=row.grade,
            recorded=format_date(row.recorded_at),
            by=row.recorded_by.get_full_name() if row.recorded_by else "With the register",
        )
        for row, given in zip(rows, uncertain, strict=True)
    ]


def present_tornado(
    swings: Sequence[Swing], titles: Mapping[str, str], total: float, urls: tuple[str, str]
) -> ChartView | None:
    """Return what each uncertain factor does to the whole; None where none changes it."""
    if not any(swing.width for swing in swings):
        return None
    several = len({swing.code for swing in swings}) > 1
    names = {
        id(swing): swing.factor.label + (f", {titles[swing.code]}" if several else "")
        for swing in swings
    }
    shown = list(swings)[:_MOST_SWINGS]
    widest = shown[0]
    rows: list[list[TableCell]] = [
        [
            names[id(swing)],
            f"{say_factor(swing.factor, swing.low)} to {say_factor(swing.factor, swing.high)}",
            _pounds(swing.pounds_at_low),
            _pounds(swing.pounds_at_high),
            _pounds(swing.width),
        ]
        for swing in swings
    ]
    return ChartView(
        title="Which factor matters most",
        spec=_tornado_spec([(names[id(swing)], swing) for swing in shown], total),
        alternative=(
            f"{names[id(widest)]} matters most: between its 10th and 90th percentile the total "
            f"goes from {say_about(widest.pounds_at_low)} to {say_about(widest.pounds_at_high)}, "
            f"the other factors at their value ({say_pounds(total)})."
        ),
        table=TableView(
            caption="What each factor alone does to the total",
            headings=[
                "Factor",
                "Goes from and to",
                "Total at the low end",
                "Total at the high end",
                "Difference",
            ],
            rows=rows,
            numeric=[1, 2, 3, 4],
        ),
        csv_url=urls[0],
        xlsx_url=urls[1],
    )


def _pounds(amount: float) -> Number:
    return Number(say_pounds(amount), round(amount))


def _tornado_spec(rows: Sequence[tuple[str, Swing]], total: float) -> dict[str, object]:
    values = []
    for name, swing in rows:
        for end, pounds, value in (
            ("Low end", swing.pounds_at_low, swing.low),
            ("High end", swing.pounds_at_high, swing.high),
        ):
            words = f"{name} at {say_factor(swing.factor, value)}: {say_pounds(pounds)}"
            values.append(
                {
                    "name": name,
                    "end": end,
                    "from": total,
                    "to": pounds,
                    "words": words,
                    "said": say_factor(swing.factor, value),
                    "side": "left" if pounds < total else "right",
                }
            )
    names = {"field": "name", "type": "nominal", "title": None, "sort": None}
    across = {"field": "to", "type": "quantitative", "title": "Total, pounds a year"}
    base = {
        "y": {**names, "axis": {"labelLimit": 260}},
        "x": {**across, "scale": {"zero": False, "padding": 40}, "axis": {"format": ",.0f"}},
    }
    ends = {"domain": ["Low end", "High end"], "range": [SERIES[1], SERIES[0]]}
    bars = {
        "mark": {"type": "bar", "height": 16},
        "encoding": {
            **base,
            "x2": {"field": "from"},
            "fill": {"field": "end", "type": "nominal", "scale": ends},
            "description": {"field": "words", "type": "nominal"},
            "tooltip": {"field": "words", "type": "nominal"},
        },
    }
    rule = {
        "data": {"values": [{"to": total}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
        "encoding": {"x": across},
    }
    layers = [bars, *(_said(base, side) for side in ("left", "right")), rule]
    return {
        "data": {"values": values},
        "width": 600,
        "height": {"step": 30},
        "layer": layers,
    }


def _said(base: Mapping[str, object], side: str) -> dict[str, object]:
    left = side == "left"
    return {
        "transform": [{"filter": f"datum.side == '{side}'"}],
        "mark": {
            "type": "text",
            "align": "right" if left else "left",
            "dx": -4 if left else 4,
            "fontSize": 11,
            "color": INK,
        },
        "encoding": {**base, "text": {"field": "said", "type": "nominal"}},
    }


def present_evidence(evidence: Evidence | None) -> EvidenceView | None:
    """Return what staff answered; None where too few did."""
    if evidence is None:
        return None
    share, minutes = evidence.share, evidence.minutes
    needed = f"{evidence.needed:,}" if evidence.needed else "more"
    return EvidenceView(
        asked=f"{evidence.asked:,}",
        answered=f"{evidence.answered:,}",
        share=f"{100 * share.value:.0f} % (95 % interval {100 * share.low:.0f} to "
        f"{100 * share.high:.0f} %)",
        minutes=f"{minutes.value:.1f} (95 % interval {minutes.low:.1f} to {minutes.high:.1f})",
        verdict=f"To know the mean to within a fifth takes {needed} answers: there are "
        + ("enough." if evidence.is_enough else "too few."),
        is_enough=evidence.is_enough,
    )


def present_rates(cards: Iterable[RateCard]) -> TableView:
    """Return what an hour costs, by which count."""
    return TableView(
        caption="What an hour costs",
        headings=["Whose", "Pounds an hour", "Counts", "Divided by", "Year", "Source"],
        rows=[
            [
                card.title,
                Number(f"£{card.pounds_an_hour:.2f}", float(card.pounds_an_hour)),
                card.get_basis_display(),
                card.get_hours_display(),
                card.price_year,
                card.source,
            ]
            for card in cards
        ],
        numeric=[1],
    )


def say_grade(grade: int) -> str:
    """Return a grade of evidence with what it takes off."""
    return f"{grade} of 6, {100 * OPTIMISM[grade]:.0f} % taken off where nothing else is said"
