"""How points of control charts come about, and what growth is."""

from datetime import date
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codes import FactKind
from analytics.measures.change import measure_growth
from analytics.measures.control import (
    BY_CODE,
    CHARTS,
    KINDS,
    NoChart,
    PublishedCounts,
    Series,
    make_series,
    why_no_chart,
)
from analytics.measures.false_alarms import chance_of_flag
from analytics.measures.periods import add_months
from analytics.measures.publishing import Published, Withheld
from analytics.measures.registry import BY_CODE as MEASURES
from analytics.measures.spc import Settings, judge
from analytics.measures.steps import Step, count_working_days, end_of, list_starts, start_of

K = FactKind
FEW = Published(None, Withheld.FEW_PEOPLE)


def counted(step, days, today=date(2026, 11, 25), people=20):
    starts = list_starts(step, len(days), today=today)
    shown = {
        (kind, start): each.get(kind, Published(0))
        for start, each in zip(starts, days, strict=True)
        for kind in KINDS[step]
    }
    return PublishedCounts(
        starts=starts, events=shown, people=dict.fromkeys(starts, Published(people))
    )


def monthly(*openings):
    return counted(
        Step.MONTH,
        [{K.OPENINGS: n if isinstance(n, Published) else Published(n)} for n in openings],
    )


class TestCharts:
    def test_are_of_measures_in_the_registry(self):
        assert all(MEASURES[chart.measure.code] is chart.measure for chart in CHARTS)

    def test_are_none_of_raw_counts(self):
        assert all(chart.measure.kind is None for chart in CHARTS)


class TestSteps:
    def test_of_weeks_begin_on_monday_across_the_53rd_of_2026(self):
        starts = list_starts(Step.WEEK, 3, today=date(2027, 1, 11))

        assert starts == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)]
        assert start_of(Step.WEEK, date(2027, 1, 3)) == date(2026, 12, 28)
        assert start_of(Step.WEEK, date(2027, 1, 3)).isocalendar().week == 53

    def test_of_months_end_on_the_leap_day(self):
        assert end_of(Step.MONTH, date(2028, 2, 1)) == date(2028, 2, 29)

    @given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.sampled_from(Step))
    def test_never_hold_a_day_that_is_not_over(self, today, step):
        starts = list_starts(step, 5, today=today)

        assert end_of(step, starts[-1]) < today
        assert start_of(step, today) > starts[-1]
        assert len(set(starts)) == 5

    def test_know_bank_holidays(self):
        assert count_working_days(date(2026, 12, 21), date(2026, 12, 27)) == 4
        assert count_working_days(date(2026, 12, 28), date(2027, 1, 3)) == 3
        assert count_working_days(date(2026, 11, 16), date(2026, 11, 22)) == 5


class TestSeries:
    def test_of_a_share_divides_published_counts(self):
        counts = counted(
            Step.WEEK, [{K.FAILED_SIGN_INS: Published(5), K.SIGN_INS: Published(95)}] * 2
        )

        assert make_series(BY_CODE["failed-share"], counts).values == [5.0, 5.0]

    def test_of_people_divides_by_people_as_published(self):
        counts = counted(Step.WEEK, [{K.OPENINGS: Published(50)}], people=20)

        assert make_series(BY_CODE["openings-per-person"], counts).values == [2.5]

    def test_of_working_days_knows_a_short_week(self):
        counts = counted(Step.WEEK, [{K.SIGN_INS: Published(100)}] * 2, today=date(2026, 12, 29))

        assert make_series(BY_CODE["sign-ins-a-working-day"], counts).values == [20.0, 25.0]

    def test_of_change_is_the_logarithm(self):
        values = make_series(BY_CODE["openings-change"], monthly(100, 200, 100)).values

        assert values == pytest.approx([100 * log(2), -100 * log(2)])

    def test_of_change_has_no_value_beside_a_month_of_nought(self):
        series = make_series(BY_CODE["openings-change"], monthly(100, 0, 100, 200))

        assert [each.value is None for each in series.figures] == [True, True, False]

    def test_leaves_out_the_part_of_a_month_in_which_use_began(self):
        series = make_series(BY_CODE["openings-change"], monthly(0, 0, 3, 100, 200))

        assert [each.numerator for each in series.figures] == [200]

    def test_gives_no_value_to_what_is_withheld_and_says_why(self):
        series = make_series(BY_CODE["openings-change"], monthly(100, FEW, 100, 100))

        assert [each.value for each in series.figures] == [None, None, 0.0]
        assert series.reasons == [Withheld.FEW_PEOPLE]

    def test_begins_a_group_at_the_first_point_on_or_after_a_day(self):
        series = make_series(BY_CODE["openings-change"], monthly(*[100] * 6))
        second = series.plotted[1].start

        assert series.starts_of_groups([second]) == [1]
        assert series.starts_of_groups([second.replace(day=2)]) == [2]
        assert series.starts_of_groups([date(2020, 1, 1), date(2030, 1, 1)]) == []


class TestWhyNoChart:
    @pytest.mark.parametrize(
        ("openings", "why"),
        [
            pytest.param([0] * 12, NoChart.NO_USE, id="no-use"),
            pytest.param([100] * 5, NoChart.FEW_POINTS, id="few-points"),
            pytest.param([FEW] * 12, NoChart.FEW_PEOPLE, id="few-people"),
            pytest.param([4] * 12, NoChart.FEW_EVENTS, id="few-events"),
            pytest.param([5] * 12, None, id="enough"),
        ],
    )
    def test_says_it(self, openings, why):
        assert why_no_chart(make_series(BY_CODE["openings-change"], monthly(*openings))) == why

    def test_of_nothing_is_no_use(self):
        assert why_no_chart(Series(figures=[])) == NoChart.NO_USE


class TestFalseAlarms:
    def test_are_as_often_as_judging_noise_says(self):
        charts = np.random.default_rng(6).standard_normal((1500, 24)).tolist()
        for screened in (True, False):
            settings = Settings(screened=screened)
            share = sum(bool(judge(each, settings=settings).flagged) for each in charts) / 1500
            assert share == pytest.approx(chance_of_flag([24], screened=screened), abs=0.04)

    def test_add_up_over_groups_and_grow_with_length(self):
        assert chance_of_flag([24, 24], screened=True) == pytest.approx(1 - 0.816**2)
        shares = [chance_of_flag([n], screened=True) for n in (0, 10, 24, 52, 104, 500)]
        assert shares == sorted(shares)
        assert shares[0] == 0


class TestGrowth:
    def test_is_that_of_the_case_study(self):
        growth = measure_growth({date(2021, 1, 1): 11_527, date(2024, 9, 1): 236_105})

        assert growth is not None
        assert growth.months == 44
        assert round(growth.factor, 2) == 20.48
        assert round(100 * growth.a_month, 2) == 7.10
        assert growth.doubling == pytest.approx(10.1, abs=0.05)

    def test_fitted_finds_the_rate_of_steady_growth(self):
        months = {add_months(date(2021, 1, 1), n): round(1e6 * 1.071**n) for n in range(45)}

        growth = measure_growth(months)

        assert growth is not None
        assert growth.fitted == pytest.approx(0.071, abs=1e-6)

    def test_is_unknown_of_a_single_month(self):
        assert measure_growth({date(2021, 1, 1): 5, date(2021, 2, 1): None}) is None

    def test_never_doubles_what_falls(self):
        growth = measure_growth({date(2021, 1, 1): 50, date(2021, 2, 1): 40})

        assert growth is not None
        assert growth.doubling is None
