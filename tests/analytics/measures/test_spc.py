"""Control charts, by the vectors and the rules of the analytics handbook (§2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codes import Direction
from analytics.measures.spc import (
    Assurance,
    Flag,
    Limits,
    Settings,
    Variation,
    assure,
    compute_limits,
    flag_points,
    judge,
)

GOLDEN = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
GIVEN = Limits(mean=0, range=1, upper=3, lower=-3, upper_near=2, lower_near=-2, points=24)
OUT, TREND, THIRD, SHIFT = Flag.OUTSIDE, Flag.TREND, Flag.TWO_OF_THREE, Flag.SHIFT
NONE = None
VALUES = st.lists(st.integers(-1000, 1000), min_size=2, max_size=60)


def limits_of(values):
    limits = compute_limits(values, Settings())
    assert limits is not None
    return limits


def flags_of(values, **settings):
    return [point.flag for point in judge(values, settings=Settings(**settings)).points]


class TestLimits:
    def test_screened_are_those_of_the_golden_vector(self):
        limits = compute_limits(GOLDEN, Settings(screened=True))

        assert limits is not None
        assert limits.mean == pytest.approx(1.9444, abs=5e-5)
        assert limits.range == pytest.approx(1.0, abs=5e-5)
        assert limits.upper == pytest.approx(4.6044, abs=5e-5)
        assert limits.lower == pytest.approx(-0.7156, abs=5e-5)
        assert limits.upper_near == pytest.approx(3.7178, abs=5e-5)
        assert limits.lower_near == pytest.approx(0.1711, abs=5e-5)

    def test_unscreened_are_those_of_the_golden_vector(self):
        limits = compute_limits(GOLDEN, Settings(screened=False))

        assert limits is not None
        assert limits.mean == pytest.approx(1.9444, abs=5e-5)
        assert limits.range == pytest.approx(1.8824, abs=5e-5)
        assert limits.upper == pytest.approx(6.9515, abs=5e-5)
        assert limits.lower == pytest.approx(-3.0626, abs=5e-5)

    @pytest.mark.parametrize("screened", [True, False])
    def test_flag_only_the_ten_of_the_golden_vector(self, screened):
        flags = flags_of(GOLDEN, screened=screened)

        assert [(GOLDEN[i], flag) for i, flag in enumerate(flags) if flag] == [(10, OUT)]

    def test_are_fixed_on_the_first_points(self):
        limits = compute_limits([1, 2, 1, 2, 50, 60], Settings(fixed=4))

        assert limits is not None
        assert (limits.mean, limits.range, limits.points) == (1.5, 1.0, 4)

    def test_do_not_come_from_a_single_point(self):
        assert compute_limits([4], Settings()) is None
        assert flags_of([4]) == [NONE]

    def test_are_a_trial_below_thirteen_points(self):
        assert limits_of(GOLDEN[:12]).is_trial
        assert not limits_of(GOLDEN[:13]).is_trial

    def test_of_equal_values_flag_nothing(self):
        assert flags_of([0.1] * 30) == [NONE] * 30


class TestRules:
    @pytest.mark.parametrize(
        ("values", "flags"),
        [
            pytest.param([0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5], [SHIFT] * 7, id="shift"),
            pytest.param([0.5, 0.6, 0.5, 0, 0.5, 0.6, 0.5], [NONE] * 7, id="on-the-mean"),
            pytest.param([-1.5, -1, -0.5, 0, 0.5, 1, 1.5], [TREND] * 7, id="trend"),
            pytest.param([-1.5, -1, -0.5, -0.5, 0.5, 1, 1.5], [NONE] * 7, id="tie"),
            pytest.param([2.5, 0.5, 2.5], [THIRD, NONE, THIRD], id="two-of-three"),
            pytest.param([2.5, -0.5, 2.5], [NONE] * 3, id="across-the-mean"),
            pytest.param([3.5, 0.5, 2.5], [OUT, NONE, NONE], id="outside-is-not-near"),
            pytest.param([3.0, 0.5, 2.5], [THIRD, NONE, THIRD], id="on-the-limit-is-near"),
            pytest.param([2.0, 0.5, 2.5], [NONE] * 3, id="on-the-near-limit"),
            pytest.param(
                [0.5, 0.6, 0.5, 2.5, 2.6, 0.5, 3.5],
                [SHIFT, SHIFT, SHIFT, THIRD, THIRD, SHIFT, OUT],
                id="precedence",
            ),
            pytest.param(
                [0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 3.2], [TREND] * 7 + [OUT], id="trend-and-out"
            ),
        ],
    )
    def test_flag_the_vectors(self, values, flags):
        assert [flag for flag, _ in flag_points(values, GIVEN)] == flags
        assert [flag for flag, _ in flag_points([-y for y in values], GIVEN)] == flags

    def test_take_the_run_lengths_of_the_chart(self):
        eight = Settings(trend=6, shift=8)

        assert [f for f, _ in flag_points([0.5, 0.6] * 3 + [0.5], GIVEN, eight)] == [NONE] * 7
        assert [f for f, _ in flag_points([-1, -0.5, 0, 0.5, 1, 1.5], GIVEN, eight)] == [TREND] * 6

    def test_do_not_look_across_a_rebase(self):
        values = [1, 2, 1, 2, 1, 2, 1, 21, 22, 21, 22, 21, 22, 21]

        assert judge(values).flagged
        rebased = judge(values, starts=[7])
        assert not rebased.flagged
        assert [round(each.mean, 2) for each in rebased.limits if each] == [1.43, 21.43]
        assert rebased.lengths == [7, 7]

    def test_find_smooth_growth_everywhere_and_nothing_in_its_logarithm(self):
        growth = [11_245 * 1.071**month for month in range(45)]

        assert len(judge(growth).flagged) == 45
        assert not judge([0.0686] * 44).flagged


class TestVariation:
    def test_of_a_trend_is_its_direction_and_not_the_side(self):
        falls_from_above_to_below = [*[5, -5] * 6, 1.5, 1, 0.5, 0, -0.5, -1, -1.5]
        up = judge(falls_from_above_to_below, direction=Direction.UP)
        down = judge(falls_from_above_to_below, direction=Direction.DOWN)

        [limits] = up.limits
        assert limits is not None
        assert {(point.value > limits.mean, point.flag) for point in up.flagged} == {
            (True, TREND),
            (False, TREND),
        }
        assert {point.variation for point in up.flagged} == {Variation.CONCERN}
        assert {point.variation for point in down.flagged} == {Variation.IMPROVEMENT}

    @pytest.mark.parametrize(
        ("direction", "variation"),
        [
            (Direction.UP, Variation.IMPROVEMENT),
            (Direction.DOWN, Variation.CONCERN),
            (Direction.NEITHER, Variation.NEUTRAL),
        ],
    )
    def test_of_a_point_outside_is_its_side(self, direction, variation):
        assert judge(GOLDEN, direction=direction).points[4].variation == variation
        assert judge(GOLDEN, direction=direction).points[5].variation == Variation.COMMON


class TestAssurance:
    @pytest.mark.parametrize(
        ("target", "up", "down"),
        [
            (3.1, Assurance.FAIL, Assurance.PASS),
            (-3.1, Assurance.PASS, Assurance.FAIL),
            (3.0, Assurance.HIT_AND_MISS, Assurance.HIT_AND_MISS),
            (0.0, Assurance.HIT_AND_MISS, Assurance.HIT_AND_MISS),
        ],
    )
    def test_compares_the_target_with_the_limits(self, target, up, down):
        assert assure(GIVEN, target, Direction.UP) == up
        assert assure(GIVEN, target, Direction.DOWN) == down

    def test_says_nothing_without_a_direction_or_limits(self):
        assert assure(GIVEN, 3.1, Direction.NEITHER) is None
        assert assure(None, 3.1, Direction.UP) is None

    def test_is_by_the_last_group(self):
        values = [1, 2, 1, 2, 1, 2, 1, 21, 22, 21, 22, 21, 22, 21]
        rebased = judge(values, starts=[7])

        assert assure(rebased.limits[-1], 10, Direction.UP) == Assurance.PASS
        assert assure(rebased.limits[0], 10, Direction.UP) == Assurance.FAIL


class TestProperties:
    @given(VALUES, st.integers(-10_000, 10_000))
    def test_moving_a_chart_changes_no_flag(self, values, by):
        assert flags_of(values) == flags_of([value + by for value in values])

    @given(VALUES, st.integers(1, 1000))
    def test_stretching_a_chart_changes_no_flag(self, values, by):
        assert flags_of(values) == flags_of([value * by for value in values])

    @given(VALUES)
    def test_turning_it_upside_down_makes_better_worse(self, values):
        other = {
            Variation.IMPROVEMENT: Variation.CONCERN,
            Variation.CONCERN: Variation.IMPROVEMENT,
            Variation.COMMON: Variation.COMMON,
        }
        up = judge(values, direction=Direction.UP).points
        turned = judge([-value for value in values], direction=Direction.UP).points

        assert [other[point.variation] for point in up] == [point.variation for point in turned]
        assert [point.flag for point in up] == [point.flag for point in turned]

    @given(VALUES)
    def test_reading_it_backwards_keeps_the_points_and_turns_the_trend(self, values):
        ahead = judge(values, direction=Direction.UP).points
        back = judge(values[::-1], direction=Direction.UP).points[::-1]

        assert [point.flag for point in ahead] == [point.flag for point in back]
        for there, again in zip(ahead, back, strict=True):
            assert (there.is_high != again.is_high) == (there.flag == Flag.TREND)

    @given(VALUES, st.data())
    def test_a_group_is_judged_as_if_it_stood_alone(self, values, data):
        start = data.draw(st.integers(1, len(values) - 1))

        assert flags_of(values[:start]) + flags_of(values[start:]) == [
            point.flag for point in judge(values, starts=[start]).points
        ]
