"""What a risk scores, and what follows (NPSA, 2008)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import Rag, RiskBand, RiskState, RiskTrend, ScoreKind
from governance.policies.risk_scores import RiskFacts, band_of, score_of, score_path, stand_of

TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
L, M, H, X = RiskBand.LOW, RiskBand.MODERATE, RiskBand.HIGH, RiskBand.EXTREME
# Consequence 1 to 5 downwards, likelihood 1 to 5 across.
CELLS = {
    1: (L, L, L, M, M),
    2: (L, M, M, H, H),
    3: (L, M, H, H, X),
    4: (M, H, H, X, X),
    5: (M, H, X, X, X),
}
FIVE = st.integers(1, 5)


def given_score(kind=ScoreKind.CURRENT, *, consequence=3, likelihood=3, day=0):
    return RiskFacts(
        kind=kind,
        consequence=consequence,
        likelihood=likelihood,
        scored_at=NOON + timedelta(days=day),
    )


def stands(*scores, state=RiskState.OPEN, appetite=12, review_on=TODAY):
    return stand_of(scores, state=state, appetite=appetite, review_on=review_on, on=TODAY)


SCORES = st.builds(
    given_score,
    st.sampled_from(ScoreKind),
    consequence=FIVE,
    likelihood=FIVE,
    day=st.integers(0, 9),
)


class TestBandOf:
    @pytest.mark.parametrize("consequence", range(1, 6))
    @pytest.mark.parametrize("likelihood", range(1, 6))
    def test_each_cell_of_the_matrix_has_its_band(self, consequence, likelihood):
        score = score_of(consequence, likelihood)

        assert score == consequence * likelihood
        assert band_of(score) == CELLS[consequence][likelihood - 1]

    @pytest.mark.parametrize(
        ("score", "band"),
        [(1, L), (3, L), (4, M), (6, M), (8, H), (12, H), (15, X), (25, X)],
    )
    def test_bands_end_where_the_matrix_says(self, score, band):
        assert band_of(score) == band

    @pytest.mark.parametrize(("consequence", "likelihood"), [(0, 3), (3, 6), (-1, 1)])
    def test_nothing_outside_the_matrix_has_a_score(self, consequence, likelihood):
        with pytest.raises(ValueError, match="from 1 to 5"):
            score_of(consequence, likelihood)

    @given(FIVE, FIVE, FIVE)
    def test_more_likely_is_never_less_grave(self, consequence, one, other):
        low, high = sorted((one, other))
        order = list(RiskBand)

        lower, higher = (band_of(score_of(consequence, each)) for each in (low, high))
        assert order.index(lower) <= order.index(higher)


class TestStandOf:
    def test_the_last_current_score_counts_whatever_the_order_in_which_they_are_read(self):
        new, old = given_score(likelihood=2, day=2), given_score(likelihood=5, day=1)

        assert stands(new, old).score == 6

    def test_before_a_current_score_the_initial_one_counts(self):
        standing = stands(given_score(ScoreKind.INITIAL, likelihood=4))

        assert (standing.score, standing.trend) == (12, RiskTrend.NEW)

    def test_a_target_is_never_taken_as_reached(self):
        standing = stands(
            given_score(consequence=5, likelihood=4),
            given_score(ScoreKind.TARGET, consequence=2, likelihood=1, day=3),
        )

        assert (standing.score, standing.band) == (20, RiskBand.EXTREME)

    def test_accepting_a_risk_lowers_no_score(self):
        standing = stands(given_score(consequence=5, likelihood=4), state=RiskState.ACCEPTED)

        assert standing.score == 20
        assert standing.escalates
        assert standing.rag == Rag.AMBER

    @pytest.mark.parametrize(
        ("before", "now", "trend"),
        [
            (2, 3, RiskTrend.WORSE),
            (3, 2, RiskTrend.BETTER),
            (3, 3, RiskTrend.STEADY),
        ],
    )
    def test_its_trend_is_the_last_step(self, before, now, trend):
        path = [given_score(likelihood=before), given_score(likelihood=now, day=1)]

        assert stands(*path).trend == trend

    @pytest.mark.parametrize(("score", "escalates"), [((3, 4), False), ((3, 5), True)])
    def test_the_board_is_told_from_fifteen_on(self, score, escalates):
        consequence, likelihood = score

        standing = stands(
            given_score(consequence=consequence, likelihood=likelihood), appetite=None
        )
        assert standing.escalates is escalates

    @pytest.mark.parametrize(("appetite", "above"), [(8, True), (9, False), (None, False)])
    def test_it_is_above_appetite_from_one_more_than_that_on(self, appetite, above):
        standing = stands(given_score(), appetite=appetite)

        assert standing.is_above_appetite is above
        assert standing.rag == (Rag.RED if above else Rag.GREEN)

    @pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
    def test_its_review_is_overdue_from_the_day_after(self, days, late):
        standing = stands(given_score(), review_on=TODAY - timedelta(days=days))

        assert standing.is_review_overdue is late
        assert standing.rag == (Rag.AMBER if late else Rag.GREEN)

    def test_without_a_score_it_needs_attention(self):
        standing = stands()

        assert (standing.score, standing.band, standing.rag) == (0, None, Rag.AMBER)

    def test_once_closed_nothing_is_asked_of_anybody(self):
        standing = stands(
            given_score(consequence=5, likelihood=5),
            state=RiskState.CLOSED,
            review_on=TODAY - timedelta(days=90),
        )

        assert standing.rag == Rag.CLOSED
        flags = (standing.escalates, standing.is_above_appetite, standing.is_review_overdue)
        assert not any(flags)

    @given(st.lists(SCORES, max_size=8), st.sampled_from(RiskState), st.integers(1, 25))
    def test_score_band_and_colour_always_agree(self, scores, state, appetite):
        standing = stands(*scores, state=state, appetite=appetite)

        path = score_path(scores)
        assert standing.score == (path[-1].score if path else 0)
        assert standing.band == (band_of(standing.score) if path else None)
        if standing.rag == Rag.RED:
            assert standing.escalates or standing.is_above_appetite
        if standing.rag == Rag.GREEN:
            assert 0 < standing.score <= appetite
            assert standing.score < 15
