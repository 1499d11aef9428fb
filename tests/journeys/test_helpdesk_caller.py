"""A clinician reports an entry of a record, asks for something, and finds both under Help."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import PractitionerRole
from helpdesk.actions.phone_calls import Call, log_call
from helpdesk.actions.satisfaction import Score, ask, token_of
from helpdesk.codes import Channel, TicketCategory, TicketState
from helpdesk.forms import satisfaction
from helpdesk.models import Ticket
from tests.browser import needs_browser

from .steps import (
    WINIFRED,
    given_record_open,
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_open_section,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]

DOCTOR, PRACTICE_MANAGER, AGENT = "ae.doctor", "practice.manager", "agent.shropshire"


@pytest.fixture(autouse=True)
def desk(first_night):
    """Have the queues, people and request types of the demonstration."""
    call_command("load_demo_helpdesk", "--only", "desk", verbosity=0)


def when_they_go_to(page, part):
    page.get_by_role("navigation", name="Parts of the service").get_by_role(
        "link", name=part, exact=True
    ).click()


def when_they_report(page, words):
    line = page.locator(".ohc-entry").filter(has_text=words).first
    line.locator("summary").click()
    line.get_by_role("link", name="Report a problem").click()


def when_they_answer(page, question, answer):
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def then_nothing_of_the_person_shows(page):
    for told in ("TESTWOOD", "Winifred", "999 012 3454", "Furosemide"):
        then_page_does_not_say(page, told)


def given_reporting(page, site, words):
    given_record_open(page, site, DOCTOR, WINIFRED)
    when_they_open_section(page, "Medicines")
    then_page_is_accessible(page)
    when_they_report(page, words)
    then_heading_is(page, "Report a problem with this entry")


def given_asked_how_it_went():
    """Have the practice manager be asked about a ticket that was solved on the phone."""
    at = timezone.now()
    roles = PractitionerRole.objects.select_related("user", "organization")
    call = Call(
        text="Forgot her password",
        category=TicketCategory.ACCESS,
        caller=roles.get(user__username=PRACTICE_MANAGER),
        started_at=at,
        is_solved=True,
    )
    agent = roles.get(user__username=AGENT)
    number = log_call(call, token=uuid4(), by=agent, at=at).ticket.number
    question = ask(number=number, at=at)
    assert question
    return question


class TestReportingAnEntry:
    def test_says_what_goes_with_it_and_what_is_missing(self, page, site):
        given_reporting(page, site, "Furosemide 40mg")

        then_page_says(page, "Not sent: the person’s name, NHS number or date of birth")
        then_nothing_of_the_person_shows(page)
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_press(page, "Send to the helpdesk")
        then_page_says(page, "Say what is wrong with it")
        then_page_is_accessible(page)

    def test_from_the_record_to_the_ticket_under_help(self, page, site):
        given_reporting(page, site, "Furosemide 40mg")
        when_they_answer(page, "What is wrong with it?", "It is out of date")
        page.get_by_label("In a sentence").fill("It was stopped at the last review.")
        when_they_answer(page, "Could a patient be harmed?", "I am not sure")
        when_they_press(page, "Send to the helpdesk")

        then_heading_is(page, "Sent: ticket")
        then_page_says(page, "answers you by")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        assert Ticket.objects.get(channel=Channel.RECORD).has_safety_flag

        when_they_go_to(page, "Help")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        when_they_follow(page, "Entry out of date: Medicines")
        then_page_says(page, "It was stopped at the last review.")
        then_nothing_of_the_person_shows(page)

    def test_from_the_page_of_an_entry_back_to_it(self, page, site):
        given_record_open(page, site, DOCTOR, WINIFRED)
        when_they_open_section(page, "Medicines")
        line = page.locator(".ohc-entry").filter(has_text="Furosemide 40mg").first
        line.locator("summary").click()
        line.get_by_role("link", name="History").click()
        when_they_press(page, "Report a problem with this entry")
        then_heading_is(page, "Report a problem with this entry")

        when_they_follow(page, "Cancel")

        then_heading_is(page, "Furosemide")

    def test_from_a_line_of_the_summary(self, page, site):
        given_record_open(page, site, DOCTOR, WINIFRED)
        line = page.get_by_role("row", name="Furosemide 40mg")
        expect(line.get_by_role("link")).to_have_count(0)

        page.get_by_text("Something wrong here?").click()
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        line.get_by_role("link", name="Report a problem with Furosemide 40mg").click()

        then_heading_is(page, "Report a problem with this entry")
        then_page_says(page, "Medicines")
        then_nothing_of_the_person_shows(page)


class TestAskingForSomething:
    def test_with_the_keyboard_alone(self, page, site):
        given_signed_in(page, site, PRACTICE_MANAGER)
        then_page_says(page, "Nothing waits for you")
        page.get_by_role("link", name="Ask for help").focus()
        page.keyboard.press("Enter")
        then_heading_is(page, "Help")

        page.get_by_role("link", name="Set up a new starter").focus()
        page.keyboard.press("Enter")
        page.get_by_label("What do you need?").focus()
        page.keyboard.type("An account for Dr Alder from Monday. She is a registrar.")
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.get_by_role("button", name="Send to the helpdesk").focus()
        page.keyboard.press("Enter")

        then_heading_is(page, "Sent: ticket")
        ticket = Ticket.objects.get(channel=Channel.PORTAL)
        assert ticket.subject == "An account for Dr Alder from Monday"

    def test_that_is_about_nobodys_eyes_but_information_governance(self, page, site):
        given_signed_in(page, site, DOCTOR)
        when_they_go_to(page, "Help")
        when_they_follow(page, "Somebody may have seen what they should not")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        page.get_by_label("What has happened?").fill("A printout lay in the lift.")
        when_they_answer(page, "Could personal data", "Yes")
        when_they_press(page, "Send to the helpdesk")

        then_page_says(page, "Only you and those who deal with information governance")
        assert Ticket.objects.get(channel=Channel.PORTAL).is_restricted


class TestACall:
    def test_is_logged_while_the_caller_speaks(self, page, site):
        given_signed_in(page, site, AGENT)
        when_they_go_to(page, "Log a call")
        expect(page.get_by_label("Who calls?")).to_be_focused()
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        page.keyboard.type("jean example")
        expect(page.get_by_role("radio", name="Mrs Jean Example")).to_be_checked()
        expect(page.get_by_role("region", name="Who calls")).to_contain_text("Practice manager")
        page.get_by_label("What is it about, in a line?").fill("Forgot her password")
        page.get_by_label("Category").select_option(label="Access")
        page.get_by_label("Solved on the phone").check()
        page.get_by_label("What is it about, in a line?").press("Enter")

        then_page_says(page, "is logged")
        then_page_is_accessible(page)
        ticket = Ticket.objects.get(channel=Channel.PHONE)
        assert ticket.state == TicketState.RESOLVED
        assert ticket.requester
        assert str(ticket.requester) == "Mrs Jean Example"


class TestHowItWent:
    def test_is_told_by_the_link_of_a_mail_and_then_no_more(self, page, site, monkeypatch):
        question = given_asked_how_it_went()
        link = f"{site}{reverse('helpdesk:feedback', args=[token_of(question)])}"
        page.goto(link)
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        page.get_by_label("Well", exact=True).check()
        monkeypatch.setattr(satisfaction, "SOONEST", timedelta(hours=1))
        when_they_press(page, "Send")
        then_page_says(page, "Not sent yet")
        monkeypatch.setattr(satisfaction, "SOONEST", timedelta())
        when_they_press(page, "Send")

        then_heading_is(page, "Thank you")
        question.refresh_from_db()
        assert question.score == Score.GOOD
        page.goto(link)
        then_heading_is(page, "This link cannot be used any more")


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_call_is_logged_all_the_same(self, page, site):
        given_signed_in(page, site, AGENT)
        page.goto(f"{site}/helpdesk/phone/")
        page.get_by_label("Who calls?").fill("radbrook")
        when_they_press(page, "Look up")
        page.get_by_role("radio", name=re.compile("Mrs Jean Example")).check()
        page.get_by_label("What is it about, in a line?").fill("Forgot her password")
        page.get_by_label("Category").select_option(label="Access")
        page.get_by_role("button", name="Log the call").last.click()

        then_page_says(page, "is logged")
        assert Ticket.objects.get(channel=Channel.PHONE).requester
