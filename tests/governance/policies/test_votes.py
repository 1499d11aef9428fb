"""How votes add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import Majority, VoteChoice
from governance.policies.votes import Tally, count, is_carried, read_quorum, wants_casting_vote

NUMBERS = st.integers(min_value=0, max_value=40)
TALLIES = st.builds(Tally, votes_for=NUMBERS, against=NUMBERS, abstentions=NUMBERS)
MAJORITIES = st.sampled_from(Majority)


@pytest.mark.parametrize(
    ("majority", "votes_for", "against", "carried"),
    [
        (Majority.SIMPLE, 3, 2, True),
        (Majority.SIMPLE, 2, 2, False),
        (Majority.SIMPLE, 1, 0, True),
        (Majority.SIMPLE, 0, 0, False),
        (Majority.TWO_THIRDS, 4, 2, True),
        (Majority.TWO_THIRDS, 3, 2, False),
        (Majority.TWO_THIRDS, 1, 0, True),
        (Majority.TWO_THIRDS, 0, 0, False),
    ],
)
def test_what_carries(majority, votes_for, against, carried):
    assert is_carried(Tally(votes_for=votes_for, against=against), majority) is carried


@given(TALLIES, MAJORITIES)
def test_one_more_vote_for_never_loses_a_motion(tally, majority):
    more = Tally(votes_for=tally.votes_for + 1, against=tally.against)

    assert not is_carried(tally, majority) or is_carried(more, majority)


@given(TALLIES, MAJORITIES, NUMBERS)
def test_abstentions_decide_nothing(tally, majority, abstentions):
    other = Tally(votes_for=tally.votes_for, against=tally.against, abstentions=abstentions)

    assert is_carried(tally, majority) == is_carried(other, majority)


@given(TALLIES)
def test_two_thirds_are_never_less_than_a_simple_majority(tally):
    assert not is_carried(tally, Majority.TWO_THIRDS) or is_carried(tally, Majority.SIMPLE)


@given(TALLIES, MAJORITIES, st.sampled_from(["", *VoteChoice]))
def test_a_casting_vote_counts_in_a_tie_alone(tally, majority, given_vote):
    if not wants_casting_vote(tally, majority, chair_has_one=True):
        assert is_carried(tally, majority, casting_vote=given_vote) == is_carried(tally, majority)
    else:
        assert is_carried(tally, majority, casting_vote=VoteChoice.FOR)
        assert not is_carried(tally, majority, casting_vote=VoteChoice.AGAINST)


@given(st.lists(st.sampled_from(VoteChoice)))
def test_every_vote_is_counted_once(choices):
    tally = count(choices)

    assert tally.votes_for + tally.against + tally.abstentions == len(choices)


def test_nothing_stored_is_no_quorum():
    assert not read_quorum({}).is_quorate
