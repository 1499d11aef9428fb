"""What a course asks for first."""

from hypothesis import given
from hypothesis import strategies as st

from training.policies import Expression, codes_of, list_missing, meets

CODES = st.sampled_from(["a", "b", "c", "d"])
EXPRESSIONS = st.recursive(
    st.none() | CODES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda each: {"all": each}),
        st.lists(parts, min_size=1, max_size=3).map(lambda each: {"any": each}),
    ),
    max_leaves=8,
)
HELD = st.frozensets(CODES)


class TestMeets:
    def test_all_of_some_and_any_of_others(self):
        asked: Expression = {"all": ["safe-use", {"any": ["ig-2025", "caldicott"]}]}

        assert meets(asked, {"safe-use", "caldicott"})
        assert not meets(asked, {"safe-use"})
        assert not meets(asked, {"ig-2025", "caldicott"})

    def test_nothing_is_asked_of_anybody(self):
        assert meets(None, set())

    @given(EXPRESSIONS, HELD, HELD)
    def test_who_learns_more_never_meets_less(self, asked, held, more):
        assert not meets(asked, held) or meets(asked, held | more)

    @given(EXPRESSIONS)
    def test_who_holds_all_that_is_named_meets_it(self, asked):
        assert meets(asked, set(codes_of(asked)))

    @given(EXPRESSIONS, EXPRESSIONS, HELD)
    def test_all_is_and_any_is_or(self, one, other, held):
        both = meets(one, held) and meets(other, held)
        either = meets(one, held) or meets(other, held)

        assert meets({"all": [one, other]}, held) is both
        assert meets({"any": [one, other]}, held) is either


class TestListMissing:
    @given(EXPRESSIONS, HELD)
    def test_names_something_exactly_where_it_is_not_met(self, asked, held):
        assert bool(list_missing(asked, held)) is not meets(asked, held)

    @given(EXPRESSIONS, HELD)
    def test_who_learns_one_of_each_choice_then_meets_it_or_learns_of_more(self, asked, held):
        missing = list_missing(asked, held)
        learned = held | {code for choices in missing for code in choices}

        assert meets(asked, learned)
