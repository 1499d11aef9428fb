"""Somebody's bookings in their own calendar."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.factories.training import learner, make_booking, make_session
from training.codes import BookingState
from training.models import CalendarFeed

pytestmark = pytest.mark.django_db

PAGE = "/training/calendar/"


@pytest.fixture
def role(client, sign_in):
    role = learner()
    sign_in(client, role.user)
    return role


def open_address(client) -> str:
    page = client.post(f"{PAGE}open/").content.decode()
    found = re.search(r'value="http[^"]*?(/training/calendar/[^"]+\.ics)"', page)
    assert found
    return found.group(1)


class TestCalendarFeed:
    def test_answers_whoever_knows_the_address(self, client, role):
        make_booking(make_session(starts_at=timezone.now() + timedelta(days=3)), role)
        address = open_address(client)
        client.logout()

        response = client.get(address)

        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/calendar")
        assert len(Calendar.from_ical(response.content).walk("VEVENT")) == 1
        assert CalendarFeed.objects.get().last_read_at is not None

    def test_leaves_out_what_is_not_booked(self, client, role):
        for state in (BookingState.WAITLISTED, BookingState.OFFERED, BookingState.DECLINED):
            session = make_session(starts_at=timezone.now() + timedelta(days=3))
            make_booking(session, learner() if state == BookingState.OFFERED else role, state)
        make_booking(make_session(starts_at=timezone.now() - timedelta(days=100)), role)

        content = client.get(open_address(client)).content

        assert Calendar.from_ical(content).walk("VEVENT") == []

    def test_shows_the_secret_once_and_keeps_a_digest(self, client, role):
        address = open_address(client)

        assert address not in client.get(PAGE).content.decode()
        secret = address.split("/")[3]
        assert secret.encode() not in bytes(CalendarFeed.objects.get().digest)

    def test_ends_with_a_new_address(self, client, role):
        first = open_address(client)
        second = open_address(client)

        assert client.get(first).status_code == 404
        assert client.get(second).status_code == 200

    def test_ends_when_it_is_revoked(self, client, role):
        address = open_address(client)

        client.post(f"{PAGE}revoke/")

        assert client.get(address).status_code == 404
        assert "Make an address" in client.get(PAGE).content.decode()

    def test_ends_with_the_account(self, client, role):
        address = open_address(client)
        role.user.is_active = False
        role.user.save()

        assert client.get(address).status_code == 404

    def test_opens_nothing_to_those_who_guess(self, client):
        assert client.get(f"{PAGE}{'a' * 43}/bookings.ics").status_code == 404

    def test_takes_few_statements(self, client, role, django_assert_max_num_queries):
        for day in range(1, 6):
            make_booking(make_session(starts_at=timezone.now() + timedelta(days=day)), role)
        address = open_address(client)
        client.logout()

        with django_assert_max_num_queries(7):
            client.get(address)


class TestBookingCalendar:
    def test_gives_the_file_of_a_booking_to_whom_it_belongs(self, client, role, sign_in):
        booking = make_booking(make_session(starts_at=timezone.now() + timedelta(days=3)), role)
        address = f"/training/bookings/{booking.pk}/training.ics"

        response = client.get(address)
        sign_in(client, learner().user)

        assert Calendar.from_ical(response.content)["METHOD"] == "PUBLISH"
        assert client.get(address).status_code == 404

    def test_gives_none_for_the_waiting_list(self, client, role):
        booking = make_booking(role=role, state=BookingState.WAITLISTED)

        assert client.get(f"/training/bookings/{booking.pk}/training.ics").status_code == 404
