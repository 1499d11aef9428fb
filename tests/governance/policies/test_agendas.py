"""Numbers, clock and moves of an agenda."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import Visibility
from governance.policies.agendas import (
    Branch,
    Move,
    Slot,
    is_more_open,
    lay_out,
    least_open,
    mark_of,
    move,
    moves_of,
    plant,
    visibilities_below,
)

START = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


def key(number):
    return UUID(int=number)


@st.composite
def agendas(draw):
    """Return an agenda of up to six headings with up to three items below each."""
    shape = draw(st.lists(st.integers(0, 3), min_size=1, max_size=6))
    keys = iter(range(1, 100))
    return tuple(
        Branch(key(next(keys)), tuple(key(next(keys)) for _ in range(below))) for below in shape
    )


def keys_of(tree):
    return [each for branch in tree for each in (branch.key, *branch.below)]


def slots_of(tree, minutes=10):
    slots = []
    for position, branch in enumerate(tree, start=1):
        slots.append(Slot(key=branch.key, parent=None, position=position, minutes=minutes))
        slots += [
            Slot(key=each, parent=branch.key, position=place, minutes=minutes)
            for place, each in enumerate(branch.below, start=1)
        ]
    return slots


class TestLayOut:
    def test_numbers_headings_and_what_stands_below_them(self):
        tree = (Branch(key(1)), Branch(key(2), (key(3), key(4))), Branch(key(5)))

        numbers = [line.number for line in lay_out(slots_of(tree), starts_at=START)]

        assert numbers == ["1", "2", "2.1", "2.2", "3"]

    def test_keeps_numbers_that_were_published(self):
        slots = [
            Slot(key=key(1), parent=None, position=1, minutes=5, number="4"),
            Slot(key=key(2), parent=None, position=2, minutes=5),
        ]

        assert [line.number for line in lay_out(slots, starts_at=START)] == ["4", "2"]

    @given(agendas(), st.integers(0, 90))
    def test_begins_each_line_when_all_before_it_are_over(self, tree, minutes):
        lines = lay_out(slots_of(tree, minutes), starts_at=START)

        assert [line.key for line in lines] == keys_of(tree)
        assert len({line.number for line in lines}) == len(lines)
        for count, line in enumerate(lines):
            assert line.starts_at == START + timedelta(minutes=minutes * count)


class TestMove:
    @given(agendas(), st.data(), st.sampled_from(Move))
    def test_neither_loses_nor_doubles_an_item(self, tree, data, direction):
        chosen = data.draw(st.sampled_from(keys_of(tree)))

        moved = move(tree, chosen, direction)

        assert sorted(keys_of(moved)) == sorted(keys_of(tree))

    @given(agendas(), st.data(), st.sampled_from([(Move.UP, Move.DOWN), (Move.DOWN, Move.UP)]))
    def test_back_and_forth_is_no_move(self, tree, data, there_and_back):
        chosen = data.draw(st.sampled_from(keys_of(tree)))
        there, back = there_and_back
        moved = move(tree, chosen, there)

        assert moved == tree or move(moved, chosen, back) == tree

    @given(agendas(), st.data())
    def test_in_and_out_again_is_no_move(self, tree, data):
        chosen = data.draw(st.sampled_from([branch.key for branch in tree]))
        moved = move(tree, chosen, Move.INDENT)

        assert moved == tree or move(moved, chosen, Move.OUTDENT) == tree

    def test_does_not_put_a_heading_below_another_item(self):
        tree = (Branch(key(1)), Branch(key(2), (key(3),)))

        assert move(tree, key(2), Move.INDENT) == tree

    def test_offers_only_what_changes_something(self):
        tree = (Branch(key(1)), Branch(key(2)))

        assert moves_of(tree, key(1)) == {Move.DOWN}
        assert moves_of(tree, key(2)) == {Move.UP, Move.INDENT}

    def test_refuses_what_is_not_on_the_agenda(self):
        with pytest.raises(ValueError, match="not on this agenda"):
            move((Branch(key(1)),), key(9), Move.UP)


class TestMarkOf:
    @given(agendas(), st.data(), st.sampled_from(Move))
    def test_is_another_one_when_an_item_has_moved(self, tree, data, direction):
        moved = move(tree, data.draw(st.sampled_from(keys_of(tree))), direction)

        same = mark_of(slots_of(moved)) == mark_of(slots_of(tree))

        assert same is (moved == tree)

    def test_is_another_one_when_an_item_has_changed(self):
        slots = slots_of((Branch(key(1)),))

        assert mark_of(slots, [START]) != mark_of(slots, [START + timedelta(seconds=1)])

    @given(agendas())
    def test_does_not_depend_on_the_order_of_rows(self, tree):
        slots = slots_of(tree)

        assert mark_of(slots) == mark_of(reversed(slots))
        assert plant(reversed(slots)) == tree


class TestVisibility:
    @given(st.sampled_from(Visibility), st.sampled_from(Visibility))
    def test_what_stands_below_is_never_more_open(self, one, other):
        closed = least_open(one, other)

        assert not is_more_open(closed, one)
        assert not is_more_open(closed, other)
        assert closed in visibilities_below(other)
