"""Control charts as they stand: their points, judged, with rebases and targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.measures.control import (
    KINDS,
    ControlChart,
    NoChart,
    Series,
    make_series,
    why_no_chart,
)
from analytics.measures.false_alarms import chance_of_flag
from analytics.measures.publishing import INTERNAL, SuppressionPolicy
from analytics.measures.spc import Assurance, Judged, Limits, Point, assure, judge
from analytics.measures.steps import list_starts
from analytics.models import Rebase, Target

from .marks import Place, find_targets, list_rebases
from .selection import Selection, StratumRow
from .series import count_for, read_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A chart with all that is known of it; where `missing` says why, it is not drawn."""

    chart: ControlChart
    series: Series
    judged: Judged
    missing: NoChart | None
    rebases: Sequence[Rebase]
    removed: Sequence[Rebase]
    target: Target | None
    assurance: Assurance | None

    @property
    def latest(self) -> Point | None:
        """The last point."""
        return self.judged.points[-1] if self.judged.points else None

    @property
    def limits(self) -> Limits | None:
        """The limits of the last group."""
        return self.judged.limits[-1] if self.judged.points else None

    @property
    def chance(self) -> float:
        """How likely it has a flag though nothing changed."""
        return chance_of_flag(self.judged.lengths, screened=self.chart.settings.screened)


def read_standings(
    charts: Sequence[ControlChart],
    selection: Selection,
    rows: Sequence[StratumRow],
    *,
    place: Place | None,
    today: date,
    policy: SuppressionPolicy = INTERNAL,
) -> list[Standing]:
    """Return charts of a selection as they stand today; what is not over is not in them."""
    counted = count_for(selection, rows)
    steps = {chart.step: chart.length for chart in charts}
    counts = {
        step: read_counts(
            step,
            KINDS[step],
            list_starts(step, length, today=today),
            counted=counted,
            policy=policy,
        )
        for step, length in steps.items()
    }
    rebases = list_rebases(place, [chart.code for chart in charts])
    targets = find_targets(place, [chart.measure.code for chart in charts], on=today)
    return [
        _stand(
            chart,
            make_series(chart, counts[chart.step]),
            [each for each in rebases if each.chart == chart.code],
            targets.get(chart.measure.code),
        )
        for chart in charts
    ]


def _stand(
    chart: ControlChart, series: Series, rebases: Sequence[Rebase], target: Target | None
) -> Standing:
    missing = why_no_chart(series)
    kept = [each for each in rebases if each.removed_at is None]
    direction = chart.measure.direction
    judged = judge(
        [] if missing else series.values,
        direction=direction,
        settings=chart.settings,
        starts=series.starts_of_groups([each.on for each in kept]),
    )
    limits = judged.limits[-1] if judged.points else None
    removed = [each for each in rebases if each.removed_at]
    verdict = assure(limits, float(target.value), direction) if target else None
    return Standing(
        chart=chart,
        series=series,
        judged=judged,
        missing=missing,
        rebases=kept,
        removed=removed,
        target=target,
        assurance=verdict,
    )
