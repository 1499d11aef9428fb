"""At which meetings something of the forward plan comes up."""

from hypothesis import given
from hypothesis import strategies as st

from governance.policies.forward_plan import is_due, next_due

NUMBERS = st.integers(1, 40)


class TestIsDue:
    def test_every_third_meeting_from_the_second(self):
        due = [n for n in range(1, 10) if is_due(first_meeting=2, every=3, numbers=[n])]

        assert due == [2, 5, 8]

    @given(NUMBERS, NUMBERS)
    def test_comes_once_in_so_many_meetings(self, first, every):
        due = [
            n
            for n in range(first, first + 3 * every)
            if is_due(first_meeting=first, every=every, numbers=[n])
        ]

        assert due == [first, first + every, first + 2 * every]

    def test_is_not_lost_with_a_cancelled_meeting(self):
        assert is_due(first_meeting=2, every=3, numbers=[6, 5])
        assert not is_due(first_meeting=2, every=3, numbers=[6])


class TestNextDue:
    @given(every=st.integers(1, 24), first=st.integers(1, 500), number=st.integers(1, 500))
    def test_is_the_first_meeting_from_there_at_which_it_is_due(self, every, first, number):
        due = next_due(every=every, first_meeting=first, number=number)

        assert due >= number
        assert is_due(every=every, first_meeting=first, numbers=[due])
        assert not any(
            is_due(every=every, first_meeting=first, numbers=[each]) for each in range(number, due)
        )
