"""What the states of a ticket allow, and what priority impact and urgency make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.codes import Priority, TicketState
from helpdesk.policies import MATRIX, TRANSITIONS, priority_of

LEVELS = st.integers(min_value=1, max_value=5)


class TestTransitions:
    def test_every_state_has_its_row(self):
        assert set(TRANSITIONS) == set(TicketState)

    def test_nothing_returns_to_new(self):
        assert all(TicketState.NEW not in after for after in TRANSITIONS.values())

    @pytest.mark.parametrize("state", [TicketState.CANCELLED, TicketState.MERGED, TicketState.SPAM])
    def test_ended_states_are_final(self, state):
        assert TRANSITIONS[state] == frozenset()


class TestPriorityOf:
    def test_follows_the_published_matrix(self):
        assert [priority_of(impact, urgency) for impact, urgency in ((1, 1), (2, 3), (5, 1))] == [
            Priority.CRITICAL,
            Priority.HIGH,
            Priority.LOW,
        ]

    @given(impact=LEVELS, urgency=LEVELS)
    def test_more_impact_or_urgency_never_makes_less_priority(self, impact, urgency):
        here = MATRIX[impact - 1][urgency - 1]

        assert MATRIX[max(impact - 2, 0)][urgency - 1] <= here
        assert MATRIX[impact - 1][max(urgency - 2, 0)] <= here
