"""An agent works a ticket from new to resolved, and two agents do not answer past each other."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.models import Organization, PractitionerRole
from helpdesk.actions.opening import Opening, open_ticket
from helpdesk.codes import Channel, Impact, TicketCategory, TicketKind, TicketState, Urgency
from helpdesk.demo.components import load_components
from helpdesk.demo.desk import load_desk
from helpdesk.demo.service_levels import load_service_levels
from helpdesk.models import Queue, Ticket, TicketEvent
from tests.browser import needs_browser

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]

SUNITA, OWEN, DOCTOR = "helpdesk", "agent.shropshire", "ae.doctor"
LEAD = "team.lead"
SUNITA_SHOWN, OWEN_SHOWN = "Ms Sunita Fictional", "Mr Owen Makeshift"


def role_of(name: str) -> PractitionerRole:
    return PractitionerRole.objects.select_related("user", "organization").get(user__username=name)


@pytest.fixture
def desk(first_night: None) -> dict[str, Queue]:
    """Set the desk up as the demonstration has it, without its past."""
    organizations = {each.ods_code: each for each in Organization.objects.all()}
    roles = {
        each.user.username: each
        for each in PractitionerRole.objects.select_related("user", "organization")
    }
    queues = load_desk(organizations, roles)
    load_components(organizations)
    load_service_levels()
    return queues


@pytest.fixture
def ticket(desk: dict[str, Queue]) -> Ticket:
    doctor = role_of(DOCTOR)
    opening = Opening(
        kind=TicketKind.INCIDENT,
        category=TicketCategory.ACCESS,
        channel=Channel.PORTAL,
        subject="Letters of yesterday do not open",
        text="Since this morning I see a blank page.\n\nThree of us see the same.",
        requester=doctor.user,
        organization=doctor.organization,
        impact=Impact.MINOR,
        urgency=Urgency.TODAY,
        queue=desk["access"],
    )
    return open_ticket(opening, by=doctor, at=timezone.now() - timedelta(minutes=20))


def address(site: str, ticket: Ticket) -> str:
    return f"{site}/helpdesk/tickets/{ticket.number}/"


def given_ticket_open(page: Page, site: str, name: str, ticket: Ticket) -> None:
    given_signed_in(page, site, name)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(address(site, ticket))
    then_heading_is(page, ticket.subject)


def when_they_write(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).fill(words)


def when_they_triage(page: Page) -> None:
    when_they_follow(page, "Triage")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)
    page.get_by_label("Impact").select_option(label="2 Care of patients, some users")
    page.get_by_label("A safeguard failed").check()
    when_they_press(page, "Save triage")


def when_they_use_macro(page: Page, name: str, does: str) -> None:
    when_they_follow(page, "Use a macro")
    then_page_is_accessible(page)
    when_they_follow(page, name)
    then_page_says(page, "This goes to the caller.")
    then_page_says(page, does)
    then_page_is_accessible(page)
    when_they_press(page, "Do it")


def then_notice_says(page: Page, words: str) -> None:
    expect(page.locator(".ohc-notices")).to_contain_text(words)


def then_ticket_is(ticket: Ticket, state: TicketState, waiting_for: str = "") -> None:
    ticket.refresh_from_db()
    assert (ticket.state, ticket.waiting_reason) == (state, waiting_for)


def test_agent_works_a_ticket_from_new_to_resolved(page, site, ticket):
    given_ticket_open(page, site, SUNITA, ticket)
    then_page_says(page, "Since this morning I see a blank page.")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)

    when_they_press(page, "Take it")
    then_page_says(page, "Yours")
    then_ticket_is(ticket, TicketState.TRIAGED)

    when_they_triage(page)
    then_page_says(page, "2 High")
    then_page_says(page, "Clinical safety")

    when_they_follow(page, "Note for staff")
    when_they_write(page, "Note for staff", f"The proxy again. @{OWEN} have you seen this?")
    when_they_press(page, "Add note")
    then_notice_says(page, f"Told: {OWEN_SHOWN}.")

    when_they_write(page, "Reply to the caller", "Which browser do you use?")
    when_they_press(page, "Send and wait")
    then_page_says(page, "Waiting for the caller")
    then_ticket_is(ticket, TicketState.WAITING, "user")

    when_they_use_macro(page, "Mended: ask to check", "sets the state Resolved")
    then_notice_says(page, "Mended: ask to check: done.")
    then_page_says(page, "this should work again.")
    then_ticket_is(ticket, TicketState.RESOLVED)
    then_page_is_accessible(page)


def test_caller_reads_the_answer_and_takes_it_up_again(page, site, ticket):
    given_ticket_open(page, site, SUNITA, ticket)
    when_they_follow(page, "Note for staff")
    when_they_write(page, "Note for staff", "Their proxy is old.")
    when_they_press(page, "Add note")
    when_they_write(page, "Reply to the caller", "Please close the browser and try again.")
    when_they_press(page, "Send and resolve")
    then_notice_says(page, "Your reply was sent.")
    then_ticket_is(ticket, TicketState.RESOLVED)
    # Signing out would race with the page's polling: it leaves first.
    page.goto("about:blank")
    page.context.clear_cookies()

    given_ticket_open(page, site, DOCTOR, ticket)
    then_page_says(page, "Please close the browser and try again.")
    then_page_does_not_say(page, "Their proxy is old.")
    then_page_says(page, "We think that this is solved.")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)

    when_they_write(page, "Not solved? Write to the helpdesk", "It is the same.")
    when_they_press(page, "Send and reopen")
    then_page_says(page, "Somebody is working on it.")
    then_ticket_is(ticket, TicketState.IN_PROGRESS)


def test_two_agents_see_each_other_and_do_not_answer_past_each_other(
    page, browser: Browser, site, ticket
):
    other = browser.new_context().new_page()
    try:
        given_ticket_open(page, site, SUNITA, ticket)
        given_ticket_open(other, site, OWEN, ticket)
        expect(other.locator("#presence")).to_contain_text(f"{SUNITA_SHOWN} is looking")

        other.get_by_label("Reply to the caller", exact=True).press_sequentially("I am on it.")
        expect(page.locator("#presence")).to_contain_text(f"{OWEN_SHOWN} is writing")
        expect(page.locator("#presence-composer")).to_contain_text(f"{OWEN_SHOWN} is writing")

        when_they_write(page, "Reply to the caller", "Please wait a moment.")
        when_they_press(other, "Send reply")
        expect(other.locator("#events")).to_contain_text("I am on it.")
        # It comes in beside what she types, and what she types stays.
        expect(page.locator("#events")).to_contain_text("I am on it.")
        expect(page.locator("#news")).to_contain_text(f"New from {OWEN_SHOWN}")
        expect(page.get_by_label("Reply to the caller", exact=True)).to_have_value(
            "Please wait a moment."
        )

        when_they_press(page, "Send reply")
        then_page_says(page, "Somebody else has written to this ticket")
        expect(page.get_by_label("Reply to the caller", exact=True)).to_have_value(
            "Please wait a moment."
        )
        then_page_is_accessible(page)
        when_they_press(page, "Send all the same")
        then_notice_says(page, "Your reply was sent.")
        replies = TicketEvent.objects.filter(ticket=ticket, kind="reply").order_by("position")
        assert list(replies.values_list("text__body", flat=True)) == [
            "I am on it.",
            "Please wait a moment.",
        ]
    finally:
        other.context.close()


def test_lead_asks_why_it_is_due_and_agrees_another_deadline(page, site, ticket):
    given_ticket_open(page, site, LEAD, ticket)

    when_they_follow(page, "Why this time? (Solution)")
    then_heading_is(page, "Why this due time?")
    then_page_says(page, "How it was counted")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)

    when_they_follow(page, "Set a deadline by hand")
    when_they_write(page, "Time", "16:30")
    when_they_press(page, "Set the deadline")
    then_page_says(page, "There is a problem")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    for part, value in (("Day", monday.day), ("Month", monday.month), ("Year", monday.year)):
        when_they_write(page, part, str(value))
    when_they_write(page, "Why this deadline", "As the ward asked")
    when_they_press(page, "Set the deadline")
    then_notice_says(page, "The deadline is set.")
    then_page_says(page, "Reason: As the ward asked.")
    then_page_is_accessible(page)


def test_what_was_typed_is_kept_and_keys_find_their_way(page, site, ticket):
    given_ticket_open(page, site, SUNITA, ticket)

    page.keyboard.press("n")
    note = page.get_by_label("Note for staff", exact=True)
    expect(note).to_be_focused()
    expect(page.get_by_label("Reply to the caller", exact=True)).to_be_hidden()
    note.press_sequentially("Half a thought")
    expect(page.locator("#note-kept")).to_have_text("Draft kept")
    page.reload()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    expect(page.get_by_label("Note for staff", exact=True)).to_have_value("Half a thought")

    page.get_by_role("heading", level=1).click()
    page.keyboard.press("r")
    expect(page.get_by_label("Reply to the caller", exact=True)).to_be_focused()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("m")
    then_heading_is(page, "Use a macro")


def test_agent_merges_a_ticket_and_undoes_it(page, site, desk, ticket):
    doctor = role_of(DOCTOR)
    again = open_ticket(
        Opening(
            kind=TicketKind.INCIDENT,
            category=TicketCategory.ACCESS,
            channel=Channel.PORTAL,
            subject="Still no letters",
            text="I asked this morning.",
            requester=doctor.user,
            organization=doctor.organization,
            queue=desk["access"],
        ),
        by=doctor,
        at=timezone.now(),
    )
    given_ticket_open(page, site, SUNITA, again)

    when_they_follow(page, "Merge")
    then_page_says(page, "Letters of yesterday do not open")
    then_page_is_accessible(page)
    then_page_fits_a_telephone(page)
    when_they_press(page, f"Merge into {ticket.number}")
    then_heading_is(page, ticket.subject)
    then_notice_says(page, f"Ticket {again.number} was merged into this one.")
    then_page_says(page, "I asked this morning.")
    then_page_is_accessible(page)

    when_they_press(page, f"Undo the merge of {again.number}")
    then_heading_is(page, again.subject)
    then_ticket_is(again, TicketState.NEW)
