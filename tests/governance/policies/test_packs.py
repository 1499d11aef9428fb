from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotPermittedNow
from governance.codes import MeetingState
from governance.policies.packs import (
    PaperIssue,
    check_pack_can_be_issued,
    check_pack_can_be_opened,
    compare_packs,
)

ISSUES = st.dictionaries(st.integers(0, 9), st.integers(1, 3)).map(
    lambda found: [PaperIssue(paper=UUID(int=key), number=n) for key, n in found.items()]
)


class TestComparePacks:
    def test_says_what_is_new_replaced_and_gone(self):
        stays, changes, goes, comes = (UUID(int=key) for key in range(4))
        before = [PaperIssue(paper=each, number=1) for each in (stays, changes, goes)]
        now = [PaperIssue(paper=each, number=1) for each in (stays, comes)]

        found = compare_packs(before, [*now, PaperIssue(paper=changes, number=2)])

        assert (set(found.added), dict(found.replaced), set(found.removed)) == (
            {comes},
            {changes: 1},
            {goes},
        )

    @given(before=ISSUES, now=ISSUES)
    def test_every_paper_that_differs_is_said_once(self, before, now):
        found = compare_packs(before, now)

        said = [*found.added, *found.replaced, *found.removed]
        differs = {each.paper for each in set(before) ^ set(now)}
        assert len(said) == len(set(said))
        assert set(said) == differs


class TestWhenAPackCanBeIssued:
    @pytest.mark.parametrize("state", MeetingState)
    def test_only_from_the_agenda_to_the_end_of_the_meeting(self, state):
        if state in (MeetingState.AGENDA_PUBLISHED, MeetingState.IN_PROGRESS):
            check_pack_can_be_issued(state)
        else:
            with pytest.raises(NotPermittedNow):
                check_pack_can_be_issued(state)

    def test_nobody_opens_the_pack_of_a_cancelled_meeting(self):
        check_pack_can_be_opened(MeetingState.HELD)
        with pytest.raises(NotPermittedNow):
            check_pack_can_be_opened(MeetingState.CANCELLED)
