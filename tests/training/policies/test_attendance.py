"""What a register makes of a booking."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from training.codes import BookingState, Mark
from training.policies.attendance import outcome_of

slots = st.lists(st.uuids(), min_size=1, max_size=4, unique=True)


@st.composite
def registers(draw):
    parts = draw(slots)
    marked = draw(st.dictionaries(st.sampled_from(parts), st.sampled_from(Mark)))
    return parts, marked


@given(registers())
def test_late_counts_as_there_and_no_mark_as_absent(register):
    parts, marks = register
    there = [part for part in parts if marks.get(part) in (Mark.PRESENT, Mark.LATE)]

    outcome = outcome_of(parts, marks)

    assert (outcome == BookingState.ATTENDED) is (len(there) == len(parts))
    assert (outcome == BookingState.NO_SHOW) is (not there)


def test_marks_of_other_sessions_count_for_nothing():
    assert outcome_of([uuid4()], {uuid4(): Mark.PRESENT}) == BookingState.NO_SHOW
