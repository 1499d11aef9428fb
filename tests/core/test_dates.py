from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    LONDON,
    NotADate,
    age_in_words,
    count_in_words,
    format_ago,
    format_date,
    format_day,
    format_duration,
    format_late,
    format_short_date,
    format_short_day,
    parse_fhir_date,
)

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=LONDON)


class TestParseFhirDate:
    @pytest.mark.parametrize(
        ("text", "start", "precision"),
        [
            ("1948", datetime(1948, 1, 1, tzinfo=LONDON), "Y"),
            ("1956-05", datetime(1956, 5, 1, tzinfo=LONDON), "M"),
            ("2020-02-29", datetime(2020, 2, 29, tzinfo=LONDON), "D"),
            ("2026-03-12T07:40:00Z", datetime(2026, 3, 12, 7, 40, tzinfo=UTC), "T"),
            ("2026-07-01T07:40:00+01:00", datetime(2026, 7, 1, 6, 40, tzinfo=UTC), "T"),
            ("2026-07-01T07:40:00.123456789-05:00", None, "T"),
            ("2026-07-01T07:40:00", datetime(2026, 7, 1, 7, 40, tzinfo=LONDON), "T"),
            ("2026-07-01T07:40", datetime(2026, 7, 1, 7, 40, tzinfo=LONDON), "T"),
            ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), "T"),
        ],
    )
    def test_reads_what_fhir_allows(self, text, start, precision):
        found = parse_fhir_date(text)

        assert found.precision == precision
        assert found.start.tzinfo is not None
        assert start is None or found.start == start

    @pytest.mark.parametrize(
        "text",
        [
            "", "0000", "0000-00-00", "0001-01-01", "9999", "1849-12-31", "2200", "2013-13",
            "2013-02-30", "13/02/2013", "2013-2-3", "2013-W05", "20130203", "2013-02-03T25:00:00Z",
            "2013-02-03T10", "2013-02-03 10:00:00", "today", "٢٠١٣", "2013-02-03T10:00:00+99:99",
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_date(self, text):
        with pytest.raises(NotADate) as refusal:
            parse_fhir_date(text)

        assert not text or text not in str(refusal.value)

    @given(st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31)))
    def test_every_day_reads_back(self, day):
        found = parse_fhir_date(day.isoformat())

        assert found.start.astimezone(LONDON).date() == day
        assert format_date(*found) == format_day(day)

    @given(
        st.builds(
            datetime.combine,
            st.dates(date(EARLIEST_YEAR, 1, 2), date(LATEST_YEAR, 12, 30)),
            st.times(),
            st.just(timezone(timedelta(hours=5, minutes=30))),
        )
    )
    def test_every_moment_reads_back(self, moment):
        assert parse_fhir_date(moment.isoformat()).start == moment

    @given(st.text(max_size=40))
    def test_any_text_is_a_date_or_refused(self, text):
        try:
            found = parse_fhir_date(text)
        except NotADate:
            return
        assert found.start.tzinfo is not None


class TestFormatDate:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("1948-03-12", "12 March 1948"),
            ("1948-03", "March 1948"),
            ("1948", "1948"),
            ("2026-01-05T07:04:00Z", "5 January 2026, 07:04"),
            ("2026-07-05T07:04:00Z", "5 July 2026, 08:04"),
        ],
    )
    def test_writes_a_date_in_full_as_in_london(self, text, words):
        assert format_date(*parse_fhir_date(text)) == words


class TestFormatShortDate:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("2026-11-22T07:40:00Z", "today 07:40"),
            ("2026-11-21T18:00:00Z", "yesterday 18:00"),
            ("2026-11-22", "today"),
            ("2026-11-20T18:00:00Z", "20 Nov 2026"),
            ("2026-11-23", "23 Nov 2026"),
            ("2026-03-12", "12 Mar 2026"),
            ("1948-03", "Mar 1948"),
            ("1948", "1948"),
        ],
    )
    def test_is_short_and_says_today(self, text, words):
        assert format_short_date(*parse_fhir_date(text), now=NOW) == words

    def test_counts_days_in_london(self):
        just_before_midnight = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
        now = datetime(2026, 7, 2, 10, 0, tzinfo=UTC)

        assert format_short_date(just_before_midnight, "T", now=now) == "today 00:30"


class TestAge:
    @pytest.mark.parametrize(
        ("born", "today", "words"),
        [
            (date(1948, 3, 12), date(2026, 11, 22), "78 years"),
            (date(1948, 11, 22), date(2026, 11, 22), "78 years"),
            (date(1948, 11, 23), date(2026, 11, 22), "77 years"),
            (date(2026, 6, 20), date(2026, 11, 22), "5 months"),
            (date(2024, 11, 23), date(2026, 11, 22), "23 months"),
            (date(2024, 11, 22), date(2026, 11, 22), "2 years"),
            (date(2026, 11, 19), date(2026, 11, 22), "3 days"),
            (date(2026, 11, 21), date(2026, 11, 22), "1 day"),
            (date(2026, 11, 22), date(2026, 11, 22), "0 days"),
            (date(2026, 1, 31), date(2026, 2, 28), "28 days"),
            (date(2026, 10, 22), date(2026, 11, 22), "1 month"),
            (date(2024, 2, 29), date(2026, 2, 28), "23 months"),
            (date(2027, 1, 1), date(2026, 11, 22), ""),
        ],
    )
    def test_is_in_days_then_months_then_years(self, born, today, words):
        assert age_in_words(born, today=today) == words

    def test_stops_at_death(self):
        age = age_in_words(date(1940, 5, 1), today=date(2026, 1, 1), died=date(2020, 4, 30))

        assert age == "79 years"

    def test_is_rough_where_the_birth_is(self):
        age = age_in_words(date(1948, 1, 1), today=date(2026, 11, 22), precision="Y")

        assert age == "about 78 years"

    @pytest.mark.parametrize(
        ("born", "words"),
        [(date(2025, 12, 1), "about 11 months"), (date(1948, 12, 1), "about 77 years")],
    )
    def test_is_exact_to_the_month_where_the_birth_is(self, born, words):
        assert age_in_words(born, today=date(2026, 11, 22), precision="M") == words


class TestFormatDuration:
    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (timedelta(seconds=40), "40 s"),
            (timedelta(minutes=3, seconds=59), "3 min"),
            (timedelta(hours=26), "26 h"),
            (timedelta(hours=48), "2 days"),
            (timedelta(days=4, hours=5), "4 days"),
        ],
    )
    def test_is_in_the_unit_that_people_would_use(self, span, words):
        assert format_duration(span) == words

    def test_says_how_late(self):
        assert format_late(timedelta(hours=26)) == "26 h late"

    @pytest.mark.parametrize(
        ("span", "words"),
        [
            (timedelta(seconds=20), "just now"),
            (timedelta(minutes=3), "3 min ago"),
            (timedelta(hours=-2), "in 2 h"),
        ],
    )
    def test_says_how_long_ago(self, span, words):
        assert format_ago(NOW - span, now=NOW) == words


class TestOtherWords:
    def test_a_day_is_written_in_full_or_short(self):
        assert format_day(date(1948, 3, 12)) == "12 March 1948"
        assert format_short_day(date(1948, 3, 12)) == "12 Mar 1948"

    def test_a_count_agrees_with_its_noun(self):
        assert [count_in_words(number, "item") for number in (0, 1, 2)] == [
            "0 items",
            "1 item",
            "2 items",
        ]
