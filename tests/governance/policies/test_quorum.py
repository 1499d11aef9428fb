"""When a committee may decide: the golden table of the handbook, and what holds for any rule."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import Capacity, MemberRole
from governance.policies.quorum import QuorumRule, Seat, find_quorum, read_rule

GOLDEN = QuorumRule(voting=4, boards=("A", "B", "C"))
WHO = [MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR, MemberRole.MEMBER, *Capacity]
BOARDS = ["A", "B", "C", ""]
PEOPLE = [UUID(int=number) for number in range(1, 9)]

people = st.sampled_from(PEOPLE)
capacities = st.frozensets(st.sampled_from([str(each) for each in WHO]), max_size=3)
seats = st.lists(
    st.builds(
        Seat,
        membership=st.sampled_from([UUID(int=number) for number in range(101, 109)]),
        person=people,
        name=st.just("Somebody"),
        capacities=capacities,
        board=st.sampled_from(BOARDS),
    ),
    max_size=10,
)
rules = st.builds(
    QuorumRule,
    voting=st.integers(1, 6),
    one_of=st.lists(capacities.filter(bool), max_size=3).map(tuple),
    boards=st.lists(st.sampled_from(["A", "B", "C"]), unique=True).map(tuple),
)


def seat(board: str, *, deputy: bool = False) -> Seat:
    return Seat(
        membership=uuid4(),
        person=uuid4(),
        name=f"Deputy for {board}" if deputy else f"Member for {board}",
        capacities=frozenset({"member"}),
        board=board,
    )


class TestTheGoldenTable:
    @pytest.mark.parametrize(
        ("present", "is_quorate"), [("AABC", True), ("AAAB", False)], ids=["one of each", "no C"]
    )
    def test_without_conflicts(self, present, is_quorate):
        finding = find_quorum(GOLDEN, [seat(board) for board in present])

        assert finding.is_quorate is is_quorate

    def test_one_who_is_conflicted_leaves_three(self):
        present = [seat(board) for board in "AABC"]

        finding = find_quorum(GOLDEN, present, {present[0].person})

        assert finding.missing == ("1 more with a vote",)

    def test_the_only_one_of_a_board_who_is_conflicted_leaves_none_of_it(self):
        present = [seat(board) for board in "AAABC"]

        finding = find_quorum(GOLDEN, present, {present[-1].person})

        assert finding.missing == ("nobody from C",)

    def test_a_deputy_counts_for_the_member(self):
        present = [*(seat(board) for board in "AAB"), seat("C", deputy=True)]

        assert find_quorum(GOLDEN, present).is_quorate

    def test_whoever_leaves_breaks_it_from_then_on(self):
        present = [seat(board) for board in "AABC"]

        assert find_quorum(GOLDEN, present).is_quorate
        assert not find_quorum(GOLDEN, present[:-1]).is_quorate


@given(rules, seats, seats)
def test_somebody_who_comes_in_addition_never_breaks_a_quorum(rule, present, others):
    before = find_quorum(rule, present)
    persons = {each.person for each in present}
    places = {each.membership for each in present}
    new = [each for each in others if each.person not in persons and each.membership not in places]

    if before.is_quorate:
        assert find_quorum(rule, [*present, *new]).is_quorate


@given(rules, seats, st.frozensets(people))
def test_a_conflict_is_as_good_as_being_away(rule, present, conflicted):
    away = [each for each in present if each.person not in conflicted]

    assert find_quorum(rule, present, conflicted) == find_quorum(rule, away)


@given(rules, seats)
def test_a_person_counts_once_and_a_seat_once(rule, present):
    voters = find_quorum(rule, present).voters

    assert len({each.person for each in voters}) == len(voters)
    assert len({each.membership for each in voters}) == len(voters)


@given(rules, seats)
def test_what_is_missing_is_said_where_there_is_no_quorum_and_only_there(rule, present):
    finding = find_quorum(rule, present)

    assert finding.is_quorate is (finding.missing == ())


@given(rules)
def test_nobody_alone_is_never_a_quorum(rule):
    assert not find_quorum(rule, []).is_quorate


class TestReadRule:
    @pytest.mark.parametrize(
        "stored",
        [
            {"voting": 0},
            {"voting": True},
            {"voting": "4"},
            {"voting": 4, "one_of": [["wizard"]]},
            {"voting": 4, "one_of": [[]]},
            {"voting": 4, "boards": "QUA"},
        ],
        ids=str,
    )
    def test_refuses_what_there_is_not(self, stored):
        with pytest.raises(ValueError):  # noqa: PT011 — each has words of its own
            read_rule(stored)

    @given(rules)
    def test_reads_back_what_is_stored(self, rule):
        stored = {
            "voting": rule.voting,
            "one_of": [sorted(group) for group in rule.one_of],
            "boards": list(rule.boards),
        }

        assert read_rule(stored) == rule
