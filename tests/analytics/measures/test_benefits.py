"""The benefits formula, held against the fixtures of the published case study."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codes import Distribution, Factor
from analytics.measures.benefits import (
    OPTIMISM,
    Line,
    Uncertain,
    less_optimism,
    ramp_of_month,
    switching_value,
    total_hours_a_week,
    total_pounds,
)
from analytics.measures.simulation import simulate, tornado


def sure(text):
    return Uncertain(Decimal(text))


def line(code, accesses, minutes, rate, **others):
    return Line(
        code=code, accesses=sure(accesses), minutes=sure(minutes), rate=sure(rate), **others
    )


A_AND_E = line("a-and-e", "23400", "5", "29.914530")
PRIMARY = line("primary-care", "35000", "1", "50")
SOCIAL = line("social-care", "120", "5", "42")
ELSE = line("everything-else", "171273", "0", "0")
PUBLISHED = (A_AND_E, PRIMARY, SOCIAL, ELSE)
RISK_ADJUSTED = Line(
    code="a-and-e",
    accesses=sure("23400"),
    minutes=Uncertain(Decimal(5), Distribution.NORMAL, Decimal("0.55")),
    rate=Uncertain(Decimal("29.9"), Distribution.TRIANGULAR, Decimal("27.5"), Decimal("42.1")),
    attribution=Uncertain(Decimal("0.8"), Distribution.TRIANGULAR, Decimal("0.6"), Decimal(1)),
)


class TestFixtureS:
    def test_each_line_is_as_published_to_the_penny(self):
        pounds = [each.pounds for each in PUBLISHED]

        assert pounds == [Decimal("700000.00"), Decimal("350000.00"), Decimal("5040.00"), 0]

    def test_hours_are_as_published(self):
        hours = [round(each.hours_a_week, 2) for each in PUBLISHED]

        assert hours == [Decimal("450.00"), Decimal("134.62"), Decimal("2.31"), 0]
        assert round(total_hours_a_week(PUBLISHED), 2) == Decimal("586.92")

    def test_the_total_is_as_published(self):
        assert total_pounds(PUBLISHED) == Decimal("1055040.00")
        assert sum(each.accesses.value for each in PUBLISHED) == 229_793

    def test_social_care_saves_six_hundred_minutes_a_month(self):
        assert SOCIAL.accesses.value * SOCIAL.minutes_an_access == 600

    def test_the_weakest_evidence_takes_two_fifths_off(self):
        assert less_optimism(Decimal(1_050_000), 6) == Decimal("630000.00")


class TestFixtureL:
    def test_is_london_s_base_case(self):
        london = line("all", "229793", "0.5", "34.54")

        assert round(london.hours_a_week, 1) == Decimal("441.9")
        assert round(london.pounds / 1000, 1) == Decimal("793.7")


class TestFixtureR:
    def test_has_the_published_range(self):
        found = simulate((RISK_ADJUSTED,)).pounds

        assert found.p10 == pytest.approx(485_000, abs=3_000)
        assert found.p50 == pytest.approx(612_000, abs=3_000)
        assert found.p90 == pytest.approx(769_000, abs=3_000)

    def test_is_the_same_each_time(self):
        first = simulate((RISK_ADJUSTED,))
        simulate.cache_clear()

        assert simulate((RISK_ADJUSTED,)) == first

    def test_does_not_depend_on_what_else_is_reckoned(self):
        alone = simulate((RISK_ADJUSTED,), draws=1000).lines[0]

        assert simulate((PRIMARY, RISK_ADJUSTED), draws=1000).lines[1] == alone

    def test_the_rate_matters_more_than_the_minutes(self):
        swings = tornado((RISK_ADJUSTED,))

        assert {swing.factor for swing in swings} == {
            Factor.MINUTES,
            Factor.RATE,
            Factor.ATTRIBUTION,
        }
        assert swings[0].factor == Factor.RATE
        assert [swing.width for swing in swings] == sorted(
            (swing.width for swing in swings), reverse=True
        )


class TestFormula:
    def test_a_year_takes_attribution_optimism_ramp_and_cost_off(self):
        netted = line(
            "x",
            "1000",
            "6",
            "30",
            share=sure("0.5"),
            attribution=sure("0.8"),
            optimism=sure("0.25"),
            ramp=sure("0.5"),
            cost=sure("0.2"),
        )

        assert netted.minutes_an_access == Decimal("0.8")
        assert netted.pounds == Decimal("4800.00")

    def test_without_a_range_the_simulation_is_the_point(self):
        found = simulate(PUBLISHED, draws=100)

        assert found.pounds.is_point
        assert found.pounds.p50 == pytest.approx(1_055_040, abs=0.01)
        assert found.hours_a_week.p50 == pytest.approx(586.923, abs=0.001)

    def test_time_lost_is_a_loss(self):
        assert line("x", "1000", "-1", "30").pounds == Decimal("-6000.00")

    def test_optimism_grows_with_weaker_evidence(self):
        assert [OPTIMISM[grade] * 100 for grade in range(1, 7)] == [0, 5, 10, 15, 25, 40]

    @pytest.mark.parametrize(
        ("month", "expected"),
        [
            (date(2024, 2, 1), "0"),
            (date(2024, 3, 1), "0.25"),
            (date(2024, 5, 1), "0.75"),
            (date(2024, 6, 1), "1"),
            (date(2025, 6, 1), "1"),
        ],
    )
    def test_it_ramps_up_month_by_month(self, month, expected):
        assert ramp_of_month(month, starts_on=date(2024, 3, 12), ramp_months=4) == Decimal(expected)

    def test_without_a_ramp_it_counts_in_full_from_its_month(self):
        assert ramp_of_month(date(2024, 3, 1), starts_on=date(2024, 3, 12), ramp_months=0) == 1


class TestSwitchingValue:
    def test_says_how_few_minutes_still_pay(self):
        found = switching_value(PUBLISHED, "a-and-e", Factor.MINUTES, threshold=Decimal(1_000_000))

        assert found.value is not None
        assert round(found.value, 4) == Decimal("4.6069")
        assert found.can_be
        assert found.now == 5

    def test_of_a_share_above_one_cannot_be(self):
        found = switching_value(
            PUBLISHED, "a-and-e", Factor.ATTRIBUTION, threshold=Decimal(2_000_000)
        )

        assert found.value is not None
        assert found.value > 1
        assert not found.can_be

    def test_is_none_where_the_factor_makes_no_difference(self):
        found = switching_value(PUBLISHED, "everything-else", Factor.RATE, threshold=Decimal(1))

        assert found.value is None
        assert not found.can_be

    def test_of_an_unknown_line_is_refused(self):
        with pytest.raises(KeyError):
            switching_value(PUBLISHED, "dentists", Factor.RATE, threshold=Decimal(1))

    @given(
        factor=st.sampled_from([each for each in Factor if each != Factor.COST]),
        threshold=st.integers(min_value=0, max_value=3_000_000),
    )
    def test_put_in_it_gives_the_threshold(self, factor, threshold):
        risky = line("risky", "23400", "5", "30", share=sure("0.9"), optimism=sure("0.1"))
        lines = (risky, PRIMARY)

        found = switching_value(lines, "risky", factor, threshold=Decimal(threshold))

        assert found.value is not None
        changed = risky.with_factor(factor, found.value)
        assert abs(total_pounds((changed, PRIMARY)) - threshold) <= Decimal("0.01")
