"""Red, amber, green of actions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import ActionState, Rag
from governance.policies.rag import rag_of

TODAY = date(2026, 11, 24)
ORDER = [Rag.GREEN, Rag.AMBER, Rag.RED]


def rag(days, moved=0, state=ActionState.OPEN):
    return rag_of(state=state, due_on=TODAY + timedelta(days=days), times_moved=moved, on=TODAY)


@pytest.mark.parametrize(
    ("days", "moved", "colour"),
    [
        (8, 0, Rag.GREEN),
        (7, 0, Rag.AMBER),
        (0, 0, Rag.AMBER),
        (-1, 0, Rag.RED),
        (90, 1, Rag.AMBER),
        (90, 2, Rag.RED),
        (90, 3, Rag.RED),
    ],
)
def test_edges(days, moved, colour):
    assert rag(days, moved) == colour


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.DROPPED])
@given(days=st.integers(-400, 400), moved=st.integers(0, 9))
def test_what_is_closed_is_never_late(state, days, moved):
    assert rag(days, moved, state) == Rag.CLOSED


@given(st.integers(-400, 400), st.integers(0, 9))
def test_a_day_more_or_a_move_more_never_looks_better(days, moved):
    here = ORDER.index(rag(days, moved))

    assert ORDER.index(rag(days - 1, moved)) >= here
    assert ORDER.index(rag(days, moved + 1)) >= here
