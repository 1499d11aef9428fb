"""Limits are quantiles of the Poisson distribution, widened where peers differ more than that."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.funnel_limits import INNER, OUTER, dispersion_of, limits_of


def cumulated(count, mean):
    """Return the chance of so many or fewer, summed term by term."""
    logs = (k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(int(count) + 1))
    return math.fsum(math.exp(each) for each in logs)


@pytest.mark.parametrize("mean", [0.05, 0.7, 3, 10, 52.5, 400])
def test_limits_are_the_quantiles_of_poisson(mean):
    limits = limits_of(mean)

    for limit, chance in [
        (limits.outer_low, OUTER),
        (limits.inner_low, INNER),
        (limits.inner_high, 1 - INNER),
        (limits.outer_high, 1 - OUTER),
    ]:
        assert cumulated(limit, mean) >= chance - 1e-12
        assert limit == 0 or cumulated(limit - 1, mean) < chance + 1e-12


def test_limits_of_ten_are_those_of_the_tables():
    limits = limits_of(10)

    assert (limits.inner_low, limits.inner_high) == (4, 17)
    assert (limits.outer_low, limits.outer_high) == (2, 21)


@given(mean=st.floats(0.01, 1e6), wider=st.floats(1, 50))
def test_limits_hold_the_mean_and_widen_with_dispersion(mean, wider):
    limits = limits_of(mean, dispersion=wider)

    assert limits.outer_low <= limits.inner_low <= limits.inner_high <= limits.outer_high
    assert limits.inner_low <= mean + wider
    assert limits.inner_high >= mean - wider
    if mean > 1e4:
        inner = (limits.inner_high - limits.inner_low) / 2
        assert inner == pytest.approx(1.96 * math.sqrt(mean * wider), rel=0.05)


def test_peers_that_differ_by_chance_alone_are_not_spread():
    assert dispersion_of([98, 103, 100, 91, 110], [100] * 5) == 1.0


def test_one_that_stands_far_out_is_held_back():
    counts = [*range(95, 105), *range(95, 104), 400]

    assert dispersion_of(counts, [100] * 20) < 1.5
    assert dispersion_of([50, 150, 60, 140], [100] * 4) > 15


def test_of_few_peers_nothing_is_said():
    assert dispersion_of([10, 400], [100, 100]) == 1.0
    assert limits_of(0).outer_high == 0
