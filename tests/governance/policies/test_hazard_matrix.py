"""The matrix of clinical hazards (DCB0129, DCB0160)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotPermittedNow
from governance.codes import HazardLikelihood as L
from governance.codes import HazardSeverity as S
from governance.policies.hazard_matrix import (
    ACCEPTABILITY,
    LIKELIHOOD_WORDS,
    SEVERITIES,
    SEVERITY_WORDS,
    check_is_tolerable,
    level_of,
)

# As printed: likelihood downwards from very high, severity across from minor.
PRINTED = """
3 4 4 5 5
2 3 3 4 5
2 2 3 3 4
1 2 2 3 4
1 1 2 2 3
"""
LIKELIHOODS = (L.VERY_HIGH, L.HIGH, L.MEDIUM, L.LOW, L.VERY_LOW)
SEVERITY = (S.MINOR, S.SIGNIFICANT, S.CONSIDERABLE, S.MAJOR, S.CATASTROPHIC)
CELLS = [
    (severity, likelihood, int(level))
    for likelihood, line in zip(LIKELIHOODS, PRINTED.strip().splitlines(), strict=True)
    for severity, level in zip(SEVERITY, line.split(), strict=True)
]


class TestLevelOf:
    @pytest.mark.parametrize(("severity", "likelihood", "level"), CELLS)
    def test_each_cell_is_as_printed(self, severity, likelihood, level):
        assert level_of(severity, likelihood) == level

    @given(st.sampled_from(L), st.sampled_from(S), st.sampled_from(S))
    def test_worse_harm_is_never_a_lower_level(self, likelihood, one, other):
        low, high = sorted((one, other), key=SEVERITIES.index)

        assert level_of(low, likelihood) <= level_of(high, likelihood)

    @given(st.sampled_from(S), st.sampled_from(L), st.sampled_from(L))
    def test_likelier_harm_is_never_a_lower_level(self, severity, one, other):
        likelier, rarer = sorted((one, other), key=LIKELIHOODS.index)

        assert level_of(severity, likelier) >= level_of(severity, rarer)

    def test_each_level_severity_and_likelihood_is_put_into_words(self):
        assert set(ACCEPTABILITY) == {1, 2, 3, 4, 5}
        assert set(SEVERITY_WORDS) == set(S)
        assert set(LIKELIHOOD_WORDS) == set(L)


class TestCheckIsTolerable:
    @pytest.mark.parametrize("level", [4, 5])
    def test_what_must_be_controlled_is_not_signed_off(self, level):
        with pytest.raises(NotPermittedNow, match="needs more control"):
            check_is_tolerable(level)

    @pytest.mark.parametrize("level", [1, 2, 3])
    def test_what_can_be_tolerated_is(self, level):
        check_is_tolerable(level)
