"""What calendars are given: read back by a library that did not write it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from accounts.models import User
from core.calendars import LONDON_RULES, Method, split_objects
from core.dates import LONDON
from tests.factories.training import MONDAY, VenueFactory, learner, make_booking, make_session
from training.actions.invitations import (
    uid_of,
    write_feed,
    write_invitation,
)
from training.models import Booking, Course, CourseVersion, Session, SessionSlot
from training.queries.calendar import with_calendar_facts

pytestmark = pytest.mark.django_db

ZONE_RULES = re.compile(
    r"TZOFFSETFROM:([+-]\d\d)00.*?TZOFFSETTO:([+-]\d\d)00.*?DTSTART:(\w+).*?RRULE:(\S+)", re.DOTALL
)


def facts(booking):
    return with_calendar_facts().get(pk=booking.pk)


def events(stream: str) -> list[Event]:
    return [
        event for each in split_objects(stream) for event in Calendar.from_ical(each).walk("VEVENT")
    ]


class TestWriteInvitation:
    def test_says_when_where_and_what(self):
        session = make_session(notes="Bring your smartcard; it is needed, always.")
        venue = VenueFactory.create(name="Education centre", address="Mytton Oak Road, Shrewsbury")
        session.slots.update(venue=venue, room="Room 2", join_url="https://meet.invalid/abc")
        booking = make_booking(session)

        [event] = events(write_invitation(facts(booking), Method.REQUEST, at=MONDAY))

        assert event["SUMMARY"] == session.version.course.name
        assert event["LOCATION"] == "Room 2, Education centre, Mytton Oak Road, Shrewsbury"
        assert "Bring your smartcard; it is needed, always." in event["DESCRIPTION"]
        assert "https://meet.invalid/abc" in event["DESCRIPTION"]
        assert event.decoded("DTSTART") == session.starts_at
        assert event["UID"] == uid_of(booking.pk, session.slots.get().pk)
        assert event["ATTENDEE"] == f"mailto:{booking.user.email}"
        assert event["ORGANIZER"].startswith("mailto:")

    def test_puts_the_method_on_the_calendar(self):
        stream = write_invitation(facts(make_booking()), Method.CANCEL, at=MONDAY)

        calendar = Calendar.from_ical(stream)

        assert calendar["METHOD"] == "CANCEL"
        assert "METHOD" not in calendar.walk("VEVENT")[0]
        assert calendar.walk("VEVENT")[0]["STATUS"] == "CANCELLED"

    def test_keeps_the_uid_while_the_sequence_goes_up(self):
        booking = make_booking()
        [first] = events(write_invitation(facts(booking), Method.REQUEST, at=MONDAY))
        booking.sequence += 1
        booking.save()

        [second] = events(write_invitation(facts(booking), Method.CANCEL, at=MONDAY))

        assert first["UID"] == second["UID"]
        assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)

    def test_gives_each_slot_an_object_of_its_own(self):
        session = make_session()
        second = MONDAY + timedelta(days=14)
        SessionSlot.objects.create(
            session=session, starts_at=second, ends_at=second + timedelta(hours=1)
        )
        stream = write_invitation(facts(make_booking(session)), Method.REQUEST, at=MONDAY)

        objects = [Calendar.from_ical(each) for each in split_objects(stream)]

        assert len(objects) == 2
        assert {each["METHOD"] for each in objects} == {"REQUEST"}
        assert len({each.walk("VEVENT")[0]["UID"] for each in objects}) == 2

    def test_is_folded_at_75_octets_with_crlf(self):
        session = make_session(notes="Größe, Straße, naïve café – " * 15)
        stream = write_invitation(facts(make_booking(session)), Method.REQUEST, at=MONDAY)

        lines = stream.encode().split(b"\r\n")

        assert b"\n" not in stream.encode().replace(b"\r\n", b"")
        assert max(len(line) for line in lines) <= 75

    @pytest.mark.parametrize(
        "day", ["2026-03-28", "2026-03-30", "2026-10-24", "2026-10-26"], ids=str
    )
    def test_keeps_half_past_nine_across_both_changes_of_the_clock(self, day):
        starts_at = datetime.fromisoformat(f"{day}T09:30").replace(tzinfo=LONDON)
        booking = make_booking(make_session(starts_at=starts_at))
        stream = write_invitation(facts(booking), Method.REQUEST, at=MONDAY)

        [event] = events(stream)

        assert f"DTSTART;TZID=Europe/London:{day.replace('-', '')}T093000" in stream
        start = event.decoded("DTSTART")
        assert (start.hour, start.minute) == (9, 30)
        assert start.astimezone(UTC) == starts_at.astimezone(UTC)

    def test_the_zone_changes_on_the_right_nights_for_decades(self):
        changes = [
            (moment - timedelta(hours=int(before)), timedelta(hours=int(after)))
            for before, after, start, rule in ZONE_RULES.findall(LONDON_RULES)
            for moment in rrulestr(rule, dtstart=datetime.fromisoformat(start)).between(
                datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2060-01-01")
            )
        ]

        assert len(changes) == 80
        for moment, offset in changes:
            told = moment.replace(tzinfo=UTC)
            assert told.astimezone(LONDON).utcoffset() == offset
            earlier = (told - timedelta(seconds=1)).astimezone(LONDON)
            assert earlier.utcoffset() != offset


@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 60, "")  # 01:30, the first time
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60, "")  # 01:30, the second time
@given(
    st.datetimes(
        min_value=datetime.fromisoformat("2024-01-01"),
        max_value=datetime.fromisoformat("2035-12-31"),
        timezones=st.just(UTC),
    ),
    st.integers(1, 600),
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=200),
)
def test_any_time_and_any_words_are_read_back_as_they_were(start, minutes, words):
    start = start.replace(microsecond=0)
    slot = SessionSlot(starts_at=start, ends_at=start + timedelta(minutes=minutes), room=words)
    version = CourseVersion(course=Course(name="Safe use"))
    booking = Booking(session=Session(pk=1, version=version), user=User(email="a@demo.invalid"))

    [event] = events(write_invitation(booking, Method.REQUEST, at=MONDAY, slots=[slot]))

    # Python holds times of the hour that comes twice unlike any other zone's: compare in one.
    assert event.decoded("DTSTART").astimezone(UTC) == slot.starts_at
    assert event.decoded("DTEND").astimezone(UTC) == slot.ends_at
    assert event["LOCATION"] == words


class TestWriteFeed:
    def test_holds_all_that_is_booked_and_names_nobody_else(self):
        role, other = learner(), learner()
        session = make_session()
        make_booking(session, other)
        bookings = [make_booking(session, role)]
        bookings.append(make_booking(make_session(starts_at=MONDAY + timedelta(days=20)), role))

        feed = write_feed([facts(booking) for booking in bookings], at=MONDAY)

        calendar = Calendar.from_ical(feed)
        assert len(calendar.walk("VEVENT")) == 2
        assert str(other.user) not in feed.decode()
        assert other.user.email not in feed.decode()
        assert "ATTENDEE" not in feed.decode()
