"""How long an award counts: the golden cases, and what holds for every history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.codes import COMPLIANT, ComplianceStatus, ExpiryRule, PeriodUnit
from training.policies import (
    Held,
    Term,
    ValidityRule,
    add_months,
    status_on,
    work_out_term,
    work_out_terms,
)

YEARLY = ValidityRule(rule=ExpiryRule.FROM_PREVIOUS)
HALF_YEARLY = replace(YEARLY, period=6)
DAYS_365 = replace(YEARLY, period=365, unit=PeriodUnit.DAYS)
EACH_MARCH = ValidityRule(rule=ExpiryRule.FIXED_DATE, base_on=date(2020, 3, 31))
UNTIL_JUNE = Held(
    anchor_on=date(2025, 6, 30), renew_from=date(2026, 3, 30), valid_until=date(2026, 6, 30)
)

days = st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31))
rules = st.builds(
    ValidityRule,
    rule=st.sampled_from(ExpiryRule),
    period=st.integers(1, 36),
    unit=st.sampled_from(PeriodUnit),
    window_months=st.integers(0, 12),
    base_on=st.dates(min_value=date(2012, 1, 1), max_value=date(2020, 12, 31)),
)


def held_by(term: Term) -> Held:
    return Held(anchor_on=term.anchor_on, renew_from=term.renew_from, valid_until=term.valid_until)


def status_of(term: Term, grace: int, on: date) -> ComplianceStatus:
    return status_on(
        valid_until=term.valid_until,
        renew_from=term.renew_from,
        grace_days=grace,
        has_ever=True,
        on=on,
    )


def last_day(term: Term | Held) -> date:
    return term.valid_until or date.max


class TestWorkOutTerm:
    @pytest.mark.parametrize(
        ("rule", "completed_on", "until"),
        [
            pytest.param(YEARLY, date(2024, 2, 29), date(2025, 2, 28), id="29-feb-12-months"),
            pytest.param(HALF_YEARLY, date(2025, 8, 31), date(2026, 2, 28), id="31-aug-6-months"),
            pytest.param(DAYS_365, date(2024, 3, 1), date(2025, 3, 1), id="1-mar-365-days"),
            pytest.param(DAYS_365, date(2024, 2, 29), date(2025, 2, 28), id="29-feb-365-days"),
        ],
    )
    def test_a_first_award_counts_from_the_day_of_completion(self, rule, completed_on, until):
        term = work_out_term(rule, completed_on=completed_on, held=None)

        assert (term.valid_from, term.valid_until) == (completed_on, until)

    @pytest.mark.parametrize(
        ("completed_on", "until"),
        [
            pytest.param(date(2026, 4, 1), date(2027, 6, 30), id="early-in-the-window"),
            pytest.param(date(2026, 5, 15), date(2027, 6, 30), id="within-the-window"),
            pytest.param(date(2026, 6, 30), date(2027, 6, 30), id="on-the-last-day"),
            pytest.param(date(2026, 3, 30), date(2027, 6, 30), id="on-the-day-the-window-opens"),
            pytest.param(date(2026, 7, 1), date(2027, 7, 1), id="lapsed"),
            pytest.param(date(2026, 3, 1), date(2027, 3, 1), id="before-the-window-opens"),
            pytest.param(date(2026, 3, 29), date(2027, 3, 29), id="the-day-before-it-opens"),
        ],
    )
    def test_a_renewal_counts_from_the_previous_expiry_within_its_window(self, completed_on, until):
        term = work_out_term(YEARLY, completed_on=completed_on, held=UNTIL_JUNE)

        assert term.valid_until == until

    def test_the_window_opens_months_before_the_last_day(self):
        term = work_out_term(YEARLY, completed_on=date(2025, 6, 30), held=None)

        assert held_by(term) == UNTIL_JUNE

    def test_a_new_start_never_ends_before_what_is_held(self):
        term = work_out_term(
            replace(YEARLY, period=1), completed_on=date(2026, 1, 10), held=UNTIL_JUNE
        )

        assert held_by(term) == UNTIL_JUNE
        assert term.valid_from == date(2026, 1, 10)

    def test_what_never_expires_stays_so_under_a_rule_that_expires(self):
        held = Held(anchor_on=date(2020, 1, 1), renew_from=None, valid_until=None)

        term = work_out_term(YEARLY, completed_on=date(2026, 1, 1), held=held)

        assert (term.renew_from, term.valid_until) == (None, None)

    def test_from_completion_counts_from_the_day_even_within_the_window(self):
        rule = ValidityRule(rule=ExpiryRule.FROM_COMPLETION)

        term = work_out_term(rule, completed_on=date(2026, 5, 15), held=UNTIL_JUNE)

        assert term.valid_until == date(2027, 5, 15)

    @pytest.mark.parametrize(
        ("completed_on", "until"),
        [
            pytest.param(date(2026, 6, 1), date(2027, 3, 31), id="the-first-in-the-future"),
            pytest.param(date(2026, 3, 31), date(2027, 3, 31), id="never-the-day-itself"),
            pytest.param(date(2026, 12, 31), date(2027, 3, 31), id="exactly-the-window-away"),
            pytest.param(date(2027, 1, 1), date(2028, 3, 31), id="nearer-than-the-window-skips"),
            pytest.param(date(2019, 1, 1), date(2020, 3, 31), id="not-before-the-first"),
        ],
    )
    def test_a_fixed_date_is_the_first_that_leaves_the_window_free(self, completed_on, until):
        term = work_out_term(EACH_MARCH, completed_on=completed_on, held=None)

        assert term.valid_until == until

    @pytest.mark.parametrize(
        "completed_on", [date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 31)]
    )
    def test_a_fixed_date_renewed_in_its_window_is_the_next_one(self, completed_on):
        held = held_by(work_out_term(EACH_MARCH, completed_on=date(2026, 6, 1), held=None))

        term = work_out_term(EACH_MARCH, completed_on=completed_on, held=held)

        assert term.valid_until == date(2028, 3, 31)

    def test_another_period_counts_on_from_the_same_anchor(self):
        first = work_out_term(HALF_YEARLY, completed_on=date(2025, 8, 31), held=None)

        term = work_out_term(YEARLY, completed_on=date(2026, 2, 28), held=held_by(first))

        assert (term.anchor_on, term.valid_until) == (date(2025, 8, 31), date(2027, 2, 28))

    def test_a_window_as_long_as_the_period_opens_after_the_term_begins(self):
        rule = replace(YEARLY, period=3)

        again = work_out_terms(rule, [date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1)])

        assert {term.valid_until for term in again} == {date(2026, 4, 1)}

    @given(rule=rules, completed_on=days)
    def test_a_term_is_in_order(self, rule, completed_on):
        term = work_out_term(rule, completed_on=completed_on, held=None)

        if term.valid_until is None:
            assert rule.rule == ExpiryRule.NEVER
        else:
            assert term.renew_from is not None
            assert completed_on < term.renew_from <= term.valid_until

    @given(first=rules, then=rules, history=st.lists(days, max_size=6), completed_on=days)
    def test_completing_never_makes_anybody_non_compliant(self, first, then, history, completed_on):
        before = work_out_terms(first, [day for day in history if day <= completed_on])
        held = held_by(before[-1]) if before else None

        term = work_out_term(then, completed_on=completed_on, held=held)

        # The new award alone covers every day from now on that anything did before.
        assert term.valid_from == completed_on
        assert all(last_day(term) >= last_day(each) for each in before)

    @given(rule=rules, began=days, wait=st.integers(0, 1500), grace=st.integers(0, 60))
    def test_whoever_is_compliant_stays_so_by_completing(self, rule, began, wait, grace):
        held = work_out_term(rule, completed_on=began, held=None)
        day = began + timedelta(days=wait)

        renewed = work_out_term(rule, completed_on=day, held=held_by(held))

        assert status_of(renewed, grace, day) in COMPLIANT
        for later in (day, day + timedelta(days=90), day + timedelta(days=400)):
            if status_of(held, grace, later) in COMPLIANT:
                assert status_of(renewed, grace, later) in COMPLIANT

    @given(rule=rules, completed_on=days, data=st.data())
    def test_any_day_of_the_window_gives_the_same_expiry(self, rule, completed_on, data):
        if rule.rule == ExpiryRule.FROM_COMPLETION:
            rule = replace(rule, rule=ExpiryRule.FROM_PREVIOUS)
        held = held_by(work_out_term(rule, completed_on=completed_on, held=None))
        if held.renew_from is None or held.valid_until is None:
            return
        day = data.draw(st.dates(min_value=held.renew_from, max_value=held.valid_until))

        renewed = work_out_term(rule, completed_on=day, held=held)
        on_the_last = work_out_term(rule, completed_on=held.valid_until, held=held)

        assert held_by(renewed) == held_by(on_the_last)
        assert last_day(renewed) > held.valid_until

    @given(rule=rules, completed_on=days, times=st.integers(1, 5))
    def test_completing_again_the_same_day_stretches_nothing(self, rule, completed_on, times):
        once = work_out_terms(rule, [completed_on])

        again = work_out_terms(rule, [completed_on] * times)

        assert again[-1].valid_until == once[-1].valid_until


class TestWorkOutTerms:
    def test_successive_renewals_count_from_the_original_anchor(self):
        terms = work_out_terms(
            HALF_YEARLY, [date(2025, 8, 31), date(2026, 2, 28), date(2026, 8, 31)]
        )

        assert [term.valid_until for term in terms] == [
            date(2026, 2, 28),
            date(2026, 8, 31),
            date(2027, 2, 28),
        ]
        assert {term.anchor_on for term in terms} == {date(2025, 8, 31)}

    @given(rule=rules, data=st.data(), history=st.lists(days, max_size=6))
    def test_the_order_of_the_rows_does_not_matter(self, rule, data, history):
        shuffled = data.draw(st.permutations(history))

        assert work_out_terms(rule, shuffled) == work_out_terms(rule, history)

    @given(rule=rules, history=st.lists(days, max_size=6))
    def test_the_last_day_never_moves_earlier(self, rule, history):
        lasts = [last_day(term) for term in work_out_terms(rule, history)]

        assert lasts == sorted(lasts)

    @given(start=days, wait=st.integers(1, 12), period=st.integers(1, 24))
    def test_nobody_gains_more_than_a_period_a_renewal(self, start, wait, period):
        rule = replace(YEARLY, period=period)

        first, second = work_out_terms(rule, [start, start + timedelta(days=wait)])

        assert last_day(second) <= add_months(start, 2 * period)
        assert last_day(first) == add_months(start, period)


class TestAddMonths:
    @given(day=days, months=st.integers(-60, 60))
    def test_it_lands_in_the_right_month_on_the_same_or_its_last_day(self, day, months):
        moved = add_months(day, months)

        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
        assert moved.day == day.day or (moved + timedelta(days=1)).day == 1
