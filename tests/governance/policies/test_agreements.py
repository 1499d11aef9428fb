"""How agreements stand on a day, and what is told of it when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.codes import AgreementStanding, AgreementState, AssessmentState
from governance.policies.agreements import (
    MILESTONES,
    PartyFacts,
    Term,
    covered_until,
    milestone,
    standing,
    what_is_missing,
)

DAY = date(2026, 11, 24)
S = AgreementStanding


def days(number):
    return timedelta(days=number)


def term(start=-100, end=200, state=AgreementState.SIGNED, ended=None):
    return Term(
        state=state,
        starts_on=DAY + days(start),
        expires_on=DAY + days(end),
        ended_on=None if ended is None else DAY + days(ended),
    )


@st.composite
def terms(draw):
    start = draw(st.integers(-400, 400))
    end = start + draw(st.integers(0, 400))
    ended = draw(st.none() | st.integers(start, end))
    state = AgreementState.SIGNED if ended is None else AgreementState.ENDED
    if ended is None and draw(st.integers(0, 5)) == 0:
        state = AgreementState.DRAFT
    return term(start, end, state, ended)


class TestStanding:
    @pytest.mark.parametrize(
        ("agreement", "found"),
        [
            (term(), S.VALID),
            (term(end=91), S.VALID),
            (term(end=90), S.EXPIRING),
            (term(end=0), S.EXPIRING),
            (term(end=-1), S.EXPIRED),
            (term(start=1), S.DRAFT),
            (term(start=0), S.VALID),
            (term(state=AgreementState.DRAFT), S.DRAFT),
            (term(end=-50, state=AgreementState.DRAFT), S.DRAFT),
            (term(state=AgreementState.ENDED, ended=0), S.ENDED),
            (term(state=AgreementState.ENDED, ended=1), S.EXPIRING),
            (term(state=AgreementState.ENDED, ended=91), S.EXPIRING),
            (term(state=AgreementState.ENDED, ended=92), S.VALID),
        ],
    )
    def test_follows_from_its_days(self, agreement, found):
        assert standing(agreement, on=DAY) == found

    @given(terms(), st.integers(-900, 900))
    def test_lets_share_exactly_while_it_holds(self, agreement, shift):
        on = DAY + days(shift)

        lets_share = standing(agreement, on=on) in (S.VALID, S.EXPIRING)

        assert lets_share == agreement.holds(on)

    @given(terms(), st.integers(-900, 900), st.integers(0, 900))
    def test_never_goes_back(self, agreement, shift, later):
        order = [S.DRAFT, S.VALID, S.EXPIRING]
        first = standing(agreement, on=DAY + days(shift))
        then = standing(agreement, on=DAY + days(shift + later))

        if first in (S.EXPIRED, S.ENDED):
            assert then == first
        elif then not in (S.EXPIRED, S.ENDED):
            assert order.index(then) >= order.index(first)


class TestCoveredUntil:
    def test_counts_an_agreement_that_follows_without_a_gap(self):
        now, following = term(end=10), term(start=11, end=400)

        assert covered_until([following, now], on=DAY) == DAY + days(400)

    def test_does_not_count_one_that_begins_a_day_too_late(self):
        assert covered_until([term(end=10), term(start=12, end=400)], on=DAY) == DAY + days(10)

    def test_does_not_count_a_draft(self):
        draft = term(start=11, end=400, state=AgreementState.DRAFT)

        assert covered_until([term(end=10), draft], on=DAY) == DAY + days(10)

    @pytest.mark.parametrize("agreements", [[], [term(end=-1)], [term(start=1)]])
    def test_is_none_where_nothing_holds_today(self, agreements):
        assert covered_until(agreements, on=DAY) is None

    @given(st.lists(terms(), max_size=6))
    def test_is_the_last_day_of_an_unbroken_run_of_days(self, agreements):
        until = covered_until(agreements, on=DAY)

        day = DAY
        while any(each.holds(day) for each in agreements):
            day += days(1)
        assert until == (None if day == DAY else day - days(1))

    @given(st.lists(terms(), max_size=6), terms())
    def test_is_never_less_for_one_more_agreement(self, agreements, another):
        fewer = covered_until(agreements, on=DAY) or date.min

        assert (covered_until([*agreements, another], on=DAY) or date.min) >= fewer


class TestMilestone:
    @pytest.mark.parametrize(
        ("left", "told"),
        [
            (91, ""), (90, "before-90"), (31, "before-90"), (30, "before-30"), (8, "before-30"),
            (7, "before-7"), (1, "before-7"), (0, "before-0"), (-1, "before-0"), (-6, "before-0"),
            (-7, "after-1"), (-13, "after-1"), (-14, "after-2"),
        ],
    )  # fmt: skip
    def test_names_what_is_to_be_told(self, left, told):
        assert milestone(DAY + days(left), on=DAY) == told

    @given(st.integers(0, 60))
    def test_tells_each_milestone_and_each_week_after_once(self, weeks):
        last_day = DAY + days(120)
        every_day = range(120 + weeks * 7 + 1)

        told = {milestone(last_day, on=DAY + days(n)) for n in every_day} - {""}

        assert len(told) == len(MILESTONES) + weeks


class TestWhatIsMissing:
    PARTY = PartyFacts(is_signed=True, is_controller=True, gives=True, receives=True)

    def test_is_nothing_where_two_have_signed(self):
        assert self.missing([self.PARTY, self.PARTY]) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"is_signed": False}, "signed"),
            ({"gives": False}, "gives"),
            ({"receives": False}, "receives"),
            ({"is_controller": False}, "controller"),
        ],
    )
    def test_names_what_no_party_does(self, change, words):
        facts = {"is_signed": True, "is_controller": True, "gives": True, "receives": True}
        party = PartyFacts(**{**facts, **change})

        [missing] = self.missing([party, party])

        assert words in missing

    def test_asks_for_a_second_party(self):
        assert self.missing([self.PARTY]) == ["It needs at least two parties."]

    def test_asks_for_the_assessment_that_it_names(self):
        [missing] = self.missing([self.PARTY] * 2, assessment=AssessmentState.ADVISED)

        assert "impact assessment" in missing

    def test_brings_nothing_into_force_that_is_over(self):
        [missing] = self.missing([self.PARTY] * 2, term=term(end=-1))

        assert missing == "Its last day is over."

    def missing(self, parties, **facts):
        return what_is_missing(parties, **{"term": term(), "assessment": None, "on": DAY, **facts})
