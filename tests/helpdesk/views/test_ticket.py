"""The page of one ticket: who sees which face of it, and what can be done there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.codes import JobRole
from helpdesk.actions.states import change_state
from helpdesk.actions.writing import write_note, write_reply
from helpdesk.codes import Channel, EventKind, ParticipantKind, TicketState
from helpdesk.models import (
    Draft,
    OrganizationContact,
    Presence,
    Ticket,
    TicketEvent,
    TicketParticipant,
)
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    QueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def page(number, **query):
    return reverse("helpdesk:ticket_detail", args=[number], query=query)


def at(name, number):
    return reverse(f"helpdesk:{name}", args=[number])


@pytest.fixture
def worker(client, sign_in):
    role = agent()
    sign_in(client, role.user)
    return role


@pytest.fixture
def ticket():
    return make_ticket()


class TestTicketDetail:
    def test_strangers_find_nothing(self, client, sign_in, ticket):
        sign_in(client, caller().user)

        assert client.get(page(ticket.number)).status_code == 404

    def test_numbers_beyond_any_ticket_are_not_found(self, client, worker):
        assert client.get(page(10**30)).status_code == 404

    def test_callers_read_what_is_public_and_can_write(self, client, sign_in):
        me = caller()
        ticket = make_ticket(by=me)
        write_note(number=ticket.number, text="Looks like the proxy.", by=agent(), at=MONDAY)
        sign_in(client, me.user)

        response = client.get(page(ticket.number))

        assert b"Since this morning I see a blank page." in response.content
        assert b"Looks like the proxy." not in response.content
        assert at("ticket_message", ticket.number).encode() in response.content
        assert at("ticket_note", ticket.number).encode() not in response.content

    def test_members_of_the_queue_read_notes_and_can_answer(self, client, worker, ticket):
        write_note(number=ticket.number, text="Looks like the proxy.", by=worker, at=MONDAY)

        response = client.get(page(ticket.number))

        assert b"Looks like the proxy." in response.content
        assert at("ticket_reply", ticket.number).encode() in response.content

    def test_analysts_of_another_queue_read_but_find_nothing_to_press(
        self, client, sign_in, ticket
    ):
        other = agent(QueueFactory.create(code="access"))
        sign_in(client, other.user)

        response = client.get(page(ticket.number))

        assert response.status_code == 200
        for name in ("ticket_reply", "ticket_note", "ticket_state", "ticket_take", "ticket_merge"):
            assert at(name, ticket.number).encode() not in response.content
        assert f"People of {ticket.queue.name} work on it" in response.text

    def test_a_ticket_that_nobody_asked_for_begins_with_the_note(self, client, worker):
        ticket = make_ticket(by=worker, requester=None, channel=Channel.DESK)

        text = client.get(page(ticket.number)).text

        assert 'data-composer="note"' in text
        assert "opened it" in text
        asked = client.get(page(make_ticket().number)).text
        assert 'data-composer="reply"' in asked

    def test_who_watches_is_not_named_twice(self, client, worker, ticket):
        client.post(at("ticket_watch", ticket.number), {"watches": "yes"})

        text = client.get(page(ticket.number)).text

        assert f"<b>{worker.user}</b>: watches" in text

    def test_privacy_officers_read_governance_tickets_of_their_board(self, client, sign_in):
        queue = ConfidentialQueueFactory.create()
        ticket = make_ticket(queue=queue, has_governance_flag=True)
        officer = PractitionerRoleFactory.create(
            job_role=JobRole.PRIVACY_OFFICER, organization=BoardFactory.create()
        )
        sign_in(client, officer.user)

        assert client.get(page(ticket.number)).status_code == 200
        assert client.get(page(make_ticket().number)).status_code == 404

    def test_staff_who_watch_a_restricted_ticket_do_not_see_it(self, client, sign_in):
        ticket = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)
        watcher = agent()
        TicketParticipant.objects.create(
            ticket=ticket, user=watcher.user, kind=ParticipantKind.WATCHER
        )
        sign_in(client, watcher.user)

        assert client.get(page(ticket.number)).status_code == 404

    def test_contacts_read_colleagues_tickets_but_cannot_write(self, client, sign_in, ticket):
        contact = caller()
        OrganizationContact.objects.create(role=contact)
        sign_in(client, contact.user)

        response = client.get(page(ticket.number))

        assert response.status_code == 200
        assert at("ticket_message", ticket.number).encode() not in response.content

    def test_it_costs_as_much_with_many_events_as_with_few(
        self, client, worker, ticket, django_assert_max_num_queries
    ):
        for minute in range(60):
            write_note(number=ticket.number, text=f"Note {minute}.", by=worker, at=MONDAY)
        client.get(page(ticket.number))  # the first visit writes to the session

        with django_assert_max_num_queries(MOST_QUERIES):
            response = client.get(page(ticket.number))

        assert b"Show earlier" in response.content
        assert b"Note 59." in response.content
        assert b"Note 2." not in response.content

    def test_earlier_events_are_a_page_of_their_own(self, client, worker, ticket):
        for minute in range(60):
            write_note(number=ticket.number, text=f"Note {minute}.", by=worker, at=MONDAY)
        newest = TicketEvent.objects.filter(ticket=ticket).order_by("-pk")[49]

        response = client.get(at("ticket_timeline", ticket.number), {"before": newest.pk})

        assert b"Note 2." in response.content
        assert b"Note 59." not in response.content

    def test_the_side_names_no_ticket_that_the_viewer_may_not_see(self, client, worker):
        me = caller()
        ticket = make_ticket(by=me)
        make_ticket(by=me, subject="Printer on ward 4")
        make_ticket(
            by=me,
            subject="Letters sent to the wrong house",
            queue=ConfidentialQueueFactory.create(),
            has_governance_flag=True,
        )

        response = client.get(page(ticket.number))

        assert b"Printer on ward 4" in response.content
        assert b"wrong house" not in response.content


class TestTicketReply:
    def test_it_is_sent_and_the_ticket_waits(self, client, worker, ticket):
        response = client.post(
            at("ticket_reply", ticket.number), {"text": "What do you see?", "then": "wait"}
        )

        assert response.url == page(ticket.number)
        ticket.refresh_from_db()
        assert (ticket.state, ticket.waiting_reason) == (TicketState.WAITING, "user")
        assert ticket.responded_at is not None

    def test_it_can_resolve_a_new_ticket(self, client, worker, ticket):
        client.post(at("ticket_reply", ticket.number), {"text": "Done.", "then": "resolve"})

        ticket.refresh_from_db()
        assert ticket.state == TicketState.RESOLVED

    def test_somebody_elses_answer_in_between_is_shown_first(self, client, worker, ticket):
        seen = ticket.last_public_event_id
        write_reply(number=ticket.number, text="I am on it.", by=agent(), at=MONDAY)
        form = {"text": "Please reload.", "last_seen": seen}

        response = client.post(at("ticket_reply", ticket.number), form)

        assert response.status_code == 409
        assert b"I am on it." in response.content
        assert b"Please reload.</textarea>" in response.content
        assert b"Send all the same" in response.content
        assert not TicketEvent.objects.filter(text__body="Please reload.").exists()

    def test_nothing_typed_is_lost_where_nothing_can_be_sent(self, client, worker, ticket):
        change_state(number=ticket.number, state=TicketState.SPAM, by=worker, at=MONDAY)

        response = client.post(at("ticket_reply", ticket.number), {"text": "Hello."})

        assert response.status_code == 409

    def test_analysts_of_another_queue_may_not(self, client, sign_in, ticket):
        sign_in(client, agent(QueueFactory.create(code="access")).user)

        response = client.post(at("ticket_reply", ticket.number), {"text": "Hello."})

        assert response.status_code == 403

    def test_strangers_find_nothing(self, client, sign_in, ticket):
        sign_in(client, caller().user)

        response = client.post(at("ticket_reply", ticket.number), {"text": "Hello."})

        assert response.status_code == 404


class TestTicketNote:
    def test_colleagues_who_are_called_watch_from_then_on(self, client, worker, ticket):
        colleague = agent()
        name = colleague.user.username

        response = client.post(
            at("ticket_note", ticket.number), {"text": f"@{name} look please."}, follow=True
        )

        assert f"Told: {colleague.user}" in response.content.decode()
        watching = TicketParticipant.objects.filter(user=colleague.user)
        assert watching.get().kind == ParticipantKind.WATCHER
        note = TicketEvent.objects.get(kind=EventKind.NOTE)
        assert note.facts["mentions"] == [str(colleague.user.pk)]

    def test_who_may_not_see_the_ticket_is_not_told(self, client, sign_in):
        queue = ConfidentialQueueFactory.create()
        ticket = make_ticket(queue=queue, has_governance_flag=True)
        officer, colleague = agent(queue, sees_restricted=True), agent()
        sign_in(client, officer.user)
        text = f"@{colleague.user.username} look please."

        response = client.post(at("ticket_note", ticket.number), {"text": text}, follow=True)

        assert f"@{colleague.user.username}" in response.content.decode()
        assert "Not told" in response.content.decode()
        assert "mentions" not in TicketEvent.objects.get(kind=EventKind.NOTE).facts

    def test_callers_may_not_note(self, client, sign_in):
        me = caller()
        ticket = make_ticket(by=me)
        sign_in(client, me.user)

        assert client.post(at("ticket_note", ticket.number), {"text": "x"}).status_code == 403


class TestTicketMessage:
    def test_an_answer_ends_the_wait_for_the_caller(self, client, sign_in):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        change_state(number=ticket.number, state=TicketState.TRIAGED, by=worker, at=MONDAY)
        change_state(
            number=ticket.number,
            state=TicketState.WAITING,
            waiting_reason="user",
            by=worker,
            at=MONDAY,
        )
        sign_in(client, me.user)

        client.post(at("ticket_message", ticket.number), {"text": "A blank page."})

        ticket.refresh_from_db()
        assert ticket.state == TicketState.IN_PROGRESS

    def test_a_message_takes_a_resolved_ticket_up_again(self, client, sign_in):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        for state in (TicketState.TRIAGED, TicketState.RESOLVED):
            change_state(number=ticket.number, state=state, by=worker, at=MONDAY)
        sign_in(client, me.user)

        client.post(at("ticket_message", ticket.number), {"text": "It is back."})

        ticket.refresh_from_db()
        assert (ticket.state, ticket.times_reopened) == (TicketState.IN_PROGRESS, 1)

    def test_a_ticket_closed_long_ago_is_followed_by_a_new_one(self, client, sign_in):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        for state in (TicketState.TRIAGED, TicketState.RESOLVED, TicketState.CLOSED):
            change_state(number=ticket.number, state=state, by=worker, at=MONDAY)
        Ticket.objects.filter(pk=ticket.pk).update(closed_at="2026-01-05T09:00:00Z")
        sign_in(client, me.user)
        assert b"Open a new request" in client.get(page(ticket.number)).content

        client.post(at("ticket_follow_up", ticket.number), {"text": "It is back."})

        new = Ticket.objects.latest("number")
        assert (new.requester, new.links_from.get().target) == (me.user, ticket)


class TestTicketPresence:
    def test_colleagues_see_who_writes(self, client, sign_in, ticket):
        anna, ben = agent(), agent()
        sign_in(client, anna.user)
        client.post(at("ticket_presence", ticket.number), {"kind": "writing", "after": "0"})
        sign_in(client, ben.user)

        response = client.post(
            at("ticket_presence", ticket.number),
            {"kind": "viewing", "after": ticket.last_event_id},
        )

        assert f"{anna.user} is writing" in response.content.decode()
        assert Presence.objects.count() == 2

    def test_it_brings_what_is_new(self, client, worker, ticket):
        seen = ticket.last_event_id
        colleague = agent()
        write_note(number=ticket.number, text="Looks like the proxy.", by=colleague, at=MONDAY)

        response = client.post(
            at("ticket_presence", ticket.number), {"kind": "viewing", "after": seen}
        )

        assert b"Looks like the proxy." in response.content
        assert f"New from {colleague.user}" in response.content.decode()

    def test_it_brings_nothing_where_nothing_is_new(self, client, worker, ticket):
        response = client.post(
            at("ticket_presence", ticket.number),
            {"kind": "viewing", "after": ticket.last_event_id},
        )

        assert b"<li" not in response.content

    def test_callers_are_not_told_who_is_there(self, client, sign_in):
        me = caller()
        ticket = make_ticket(by=me)
        sign_in(client, me.user)

        response = client.post(
            at("ticket_presence", ticket.number), {"kind": "viewing", "after": "0"}
        )

        assert response.status_code == 403

    def test_staff_who_call_about_a_restricted_matter_are_not_told_who_looks_into_it(
        self, client, sign_in
    ):
        colleague, queue = agent(), ConfidentialQueueFactory.create()
        ticket = make_ticket(by=colleague, queue=queue, has_governance_flag=True)
        sign_in(client, colleague.user)

        response = client.post(
            at("ticket_presence", ticket.number), {"kind": "viewing", "after": "0"}
        )

        assert response.status_code == 403


class TestTicketDraft:
    def test_what_was_typed_is_there_again(self, client, worker, ticket):
        client.post(at("ticket_draft", ticket.number), {"text": "Half a", "mode": "note"})

        assert b"Half a</textarea>" in client.get(page(ticket.number, mode="note")).content

    def test_it_goes_when_it_is_sent(self, client, worker, ticket):
        client.post(at("ticket_draft", ticket.number), {"text": "Half", "mode": "reply"})
        client.post(at("ticket_reply", ticket.number), {"text": "Half an answer."})

        assert not Draft.objects.exists()

    def test_nobody_else_reads_it(self, client, sign_in, worker, ticket):
        client.post(at("ticket_draft", ticket.number), {"text": "Half a", "mode": "note"})
        sign_in(client, agent().user)

        assert b"Half a</textarea>" not in client.get(page(ticket.number)).content


class TestFiles:
    def test_a_file_of_a_note_stands_with_the_note_and_callers_do_not_see_it(self, client, sign_in):
        me, worker = caller(), agent()
        ticket = make_ticket(by=me)
        sign_in(client, worker.user)
        file = SimpleUploadedFile("proxy.txt", b"refused", content_type="text/plain")

        client.post(at("ticket_note", ticket.number), {"text": "The log.", "attached": file})

        assert b"proxy.txt" in client.get(page(ticket.number)).content
        sign_in(client, me.user)
        assert b"proxy.txt" not in client.get(page(ticket.number)).content

    def test_a_file_that_is_not_taken_loses_no_words(self, client, worker, ticket):
        file = SimpleUploadedFile("empty.txt", b"x" * 10, content_type="text/plain")
        many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]

        response = client.post(
            at("ticket_reply", ticket.number), {"text": "See these.", "attached": [file, *many]}
        )

        assert response.status_code == 409
        assert b"See these.</textarea>" in response.content
