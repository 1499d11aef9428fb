"""The trays of mail in a real browser: accessible, and without sideways scroll on a telephone."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from helpdesk.actions.writing import write_reply
from helpdesk.codes import OutboundState
from helpdesk.models import OutboundMessage, SuppressedAddress, Ticket
from tests.browser import NARROW, WIDE, check_page, needs_browser
from tests.factories.helpdesk import make_ticket
from tests.factories.helpdesk_mail import MailboxFactory, deliver, write_mail

pytestmark = [pytest.mark.django_db, *needs_browser]

SHOTS = os.environ.get("SCREENSHOTS", "")


@pytest.fixture
def trays(desk_agent):
    """Fill the trays: a stranger, an automatic reply, mail not sent, and an address held."""
    at = timezone.now() - timedelta(minutes=20)
    MailboxFactory.create(failure="Mail cannot be fetched: TimeoutError.")
    raw = write_mail(
        "j.bloggs@practice.example",
        "Good morning,\n\nNobody at our surgery can open the record since 08:15.\n\nJo Bloggs",
        Subject="Cannot open the record at our surgery",
    )
    stranger = deliver(raw, at=at)
    deliver(write_mail("a.leave@trust.example", Auto_Submitted="auto-replied"), at=at)
    ticket = make_ticket()
    write_reply(number=ticket.number, text="Try again.", by=desk_agent.active_role, at=at)
    OutboundMessage.objects.update(state=OutboundState.FAILED, error="SMTPConnectError 421")
    SuppressedAddress.objects.create(
        address="gone@trust.example", reason="multipart/report", since=at
    )
    return stranger


@pytest.fixture
def at_desk(page: Page, site, client, sign_in, desk_agent) -> Page:
    """Return a browser in which the agent is signed in."""
    sign_in(client, desk_agent)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return page


def look(page: Page, name: str) -> None:
    for size in (WIDE, NARROW):
        check_page(page, size)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{size[0]}.png", full_page=True)


@pytest.mark.parametrize("tab", ["decide", "parked", "outgoing", "addresses", "poison"])
def test_trays_are_accessible(at_desk, site, trays, tab):
    at_desk.goto(f"{site}/helpdesk/mail/?tab={tab}")

    look(at_desk, f"mail-{tab}")


def test_a_mail_is_decided_about(at_desk, site, trays):
    at_desk.goto(f"{site}/helpdesk/mail/")
    at_desk.get_by_role("link", name="Cannot open the record at our surgery").click()
    look(at_desk, "mail-detail")

    at_desk.get_by_role("button", name="Open a new ticket").click()

    expect(at_desk.get_by_text("No mail waits for a decision.")).to_be_visible()
    number = Ticket.objects.latest("number").number
    expect(at_desk.get_by_text(f"The mail is on ticket {number}.")).to_be_visible()


def test_preferences_are_accessible(at_desk, site):
    at_desk.goto(f"{site}/helpdesk/mail/preferences/")

    look(at_desk, "mail-preferences")
