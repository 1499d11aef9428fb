"""A team lead finds what is late, has many tickets changed at once, and looks how the desk does."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import PractitionerRole
from helpdesk.actions.bulk import perform_bulk
from helpdesk.actions.measuring import measure_tickets
from helpdesk.actions.reporting import add_up_weeks
from helpdesk.models import BulkChange, Queue, Ticket
from tests.browser import connection_in_use, needs_browser
from tests.factories.helpdesk import make_ticket

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_press,
    when_they_sign_out,
)

pytestmark = [*needs_browser, pytest.mark.journey]

LEAD, AGENT = "team.lead", "helpdesk"


@pytest.fixture
def desk(db):
    """Set the desk of the demonstration up, with three calls about one thing and one other."""
    call_command("load_demo_helpdesk", only="desk", verbosity=0)
    queue = Queue.objects.get(code="frontline-shropshire")
    doctor = PractitionerRole.objects.filter(user__username="ae.doctor").get()
    for subject in ("Letters missing on ward 7", "Letters missing in clinic", "Letters missing"):
        make_ticket(by=doctor, queue=queue, subject=subject, at=timezone.now())
    make_ticket(by=doctor, queue=queue, subject="Mouse broken", at=timezone.now())


def when_they_go_to_the_desk(page):
    parts = page.get_by_role("navigation", name="Parts of the service")
    parts.get_by_role("link", name="Desk").click()


def when_they_choose_a_list(page, name):
    lists = page.get_by_role("navigation", name="Lists of tickets")
    lists.get_by_role("link", name=name).click()


def when_they_search_by_keyboard(page, words):
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def when_they_tick_three(page):
    # Keys are heard once the page and its scripts are there.
    page.wait_for_load_state()
    for key in "jxjxjxb":
        page.keyboard.press(key)


def when_they_say_what_should_change(page):
    page.get_by_label("Assigned to").select_option(label="Mrs Harriet Hypothetical")
    page.get_by_label("Impact").select_option("2")
    page.get_by_label("Add to each ticket").fill("One cause: the feed of letters stands still.")
    when_they_press(page, "See what will happen")


def when_they_undo_it(page):
    when_they_press(page, "Undo this change")
    then_page_says(page, "Taking it back")


def when_a_worker_has_done_its_work():
    """Let the worker carry out what was handed to it after the transaction."""
    with connection_in_use:
        perform_bulk(BulkChange.objects.get().pk, clock=timezone.now)
        measure_tickets()
        add_up_weeks(at=timezone.now())


def then_list_holds(page, *subjects):
    expect(page.locator("[data-key-row-link]")).to_have_text(list(subjects))


class TestTeamLead:
    def test_has_one_cause_taken_together_and_takes_it_back(self, page, site, desk):
        given_signed_in(page, site, LEAD)
        then_page_says(page, "Not assigned, oldest first")

        when_they_go_to_the_desk(page)
        then_heading_is(page, "In your queues")
        then_page_is_accessible(page)
        when_they_search_by_keyboard(page, "letters")
        then_heading_is(page, "Search for “letters”")
        then_page_does_not_say(page, "Mouse broken")

        when_they_tick_three(page)
        then_heading_is(page, "Change 3 tickets")
        when_they_say_what_should_change(page)
        then_page_says(page, "3 tickets will change.")
        then_page_says(page, "Assigned to: nobody → Mrs Harriet Hypothetical")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        assert not Ticket.objects.filter(assignee__isnull=False).exists()

        when_they_press(page, "Make these changes")
        then_page_says(page, "Making the changes")
        when_a_worker_has_done_its_work()
        then_page_says(page, "3 tickets of 3 changed.")
        assert Ticket.objects.filter(assignee__username=LEAD).count() == 3

        when_they_undo_it(page)
        when_a_worker_has_done_its_work()
        then_page_says(page, "3 tickets of 3 as before.")
        assert not Ticket.objects.filter(assignee__isnull=False).exists()

    def test_keeps_a_list_for_everybody_and_puts_people_on_shift(self, page, site, desk):
        given_signed_in(page, site, LEAD)
        when_they_go_to_the_desk(page)
        page.get_by_label("Assigned to").select_option("nobody")
        when_they_press(page, "Show")
        page.get_by_text("Save this list").click()
        page.get_by_label("Name", exact=True).fill("Waits for a name")
        page.get_by_label("For the whole desk").check()
        page.get_by_role("button", name="Save", exact=True).click()
        then_heading_is(page, "Waits for a name")

        when_they_choose_a_list(page, "Who is on shift")
        then_page_says(page, "Frontline: Shropshire")
        then_page_is_accessible(page)
        page.get_by_role("button", name="Put off shift Ms Sunita Fictional").first.click()
        then_page_says(page, "Off shift")
        when_they_sign_out(page)

        given_signed_in(page, site, AGENT)
        when_they_go_to_the_desk(page)
        when_they_choose_a_list(page, "Waits for a name")
        then_heading_is(page, "Waits for a name")

    def test_looks_how_the_desk_does_and_at_the_tickets_behind_a_figure(self, page, site, desk):
        measure_tickets()
        add_up_weeks(at=timezone.now())
        given_signed_in(page, site, LEAD)
        when_they_go_to_the_desk(page)
        when_they_choose_a_list(page, "How the desk does")
        then_heading_is(page, "How the desk does")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        weeks = page.get_by_role("table", name="Week by week")
        weeks.get_by_role("row").nth(1).get_by_role("link", name="4", exact=True).first.click()
        then_list_holds(
            page,
            "Letters missing on ward 7",
            "Letters missing in clinic",
            "Letters missing",
            "Mouse broken",
        )
