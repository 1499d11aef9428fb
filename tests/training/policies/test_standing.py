"""How somebody stands on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.codes import COMPLIANT, ComplianceStatus
from training.policies import grace_ends_on, status_on

S = ComplianceStatus
LAST = date(2026, 6, 30)
WINDOW = date(2026, 3, 30)
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


def status(on, *, valid_until=LAST, renew_from=WINDOW, grace_days=14, has_ever=True):
    return status_on(
        valid_until=valid_until,
        renew_from=renew_from,
        grace_days=grace_days,
        has_ever=has_ever,
        on=on,
    )


class TestStatusOn:
    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (date(2026, 3, 29), S.CURRENT),
            (date(2026, 3, 30), S.DUE),
            (date(2026, 6, 30), S.DUE),
            (date(2026, 7, 1), S.GRACE),
            (date(2026, 7, 14), S.GRACE),
            (date(2026, 7, 15), S.LAPSED),
            (date(2036, 1, 1), S.LAPSED),
        ],
    )
    def test_changes_on_these_days(self, on, expected):
        assert status(on) == expected

    def test_is_never_for_those_who_never_held_it(self):
        assert status(LAST, has_ever=False) == S.NEVER

    def test_is_current_for_ever_without_a_last_day(self):
        assert status(date(2090, 1, 1), valid_until=None) == S.CURRENT

    def test_is_never_due_without_a_day_of_renewal(self):
        assert status(LAST, renew_from=None) == S.CURRENT

    def test_lapses_on_the_next_day_without_grace(self):
        assert status(LAST + timedelta(days=1), grace_days=0) == S.LAPSED

    def test_counts_the_29th_of_february(self):
        leap = date(2028, 2, 29)

        assert status(leap, valid_until=leap) == S.DUE
        assert status(date(2028, 3, 1), valid_until=leap, grace_days=1) == S.GRACE

    @given(on=DAYS, until=DAYS, window=st.integers(0, 400), grace=st.integers(0, 400))
    def test_is_compliant_to_the_last_day_and_not_after(self, on, until, window, grace):
        found = status(
            on, valid_until=until, renew_from=until - timedelta(days=window), grace_days=grace
        )

        assert (found in COMPLIANT) == (on <= until)
        assert (found == S.GRACE) == (until < on <= grace_ends_on(until, grace))

    @given(on=DAYS, until=DAYS, grace=st.integers(0, 400), days=st.integers(0, 800))
    def test_never_gets_better_by_waiting(self, on, until, grace, days):
        order = [S.CURRENT, S.DUE, S.GRACE, S.LAPSED]
        window = until - timedelta(days=90)

        now = status(on, valid_until=until, renew_from=window, grace_days=grace)
        later = status(
            on + timedelta(days=days), valid_until=until, renew_from=window, grace_days=grace
        )

        assert order.index(later) >= order.index(now)

    @given(on=DAYS, until=DAYS, longer=st.integers(0, 800), grace=st.integers(0, 60))
    def test_a_longer_validity_never_makes_anybody_less_compliant(self, on, until, longer, grace):
        before = status(on, valid_until=until, renew_from=None, grace_days=grace)
        after = status(
            on, valid_until=until + timedelta(days=longer), renew_from=None, grace_days=grace
        )

        assert after in COMPLIANT or before not in COMPLIANT


class TestGraceEndsOn:
    def test_stops_at_the_last_day_that_there_is(self):
        assert grace_ends_on(date.max, 5) == date.max
        assert grace_ends_on(LAST, 14) == date(2026, 7, 14)
