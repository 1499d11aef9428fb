"""The trays of mail, as pages for staff."""

from datetime import timedelta

import pytest
from django.utils import timezone

from helpdesk.actions.mail_keys import signing_keys
from helpdesk.actions.writing import write_reply
from helpdesk.codes import InboundState, OutboundState, TicketState
from helpdesk.mail.threads import make_reply_address
from helpdesk.models import (
    InboundMessage,
    MailPreference,
    OutboundMessage,
    SuppressedAddress,
    Ticket,
    TicketEvent,
)
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)
from tests.factories.helpdesk_mail import MailboxFactory, deliver, write_mail

pytestmark = pytest.mark.django_db

MAIL = "/helpdesk/mail/"
NHS_NUMBER = "999 000 0034"  # of nobody
MOST_QUERIES = 14


@pytest.fixture
def at_desk(client, sign_in, desk_agent):
    sign_in(client, desk_agent)
    return client


@pytest.fixture
def stranger_mail():
    return deliver(
        write_mail("stranger@else.example", f"About {NHS_NUMBER}.", Subject=f"Help {NHS_NUMBER}"),
        at=timezone.now() - timedelta(minutes=5),
    )


def page(client, address=MAIL):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestWhoMayEnter:
    def test_callers_are_refused(self, client, sign_in, clinician, stranger_mail):
        sign_in(client, clinician)

        for address in (MAIL, f"{MAIL}{stranger_mail.pk}/", f"{MAIL}{stranger_mail.pk}/raw/"):
            assert client.get(address).status_code == 403
        for act in ("attach", "open", "dismiss", "retry"):
            data = {"number": "1", "reason": "no"}
            assert client.post(f"{MAIL}{stranger_mail.pk}/{act}/", data).status_code == 403

    def test_staff_see_no_mail_of_tickets_that_they_may_not_read(self, at_desk):
        me, queue = caller(), ConfidentialQueueFactory.create()
        mailbox = MailboxFactory.create(code="ig", address="ig@example.nhs.uk", queue=queue)
        message = deliver(write_mail(me.user.email), mailbox=mailbox)
        waiting = deliver(write_mail("stranger@else.example"), mailbox=mailbox)

        for each in (message, waiting):
            assert at_desk.get(f"{MAIL}{each.pk}/").status_code == 404
            assert at_desk.get(f"{MAIL}{each.pk}/raw/").status_code == 404
            assert at_desk.post(f"{MAIL}{each.pk}/open/").status_code == 403
        for tab in ("decide", "taken", "sent", "outgoing"):
            shown = page(at_desk, f"{MAIL}?tab={tab}")
            assert f"tickets/{message.ticket_id}/" not in shown
            assert "stranger@" not in shown
            assert me.user.email not in shown

    def test_staff_see_no_mail_that_seems_to_belong_to_such_a_ticket(self, client, sign_in):
        queue = ConfidentialQueueFactory.create()
        ticket = make_ticket(queue=queue, has_governance_flag=True)
        to = make_reply_address(
            ticket=ticket.number, address="helpdesk@example.nhs.uk", keys=signing_keys()
        )
        message = deliver(write_mail("stranger@else.example", to=to))
        assert (message.state, message.suggested_ticket) == (InboundState.TRAY, ticket)
        desk, officer = agent(), agent(queue, sees_restricted=True)

        codes = []
        for role in (desk, officer):
            role.user.active_role = role
            sign_in(client, role.user)
            codes.append(client.get(f"{MAIL}{message.pk}/").status_code)
            codes.append(
                client.post(f"{MAIL}{message.pk}/attach/", {"number": ticket.number}).status_code
            )

        assert codes == [404, 403, 200, 302]
        message.refresh_from_db()
        assert message.ticket == ticket

    def test_staff_of_another_queue_read_and_do_not_decide(self, client, sign_in, stranger_mail):
        other = agent(QueueFactory.create(code="other"))
        other.user.active_role = other
        sign_in(client, other.user)

        assert page(client, f"{MAIL}{stranger_mail.pk}/")
        assert client.post(f"{MAIL}{stranger_mail.pk}/open/").status_code == 403


class TestMailList:
    def test_shows_what_waits_for_a_decision(self, at_desk, stranger_mail):
        shown = page(at_desk)

        assert "stranger@else.example" in shown
        assert "Nobody with this address has an account." in shown
        assert NHS_NUMBER not in shown

    @pytest.mark.parametrize(
        "tab",
        ["decide", "poison", "parked", "duplicates", "taken", "outgoing", "sent", "addresses"],
    )
    def test_has_a_tab_for_each_tray(self, at_desk, stranger_mail, tab):
        assert f"tab={tab}" in page(at_desk, f"{MAIL}?tab={tab}")

    def test_there_is_no_other_tray(self, at_desk):
        assert at_desk.get(f"{MAIL}?tab=other").status_code == 404

    def test_shows_bounces_and_automatic_replies_as_what_they_are(self, at_desk):
        deliver(write_mail("a@else.example", Auto_Submitted="auto-replied"))

        assert "Automatic reply" in page(at_desk, f"{MAIL}?tab=parked")

    def test_says_which_mailbox_is_in_trouble(self, at_desk):
        MailboxFactory.create(failure="Mail cannot be fetched: TimeoutError.")

        assert "helpdesk@example.nhs.uk: Mail cannot be fetched" in page(at_desk)

    def test_costs_the_same_however_much_waits(self, at_desk, django_assert_max_num_queries):
        for number in range(12):
            deliver(write_mail(f"s{number}@else.example"))

        with django_assert_max_num_queries(MOST_QUERIES):
            page(at_desk)

    def test_goes_on_to_older_mail(self, at_desk):
        mailbox = MailboxFactory.create()
        InboundMessage.objects.bulk_create(
            InboundMessage(
                mailbox=mailbox,
                message_id=f"{number}@x",
                raw_sha256="0" * 64,
                raw=b"x",
                size=1,
                received_at=MONDAY + timedelta(minutes=number),
                state=InboundState.TRAY,
                sender=f"s{number:03}@else.example",
            )
            for number in range(60)
        )

        assert "Older" in page(at_desk)
        assert "s000@else.example" in page(at_desk, f"{MAIL}?page=2")


class TestMailDetail:
    def test_shows_words_only_with_numbers_covered(self, at_desk):
        raw = (
            b"From: x@else.example\nSubject: Hi\nContent-Type: text/html\n\n"
            b"<img src=http://evil.example/><script>alert(1)</script><b>About 999 000 0034</b>"
        )
        message = deliver(raw)

        shown = page(at_desk, f"{MAIL}{message.pk}/")

        assert "<pre" in shown
        assert "About ▇▇▇ ▇▇▇ ▇▇▇▇" in shown
        assert "evil.example" not in shown
        assert "alert(1)" not in shown

    def test_hands_the_mail_out_as_it_came(self, at_desk, stranger_mail):
        response = at_desk.get(f"{MAIL}{stranger_mail.pk}/raw/")

        assert response.content == bytes(stranger_mail.raw)
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Type"] == "application/octet-stream"


class TestDeciding:
    def test_puts_a_mail_on_a_ticket_in_the_name_of_its_sender(self, at_desk, stranger_mail):
        ticket = make_ticket()

        at_desk.post(f"{MAIL}{stranger_mail.pk}/attach/", {"number": f"#{ticket.number}"})

        event = TicketEvent.objects.filter(ticket=ticket).latest("position")
        stranger_mail.refresh_from_db()
        assert event.actor_name == "stranger@else.example"
        assert NHS_NUMBER not in event.text.body
        assert (stranger_mail.state, stranger_mail.event) == (InboundState.THREADED, event)
        assert stranger_mail.decided_by is not None

    @pytest.mark.parametrize("number", ["", "abc", "999999", "9" * 30])
    def test_says_where_there_is_no_such_ticket(self, at_desk, stranger_mail, number):
        at_desk.post(f"{MAIL}{stranger_mail.pk}/attach/", {"number": number})

        stranger_mail.refresh_from_db()
        assert stranger_mail.state == InboundState.TRAY

    def test_says_where_the_ticket_has_ended(self, at_desk, stranger_mail):
        ticket = make_ticket()
        Ticket.objects.filter(pk=ticket.pk).update(state=TicketState.CANCELLED)

        at_desk.post(f"{MAIL}{stranger_mail.pk}/attach/", {"number": ticket.number})

        stranger_mail.refresh_from_db()
        assert stranger_mail.state == InboundState.TRAY
        assert "cannot go on that ticket" in page(at_desk, f"{MAIL}{stranger_mail.pk}/")

    def test_opens_a_ticket_for_an_address_without_answering_it(self, at_desk, stranger_mail):
        at_desk.post(f"{MAIL}{stranger_mail.pk}/open/")

        ticket = Ticket.objects.get()
        assert ticket.requester is None
        assert ticket.participants.get().address == "stranger@else.example"
        assert not OutboundMessage.objects.exists()

    def test_and_a_reply_then_reaches_that_address(self, at_desk, desk_agent, stranger_mail):
        at_desk.post(f"{MAIL}{stranger_mail.pk}/open/")
        write_reply(
            number=Ticket.objects.get().number,
            text="Hello.",
            by=desk_agent.active_role,
            at=timezone.now(),
        )

        assert OutboundMessage.objects.get().address == "stranger@else.example"

    def test_puts_a_mail_aside_with_a_reason(self, at_desk, stranger_mail):
        at_desk.post(f"{MAIL}{stranger_mail.pk}/dismiss/", {"reason": " "})
        stranger_mail.refresh_from_db()
        assert stranger_mail.state == InboundState.TRAY

        at_desk.post(f"{MAIL}{stranger_mail.pk}/dismiss/", {"reason": "An advertisement."})
        stranger_mail.refresh_from_db()
        assert (stranger_mail.state, stranger_mail.reason) == (
            InboundState.DISMISSED,
            "An advertisement.",
        )

    def test_is_done_once(self, at_desk, stranger_mail):
        for _ in range(2):
            at_desk.post(f"{MAIL}{stranger_mail.pk}/open/")

        assert Ticket.objects.count() == 1

    def test_reads_a_mail_again(self, at_desk, stranger_mail):
        person = caller()
        person.user.email = "stranger@else.example"
        person.user.save()

        at_desk.post(f"{MAIL}{stranger_mail.pk}/retry/")

        assert Ticket.objects.get().requester == person.user


class TestOutgoing:
    @pytest.fixture
    def failed(self, desk_agent):
        ticket = make_ticket()
        write_reply(
            number=ticket.number, text="Hello.", by=desk_agent.active_role, at=timezone.now()
        )
        OutboundMessage.objects.update(state=OutboundState.FAILED, attempts=6, error="OSError")
        return OutboundMessage.objects.get()

    def test_shows_what_could_not_be_sent_and_sends_it_again(self, at_desk, failed):
        assert "Could not be sent" in page(at_desk, f"{MAIL}?tab=outgoing")

        at_desk.post(f"{MAIL}out/{failed.pk}/again/")

        failed.refresh_from_db()
        assert (failed.state, failed.attempts) == (OutboundState.QUEUED, 0)

    def test_lets_mail_go_to_an_address_again(self, at_desk, desk_agent):
        held = SuppressedAddress.objects.create(
            address="a@else.example", reason="bounce", since=MONDAY
        )
        assert "a@else.example" in page(at_desk, f"{MAIL}?tab=addresses")

        at_desk.post(f"{MAIL}addresses/{held.pk}/lift/")

        held.refresh_from_db()
        assert held.lifted_by == desk_agent


class TestPreferences:
    def test_can_be_set_by_anybody(self, client, sign_in, clinician):
        sign_in(client, clinician)
        assert "wants_updates" in page(client, f"{MAIL}preferences/")

        client.post(f"{MAIL}preferences/", {"wants_desk_mail": "on"})

        preference = MailPreference.objects.get(user=clinician)
        assert (preference.wants_updates, preference.wants_desk_mail) == (False, True)
