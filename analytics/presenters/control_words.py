"""What control charts say, in words: never by a colour alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.codes import Direction
from analytics.measures.control import LEAST_EVENTS, LEAST_POINTS, ControlChart, NoChart, Shape
from analytics.measures.spc import FULL_LIMITS, Assurance, Flag, Limits, Point, Variation
from analytics.measures.steps import Step
from analytics.presenters.tables import say_month
from analytics.queries.control import Standing
from core.dates import count_in_words, format_short_day

VARIATIONS: Final[Mapping[Variation, str]] = {
    Variation.COMMON: "No significant change",
    Variation.IMPROVEMENT: "Improvement",
    Variation.CONCERN: "Concern",
    Variation.NEUTRAL: "Change",
}
_ASSURANCES: Final[Mapping[Assurance, str]] = {
    Assurance.PASS: "Target will be met",
    Assurance.FAIL: "Target will be missed",
    Assurance.HIT_AND_MISS: "Target met at times",
}
_ASSURED: Final[Mapping[Assurance, str]] = {
    Assurance.PASS: "If nothing changes, it will be met each time",
    Assurance.FAIL: "If nothing changes, it will be missed each time",
    Assurance.HIT_AND_MISS: "If nothing changes, chance decides whether it is met",
}
_LETTERS: Final[Mapping[Assurance, str]] = {
    Assurance.PASS: "P",
    Assurance.FAIL: "F",
    Assurance.HIT_AND_MISS: "?",
}
_FLAGS: Final[Mapping[tuple[Flag, bool], str]] = {
    (Flag.OUTSIDE, True): "above the upper limit",
    (Flag.OUTSIDE, False): "below the lower limit",
    (Flag.TREND, True): "in a rising trend",
    (Flag.TREND, False): "in a falling trend",
    (Flag.TWO_OF_THREE, True): "one of two near the upper limit",
    (Flag.TWO_OF_THREE, False): "one of two near the lower limit",
    (Flag.SHIFT, True): "in a shift above the mean",
    (Flag.SHIFT, False): "in a shift below the mean",
}
_MEANT: Final[Mapping[Variation, str]] = {
    Variation.IMPROVEMENT: "This is an improvement",
    Variation.CONCERN: "This is a concern",
    Variation.NEUTRAL: "This is a change; whether it is good depends on why",
}
_DIRECTIONS: Final[Mapping[Direction, str]] = {
    Direction.UP: "Higher is better.",
    Direction.DOWN: "Lower is better.",
    Direction.NEITHER: "Neither higher nor lower is better in itself.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """An icon of a chart: which drawing, the letter in it, and its words."""

    kind: str
    letter: str
    words: str


def say_start(step: Step, start: date) -> str:
    """Return a week or month as tables name it: "16 Nov 2026", "Nov 2026"."""
    return say_month(start) if step == Step.MONTH else format_short_day(start)


def say_value(chart: ControlChart, value: float) -> str:
    """Return a value of a chart with its sign: "10.2", "93.4%", "+7.1"."""
    decimals = max(chart.measure.decimals, 1)
    if chart.shape == Shape.LOG_CHANGE:
        return f"{value:+.{decimals}f}".replace("-", "\N{MINUS SIGN}")
    return f"{value:,.{decimals}f}{'%' if chart.measure.unit == '%' else ''}"


def say_flag(point: Point) -> str:
    """Return why a point is flagged: "in a rising trend"; blank where it is not."""
    return _FLAGS[point.flag, point.is_high] if point.flag else ""


def say_verdict(point: Point) -> str:
    """Return what a point says, for a table: "Concern: below the lower limit"."""
    if point.flag is None:
        return VARIATIONS[Variation.COMMON]
    return f"{VARIATIONS[point.variation]}: {say_flag(point)}"


def present_variation(standing: Standing) -> Icon | None:
    """Return the icon of what the latest point says."""
    point = standing.latest
    if point is None:
        return None
    letter = "" if point.flag is None else "H" if point.is_high else "L"
    said = f", {say_flag(point)}" if point.flag else ""
    words = f"{VARIATIONS[point.variation]}{said}"
    return Icon(kind=point.variation.value, letter=letter, words=words)


def present_assurance(standing: Standing) -> Icon | None:
    """Return the icon of whether the target will be reached."""
    verdict = standing.assurance
    if verdict is None:
        return None
    return Icon(kind=verdict.value, letter=_LETTERS[verdict], words=_ASSURANCES[verdict])


def say_missing(standing: Standing) -> str:
    """Return why there is no chart, in a sentence; blank where there is one."""
    steps = standing.chart.step.plural
    reasons = {
        NoChart.NO_USE: "Nothing was counted here in this time.",
        NoChart.FEW_PEOPLE: (
            f"No chart: in most {steps} too few people stand behind the figures to show them."
        ),
        NoChart.FEW_POINTS: (
            f"No chart yet: it needs {LEAST_POINTS} whole {steps}, and there are "
            f"{len(standing.series.plotted)}."
        ),
        NoChart.FEW_EVENTS: (
            f"No chart: with fewer than {LEAST_EVENTS} a {standing.chart.step.value} the limits "
            "would be chance. Look at the table, or at more organisations together."
        ),
    }
    return reasons[standing.missing] if standing.missing else ""


def describe(standing: Standing) -> str:
    """Return what a chart shows, for all and for those who do not see it."""
    if standing.limits is None or standing.latest is None:
        return say_missing(standing)
    return f"{_say_process(standing, standing.limits)} {_say_latest(standing, standing.latest)}"


def explain(standing: Standing) -> list[str]:
    """Return what to think of a chart, in sentences: its flags, its target, its limits."""
    if standing.limits is None:
        return []
    return [_say_flags(standing), *_say_target(standing), *_say_trial(standing.limits)]


def say_direction(chart: ControlChart) -> str:
    """Return which way is better, in a sentence."""
    return _DIRECTIONS[chart.measure.direction]


def say_settings(chart: ControlChart) -> str:
    """Return how a chart is judged, in a sentence."""
    settings = chart.settings
    screened = (
        "Moving ranges of 3.267 times their mean or more are left out once before the limits."
        if settings.screened
        else "All moving ranges count for the limits."
    )
    fixed = f" Limits are fixed on the first {settings.fixed} points." if settings.fixed else ""
    return (
        f"A trend is {settings.trend} points that rise or fall one after the other, a shift "
        f"{settings.shift} on one side of the mean. {screened}{fixed}"
    )


def _say_latest(standing: Standing, latest: Point) -> str:
    chart = standing.chart
    when = say_start(chart.step, standing.series.plotted[-1].start)
    named = f"the week of {when}" if chart.step == Step.WEEK else when
    said = f"The latest point, {named}, is {say_value(chart, latest.value)}"
    if latest.flag:
        return f"{said}: {say_flag(latest)}. {_MEANT[latest.variation]}."
    return f"{said}: no significant change. Nothing calls for an explanation of this point alone."


def _say_process(standing: Standing, limits: Limits) -> str:
    chart = standing.chart
    lower = shown_lower(chart, limits)
    since = " since the last rebase" if len(standing.judged.limits) > 1 else ""
    return (
        f"{count_in_words(len(standing.judged.points), chart.step.value)}. Around a mean of "
        f"{say_value(chart, limits.mean)}, chance alone moves it between {say_value(chart, lower)} "
        f"and {say_value(chart, limits.upper)}{since}."
    )


def shown_lower(chart: ControlChart, limits: Limits) -> float:
    """Return the lower limit as it is shown: what cannot be negative is not shown below nought."""
    return limits.lower if chart.shape == Shape.LOG_CHANGE else max(0.0, limits.lower)


def _say_flags(standing: Standing) -> str:
    points, flagged = standing.judged.points, standing.judged.flagged
    seen = (
        f"{len(flagged)} of {len(points)} points are flagged" if flagged else "No point is flagged"
    )
    return (
        f"{seen}. Of charts as long as this in which nothing changes, "
        f"{100 * standing.chance:.0f}% show a flag all the same."
    )


def _say_target(standing: Standing) -> Sequence[str]:
    target = standing.target
    if target is None:
        return []
    said = f"Target: {say_value(standing.chart, float(target.value))} ({target.source})."
    if standing.assurance is None:
        return [f"{said} Nobody said which way is better, so it is not judged."]
    return [f"{said} {_ASSURED[standing.assurance]}."]


def _say_trial(limits: Limits) -> Sequence[str]:
    if not limits.is_trial:
        return []
    points = count_in_words(limits.points, "point")
    return [f"Trial limits: they rest on {points} only, and settle from {FULL_LIMITS} on."]
