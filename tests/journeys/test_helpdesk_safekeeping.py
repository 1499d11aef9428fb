"""A team lead keeps patients' data and viruses away: references, held files, redaction."""

import pytest
from playwright.sync_api import expect

from helpdesk.actions.scanning import scan_attachment
from helpdesk.models import Attachment, IdentifierReference
from tests.browser import connection_in_use, needs_browser
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    make_ticket,
)
from tests.virus_check import VIRUS, needs_clamd, run_clamd

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

NUMBER = "999 012 3454"
PICTURE = {
    "name": "scan_9990123454.png",
    "mimeType": "image/png",
    "buffer": b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(30),
}
INFECTED = {"name": "invoice.txt", "mimeType": "text/plain", "buffer": b"Hello " + VIRUS}


@pytest.fixture
def lead(db):
    return agent(is_lead=True, sees_restricted=True)


@pytest.fixture
def ticket(db):
    ConfidentialQueueFactory.create()
    return make_ticket(subject="Results are missing", text=f"I cannot see the results of {NUMBER}.")


@pytest.fixture
def at_ticket(page, site, lead, ticket):
    given_signed_in(page, site, lead.user.username)
    page.goto(f"{site}/helpdesk/tickets/{ticket.number}/")
    return page


def when_the_files_are_checked(settings):
    with run_clamd() as daemon:
        settings.CLAMD_ADDRESS = daemon.socket_path
        with connection_in_use:
            for file in Attachment.objects.all():
                scan_attachment(file.pk, at=MONDAY)


class TestReferences:
    def test_a_number_becomes_a_reference_that_opens_for_a_reason(self, at_ticket):
        page, code = at_ticket, IdentifierReference.objects.get().code
        then_page_does_not_say(page, NUMBER)
        then_page_says(page, code)

        page.get_by_role("link", name="Note for staff").first.click()
        note = page.locator("#note-text")
        note.press_sequentially("Rang about 9990123454")
        expect(page.get_by_text("A reference takes its place")).to_be_visible()
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        page.get_by_role("link", name=f"Open reference {code}").click()
        then_heading_is(page, f"Open reference {code}")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        when_they_press(page, "Show the number")
        then_page_says(page, "Say why you need the number")
        page.get_by_label("Why do you need the number?").fill("To look for the results.")
        when_they_press(page, "Show the number")
        then_page_says(page, NUMBER)
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        when_they_follow_back(page)
        then_page_says(page, "To look for the results.")
        then_page_does_not_say(page, NUMBER)


def when_they_follow_back(page):
    page.get_by_role("main").get_by_role("button", name="Back to the ticket").click()


@needs_clamd
class TestFiles:
    def test_nothing_opens_before_the_check_and_a_virus_is_decided_about(
        self, at_ticket, site, ticket, settings
    ):
        page = at_ticket
        page.goto(f"{site}/helpdesk/tickets/{ticket.number}/attach/")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        page.locator("input[type=file]").set_input_files([PICTURE, INFECTED])
        when_they_press(page, "Attach")
        then_page_says(page, "Waiting for the virus check")
        then_page_does_not_say(page, "9990123454")
        then_page_is_accessible(page)

        when_the_files_are_checked(settings)
        page.reload()
        then_page_says(page, "Held: a virus was found")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        page.goto(f"{site}/helpdesk/files/")
        then_page_says(page, "invoice.txt")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_follow(page, "Decide")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        page.get_by_label("Reason").fill("Nobody knows the sender.")
        when_they_press(page, "Destroy the file")
        then_page_says(page, "Nothing is held.")


class TestRedaction:
    def test_words_are_looked_at_once_more_and_then_gone(self, at_ticket):
        page = at_ticket
        when_they_follow(page, "Redact")
        then_heading_is(page, "Redact")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        page.get_by_role("checkbox", name="I cannot see the results").check()
        page.get_by_label("Patient-identifiable data").check()
        page.get_by_label("Reason in your words").fill("A patient can be recognised.")
        when_they_press(page, "Look at it once more")

        then_heading_is(page, "Destroy this for good?")
        then_page_says(page, "I cannot see the results")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        when_they_press(page, "Destroy it")
        then_page_says(page, "characters were removed")
        then_page_does_not_say(page, "I cannot see the results")
        then_page_is_accessible(page)

        page.goto(page.url.split("/helpdesk/")[0] + "/helpdesk/redactions/")
        then_page_says(page, "A patient can be recognised.")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
