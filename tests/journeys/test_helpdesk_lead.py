"""A team lead runs a major incident, and a clinician joins it from the record."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import PractitionerRole
from core import service_notices
from helpdesk.actions.broadcasts import deliver_broadcast
from helpdesk.codes import TicketState
from helpdesk.models import Broadcast, Queue, Ticket
from tests.browser import connection_in_use, needs_browser
from tests.factories.helpdesk import make_ticket

from .steps import (
    WINIFRED,
    given_record_open,
    given_signed_in,
    then_heading_is,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

TITLE = "Hospital letters do not open"
FIRST_WORDS = "Letters of Shrewsbury and Telford show a blank page. Ring the ward if you need one."
SECOND_WORDS = "The cause is found. Letters will open again by noon."
LAST_WORDS = "Letters open again. Nothing else to do."


@pytest.fixture
def ticket(first_night: None) -> Ticket:
    """Return a ticket of the clinician, at a desk that is set up."""
    call_command("load_demo_helpdesk", only="desk", verbosity=0)
    doctor = PractitionerRole.objects.filter(user__username="ae.doctor").first()
    queue = Queue.objects.get(code="frontline-shropshire")
    return make_ticket(by=doctor, queue=queue, at=timezone.now(), subject="Letters stay blank")


def when_seconds_have_passed() -> None:
    """Have the server read its notices anew, as it does by itself within 15 seconds."""
    with connection_in_use:
        service_notices.read_again()


def when_the_worker_has_written() -> None:
    with connection_in_use:
        for broadcast in Broadcast.objects.all():
            deliver_broadcast(broadcast.pk, clock=timezone.now)


def when_the_lead_declares(page, site, number) -> None:
    page.goto(f"{site}/helpdesk/tickets/{number}/")
    when_they_follow(page, "Declare a major incident")
    then_page_is_well_made(page)
    page.get_by_label("What is the matter, in a line").fill(TITLE)
    page.get_by_label("What people notice, and what they can do meanwhile").fill(FIRST_WORDS)
    page.get_by_label("Shrewsbury and Telford: hospital").check()
    page.get_by_label("Not working").check()
    page.get_by_label("I declare a major incident").check()
    when_they_press(page, "Declare")
    then_heading_is(page, TITLE)
    then_page_says(page, "Next update in 29 min")


def when_they_tell_everybody(page) -> None:
    page.get_by_label("What is known now").fill(SECOND_WORDS)
    page.get_by_label("Cause found").check()
    when_they_press(page, "Tell everybody")
    then_page_says(page, SECOND_WORDS)
    then_page_is_well_made(page)


def when_a_clinician_joins_from_a_record(page, site) -> None:
    given_record_open(page, site, "ae.doctor", WINIFRED)
    banner = page.get_by_role("region", name="Service status")
    expect(banner).to_contain_text(SECOND_WORDS)
    then_page_is_well_made(page)
    banner.get_by_role("link", name="Service status").click()
    when_they_press(page, "Me too")
    then_page_says(page, "You said “me too”.")
    then_page_is_well_made(page)


def when_the_lead_ends_it(page) -> None:
    when_they_press(page, "End the incident")
    then_page_says(page, "Will be resolved")
    page.get_by_label("How it ended, and what people should do now").fill(LAST_WORDS)
    for part, value in zip(("Day", "Month", "Year"), ("1", "12", "2030"), strict=True):
        page.get_by_label(part, exact=True).fill(value)
    then_page_is_well_made(page)
    when_they_press(page, "End the incident")
    then_page_says(page, "Ended")


def then_page_is_well_made(page) -> None:
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)


class TestRunningAMajorIncident:
    def test_from_one_ticket_to_the_last_word(self, page, site, ticket):
        given_signed_in(page, site, "team.lead")
        when_the_lead_declares(page, site, ticket.number)
        when_they_tell_everybody(page)
        room = page.url
        when_they_sign_out(page)

        when_seconds_have_passed()
        when_a_clinician_joins_from_a_record(page, site)
        when_they_sign_out(page)

        given_signed_in(page, site, "team.lead")
        page.goto(room)
        when_the_lead_ends_it(page)
        when_they_sign_out(page)

        when_the_worker_has_written()
        when_seconds_have_passed()
        given_signed_in(page, site, "ae.doctor")
        expect(page.get_by_role("region", name="Service status")).to_have_count(0)
        page.goto(f"{site}/helpdesk/tickets/{ticket.number}/")
        then_page_says(page, LAST_WORDS)
        ticket.refresh_from_db()
        assert ticket.state == TicketState.RESOLVED
