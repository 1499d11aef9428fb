"""What is withheld cannot be worked out by somebody who knows the rules and all that is shown."""

from collections import defaultdict
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.measures.periods import add_months
from analytics.measures.publishing import (
    INTERNAL,
    LEAST_POSSIBLE,
    PUBLICATION,
    Cell,
    Published,
    SuppressionPolicy,
    Withheld,
    differs_by_few,
    published_breakdown,
    published_events,
    published_levels,
    published_months,
    published_people,
    published_people_table,
    published_percentage,
    published_table,
)

# Small enough for all tables to be tried.
TINY = SuppressionPolicy(code="tiny", threshold=3, rounding=3)
FOUR = SuppressionPolicy(code="four", threshold=4, rounding=5)
POLICIES = st.sampled_from([INTERNAL, PUBLICATION, TINY])
# Counts of events are seldom much larger than those of people where numbers are small.
CELLS = st.builds(
    lambda people, more: Cell(people + more if people else 0, people),
    st.one_of(st.just(0), st.integers(1, 12)),
    st.integers(0, 6),
)
PEOPLE = st.one_of(st.integers(0, 15), st.integers(0, 400))


def shown(table):
    """What somebody sees of a table: numbers and stars, not why there is a star."""
    return tuple(each.n for each in table.cells.values()), table.total.n


def could_be(cells, total, policy):
    """
    Return which values each withheld cell can have, for somebody who sees why it is withheld.

    Each of few people is of one event at least, each neighbour of as many as there must be people.
    """
    floors = {
        key: policy.threshold if each.withheld is Withheld.COMPLEMENT else 1
        for key, each in cells.items()
        if each.n is None
    }
    if total.n is None:
        return {}
    left = total.n - sum(each.n for each in cells.values() if each.n is not None)
    return {
        key: [
            n
            for n in range(floor, left + 1)
            if (left == n if len(floors) == 1 else left - n >= sum(floors.values()) - floor)
        ]
        for key, floor in floors.items()
    }


class TestPeople:
    @pytest.mark.parametrize(
        ("people", "seen"),
        [(0, 0), *[(few, None) for few in range(1, 8)], (8, 10), (12, 10), (13, 15)],
    )
    def test_is_rounded_as_nhs_digital_does(self, people, seen):
        assert published_people(people, PUBLICATION).n == seen

    @pytest.mark.parametrize(("people", "seen"), [(0, 0), (1, None), (4, None), (5, 5), (8, 10)])
    def test_is_masked_below_five_inside(self, people, seen):
        assert published_people(people, INTERNAL).n == seen

    @given(PEOPLE, PEOPLE, POLICIES)
    def test_never_says_that_fewer_are_more(self, one, other, policy):
        low, high = (published_people(each, policy) for each in sorted((one, other)))

        if low.n is not None and high.n is not None and low.n:
            assert low.n <= high.n

    @given(PEOPLE, POLICIES)
    def test_what_is_shown_is_near(self, people, policy):
        seen = published_people(people, policy).n

        assert (seen is None) == (0 < people < policy.threshold)
        assert seen is None or abs(seen - people) <= policy.rounding / 2


class TestPeopleTable:
    def test_rounds_the_total_from_its_true_value(self):
        table = published_people_table({"a": 3, "b": 8, "c": 12}, 23, PUBLICATION)

        assert shown(table) == ((None, 10, 10), 25)

    def test_roundings_that_all_went_one_way_tell_nothing(self):
        # 10 and 10 are at least 16, 15 is at most 17: the masked cell could only be 1.
        table = published_people_table({"a": 1, "b": 8, "c": 8}, 17, PUBLICATION)

        assert shown(table) == ((None, 10, None), 15)
        assert len(set(table.cells.values())) == 2

    def test_nor_do_those_that_all_went_the_other_way(self):
        # 10, 10 and 10 are at most 36, 45 is at least 43: the masked cell could only be 7.
        table = published_people_table({"a": 7, "b": 12, "c": 12, "d": 12}, 43, PUBLICATION)

        assert shown(table) == ((None, 10, 10, None), 45)

    def test_a_table_of_one_cell_tells_no_more_than_the_cell(self):
        assert shown(published_people_table({"a": 4}, 4, PUBLICATION)) == ((None,), None)
        assert shown(published_people_table({"a": 4, "b": 0}, 4, PUBLICATION)) == (
            (None, None),
            None,
        )

    @pytest.mark.parametrize("length", [1, 2, 3])
    @pytest.mark.parametrize("policy", [TINY, FOUR], ids=["tiny", "four"])
    def test_no_table_gives_a_cell_away(self, length, policy):
        behind = defaultdict(list)
        for parts in product(range(15), repeat=length):
            table = published_people_table(dict(enumerate(parts)), sum(parts), policy)
            behind[shown(table)].append(parts)

        for (cells, _), tables in behind.items():
            # The largest totals that were tried have neighbours that were not.
            if max(sum(parts) for parts in tables) > 13:
                continue
            for index, seen in enumerate(cells):
                if seen is None:
                    assert len({parts[index] for parts in tables}) > 1, (cells, tables)

    @given(st.lists(PEOPLE, min_size=1, max_size=8), POLICIES)
    def test_every_masked_cell_keeps_its_values(self, parts, policy):
        table = published_people_table(dict(enumerate(parts)), sum(parts), policy)

        if table.total.n is None:
            assert table.withheld == len(parts) + 1
            return
        low, high = values_of(table.total, policy)
        ranges = {key: values_of(each, policy) for key, each in table.cells.items()}
        hidden = [key for key, each in table.cells.items() if each.n is None]
        for key in hidden:
            others = [span for other, span in ranges.items() if other != key]
            left = [
                n
                for n in range(1, policy.threshold if len(hidden) == 1 else 4_000)
                if n + sum(least for least, _ in others) <= high
                and n + sum(most for _, most in others) >= low
            ]
            assert parts[key] in left
            assert len(left) >= min(LEAST_POSSIBLE, policy.threshold - 1)

    @given(st.lists(PEOPLE, min_size=1, max_size=8), POLICIES)
    def test_nothing_more_is_withheld_than_the_small_where_none_is_cornered(self, parts, policy):
        table = published_people_table(dict(enumerate(parts)), sum(parts), policy)

        if all(each == 0 or each >= policy.threshold for each in parts):
            assert table.withheld == 0


def values_of(published, policy):
    """Return what a count of people can be, by asking the rule about every number near it."""
    if published.n is None:
        return 1, 4_000
    near = range(max(0, published.n - policy.rounding), published.n + policy.rounding)
    found = [n for n in near if published_people(n, policy).n == published.n]
    return found[0], found[-1]


class TestEvents:
    def test_are_exact_where_enough_people_stand_behind(self):
        assert published_events(Cell(1_234, 5), INTERNAL) == Published(1_234)
        assert published_events(Cell(1_234, 4), INTERNAL).n is None
        assert published_events(Cell(0, 0), INTERNAL) == Published(0)

    def test_of_nobody_known_are_withheld(self):
        assert published_events(Cell(9, 0), INTERNAL).n is None


class TestBreakdown:
    def test_one_withheld_takes_a_neighbour_with_it(self):
        cells = {"a": Cell(40, 2), "b": Cell(90, 9), "c": Cell(70, 7), "d": Cell(0, 0)}

        seen = published_breakdown(cells, INTERNAL)

        assert seen["a"].withheld is Withheld.FEW_PEOPLE
        assert seen["c"].withheld is Withheld.COMPLEMENT
        assert (seen["b"].n, seen["d"].n) == (90, 0)

    def test_those_withheld_may_all_be_the_same_people(self):
        seen = published_breakdown(
            {"a": Cell(40, 4), "b": Cell(30, 4), "c": Cell(70, 7), "d": Cell(80, 8)}, INTERNAL
        )

        assert seen["c"].n is None
        assert seen["d"].n == 80

    def test_two_that_can_only_be_one_each_take_a_third(self):
        cells = {"a": Cell(1, 1), "b": Cell(1, 9), "c": Cell(30, 10), "d": Cell(99, 20)}

        assert [each.n for each in published_breakdown(cells, INTERNAL).values()] == [
            None,
            None,
            None,
            99,
        ]

    def test_a_table_of_one_cell_has_no_total_either(self):
        table = published_table({"a": Cell(40, 3), "b": Cell(0, 0)}, Cell(40, 6), INTERNAL)

        assert shown(table) == ((None, 0), None)

    @given(st.lists(CELLS, min_size=1, max_size=7), POLICIES)
    def test_no_withheld_cell_can_be_found_by_subtraction(self, cells, policy):
        people = sum(cell.people for cell in cells)
        table = published_table(
            dict(enumerate(cells)), Cell(sum(cell.n for cell in cells), people), policy
        )

        for index, values in could_be(table.cells, table.total, policy).items():
            assert cells[index].n in values
            assert len(values) >= LEAST_POSSIBLE

    @given(st.lists(CELLS, min_size=1, max_size=7), POLICIES)
    def test_those_withheld_are_never_of_few_people_together(self, cells, policy):
        people = max(cell.people for cell in cells)
        table = published_table(
            dict(enumerate(cells)), Cell(sum(cell.n for cell in cells), people), policy
        )

        hidden = [cells[index].people for index, each in table.cells.items() if each.n is None]
        if hidden and table.total.n is not None:
            assert max(hidden) >= policy.threshold

    def test_knowing_how_neighbours_are_chosen_does_not_help(self):
        behind = defaultdict(list)
        kinds = [Cell(0, 0), *(Cell(n, p) for n in range(1, 8) for p in (1, 3, 4) if p <= n)]
        for cells in product(kinds, repeat=3):
            total = Cell(sum(cell.n for cell in cells), sum(cell.people for cell in cells))
            table = published_table(dict(enumerate(cells)), total, TINY)
            behind[shown(table)].append(tuple(cell.n for cell in cells))

        for (seen, total), tables in behind.items():
            if total is None or total > 9:
                continue
            for index, each in enumerate(seen):
                if each is None:
                    assert len({counts[index] for counts in tables}) > 1, (seen, total, tables)


class TestLevels:
    def test_a_withheld_board_says_nothing_of_its_organizations(self):
        groups = {
            "one": {"a": Cell(9, 3), "b": Cell(0, 0)},
            "two": {"c": Cell(50, 9), "d": Cell(60, 9)},
            "three": {"e": Cell(80, 19), "f": Cell(70, 19)},
        }
        totals = {"one": Cell(9, 3), "two": Cell(110, 18), "three": Cell(150, 38)}

        boards, parts = published_levels(groups, totals, Cell(269, 59), INTERNAL)

        assert [boards.cells[board].n for board in groups] == [None, None, 150]
        assert boards.total.n == 269
        assert {each.n for board in ("one", "two") for each in parts[board].values()} == {None}
        assert parts["three"]["e"].n == 80

    @given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4), POLICIES)
    @settings(max_examples=200)
    def test_no_cell_of_either_level_can_be_found_by_subtraction(self, world, policy):
        groups = {board: dict(enumerate(cells)) for board, cells in enumerate(world)}
        totals = {board: added(cells) for board, cells in enumerate(world)}
        total = added(totals.values())

        boards, parts = published_levels(groups, totals, total, policy)

        for board, cells in parts.items():
            for values in could_be(cells, boards.cells[board], policy).values():
                assert len(values) >= LEAST_POSSIBLE
            if boards.cells[board].n is None:
                assert all(each.n is None for each in cells.values())
        for values in could_be(boards.cells, boards.total, policy).values():
            assert len(values) >= LEAST_POSSIBLE


def added(cells):
    """Return cells together, as though nobody stood in two of them."""
    cells = list(cells)
    return Cell(sum(cell.n for cell in cells), sum(cell.people for cell in cells))


class TestMonths:
    @given(
        st.lists(CELLS, min_size=1, max_size=9),
        st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9)), max_size=20),
    )
    def test_no_stretches_of_months_give_one_away(self, cells, stretches):
        months = [add_months(date(2026, 1, 1), number) for number in range(len(cells))]
        # Each total that is shown ties the two ends of its stretch: what lies between two ends
        # that are tied by others is known.
        tied = list(range(len(cells) + 1))

        def end_of(place):
            while tied[place] != place:
                place = tied[place]
            return place

        for start, length in [(number, 1) for number in range(len(cells))] + stretches:
            wanted = dict(list(zip(months, cells, strict=True))[start : start + length])
            if wanted and published_months(wanted, INTERNAL).total.n is not None:
                tied[end_of(start)] = end_of(start + len(wanted))

        for number, cell in enumerate(cells):
            if 0 < cell.people < INTERNAL.threshold:
                assert end_of(number) != end_of(number + 1)

    def test_without_a_weak_month_the_total_is_theirs(self):
        table = published_months({"a": Cell(40, 9), "b": Cell(0, 0), "c": Cell(50, 6)}, INTERNAL)

        assert shown(table) == ((40, 0, 50), 90)


class TestDifferences:
    @given(CELLS, CELLS, POLICIES)
    def test_a_narrowed_selection_leaves_no_few_people_over(self, narrow, rest, policy):
        wide = added([narrow, rest])
        hidden = differs_by_few([rest], policy)

        seen = None if hidden else published_events(narrow, policy).n

        if seen is not None and published_events(wide, policy).n is not None:
            assert published_events(rest, policy).n is not None

    def test_events_of_nobody_known_count_as_few(self):
        assert differs_by_few([Cell(9, 0)], INTERNAL)
        assert not differs_by_few([Cell(0, 0)], INTERNAL)


class TestPercentage:
    def test_there_is_none_of_what_is_masked(self):
        part, whole = published_people(4, PUBLICATION), published_people(20, PUBLICATION)

        assert published_percentage(part, whole) is None

    @given(PEOPLE, PEOPLE, POLICIES)
    def test_is_of_rounded_counts(self, part, rest, policy):
        share = published_percentage(
            published_people(part, policy), published_people(part + rest, policy)
        )

        if share is not None:
            assert 0 <= share <= 100
