"""The code at the door is good for its half minute and the two after it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from training.actions.door import SIGN_IN_WITHIN, is_good, make_token, still_arriving

SLOT = uuid4()
moments = st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
seconds = st.integers(0, 600)


class TestToken:
    @given(shown=moments, later=seconds)
    def test_is_good_for_its_window_and_the_two_after_it(self, shown, later):
        window = int(shown.timestamp()) // 30
        at = shown + timedelta(seconds=later)

        good = is_good(make_token(SLOT, at=shown), SLOT, at=at)

        assert good is (int(at.timestamp()) // 30 - window <= 2)

    @given(shown=moments)
    def test_lasts_a_minute_at_least_and_ninety_seconds_at_most(self, shown):
        token = make_token(SLOT, at=shown)

        assert is_good(token, SLOT, at=shown + timedelta(seconds=60))
        assert not is_good(token, SLOT, at=shown + timedelta(seconds=90))

    @given(shown=moments, earlier=st.integers(30, 600))
    def test_is_not_good_before_its_time(self, shown, earlier):
        assert not is_good(make_token(SLOT, at=shown), SLOT, at=shown - timedelta(seconds=earlier))

    @given(shown=moments)
    def test_is_of_one_slot(self, shown):
        assert not is_good(make_token(uuid4(), at=shown), SLOT, at=shown)

    @given(shown=moments, token=st.text(max_size=20))
    def test_cannot_be_made_up(self, shown, token):
        assert not is_good(token, SLOT, at=shown)


class TestStillArriving:
    @given(scanned=moments, later=st.integers(-60, 600))
    def test_lasts_five_minutes_from_the_scan(self, scanned, later):
        at = scanned + timedelta(seconds=later)

        assert still_arriving(scanned, at=at) is (0 <= later <= SIGN_IN_WITHIN.total_seconds())
