"""How it went: asked once, answered by a person."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpdesk.actions.mail_composing import compose
from helpdesk.actions.satisfaction import ask, ask_all, token_of
from helpdesk.actions.states import change_state, reopen_ticket
from helpdesk.codes import EventKind, MailPurpose, TicketState
from helpdesk.forms.satisfaction import make_nonce
from helpdesk.models import OutboundMessage, SatisfactionRequest, Ticket, TicketEvent
from tests.factories.helpdesk import agent, caller, make_ticket

pytestmark = pytest.mark.django_db

EARLIER = timedelta(minutes=1)


@pytest.fixture
def me():
    return caller()


def resolved(me, **opening):
    """Return a ticket that was resolved two hours ago."""
    at, worker = timezone.now() - timedelta(hours=2), agent()
    ticket = make_ticket(by=me, at=at, **opening)
    change_state(number=ticket.number, state=TicketState.TRIAGED, by=worker, at=at)
    change_state(number=ticket.number, state=TicketState.RESOLVED, by=worker, at=at)
    return Ticket.objects.get(pk=ticket.number)


def asked(me):
    ticket = resolved(me)
    question = ask(number=ticket.number, at=timezone.now())
    assert question
    return question


def page_of(question):
    return reverse("helpdesk:feedback", args=[token_of(question)])


def main_of(response):
    return response.text.partition("<main")[2].partition("</main>")[0]


def answers(question, *, shown=EARLIER, **more):
    """Return what the form of a page sends that was shown so long ago."""
    nonce = make_nonce(token_of(question), at=timezone.now() - shown)
    return {"score": "4", "comment": "Quick.", "nonce": nonce, **more}


class TestAsking:
    def test_sends_the_caller_one_mail_with_a_link(self, me):
        question = asked(me)
        ask(number=question.ticket_id, at=timezone.now())

        message = OutboundMessage.objects.get(purpose=MailPurpose.SATISFACTION)
        assert message.user == me.user
        assert page_of(question) in compose(message).body
        assert token_of(question) not in str(OutboundMessage.objects.values())

    def test_keeps_no_token(self, me):
        question = asked(me)

        assert token_of(question).encode() not in bytes(question.token_digest)

    def test_asks_about_what_was_resolved_lately(self, me):
        ticket = resolved(me)

        assert ask_all(at=timezone.now()) == 1
        assert ask_all(at=timezone.now()) == 0
        assert SatisfactionRequest.objects.get().ticket == ticket

    def test_waits_an_hour_in_case_it_is_not_solved(self, me):
        resolved(me)

        assert ask_all(at=timezone.now() - timedelta(minutes=90)) == 0

    def test_does_not_ask_about_what_is_open(self, me):
        ticket = make_ticket(by=me)

        assert ask(number=ticket.number, at=timezone.now()) is None


class TestTheLink:
    def test_answers_nothing_when_it_is_followed(self, client, me):
        question = asked(me)

        assert client.get(page_of(question)).status_code == 200
        assert client.head(page_of(question)).status_code == 200

        assert SatisfactionRequest.objects.get().answered_at is None

    def test_tells_no_more_of_the_ticket_than_its_number(self, client, me):
        ticket = resolved(me, subject="Seen by a neighbour")
        question = ask(number=ticket.number, at=timezone.now())

        text = client.get(page_of(question)).content.decode()

        assert f"ticket {ticket.number}" in text
        assert "neighbour" not in text
        assert str(me.user) not in text

    def test_takes_the_answer_of_a_person(self, client, me):
        question = asked(me)

        response = client.post(page_of(question), answers(question))

        assert "Thank you" in response.content.decode()
        kept = SatisfactionRequest.objects.get()
        assert (kept.score, kept.comment) == (4, "Quick.")
        event = TicketEvent.objects.get(kind=EventKind.SATISFACTION)
        assert (event.facts["score"], event.text.body) == (4, "Quick.")

    @pytest.mark.parametrize("nonce", ["", "forged"])
    def test_takes_nothing_without_the_nonce_of_a_page(self, client, me, nonce):
        question = asked(me)

        response = client.post(page_of(question), answers(question, nonce=nonce))

        assert response.status_code == 200
        assert "send it once more" in response.content.decode()
        assert "Quick." in response.content.decode()
        assert SatisfactionRequest.objects.get().answered_at is None

    def test_takes_nothing_that_is_sent_at_once(self, client, me):
        question = asked(me)

        client.post(page_of(question), answers(question, shown=timedelta(seconds=1)))

        assert SatisfactionRequest.objects.get().answered_at is None

    def test_takes_no_nonce_of_another_page(self, client, me):
        question, other = asked(me), asked(me)

        client.post(page_of(question), answers(other))

        assert not SatisfactionRequest.objects.filter(answered_at__isnull=False).exists()

    def test_takes_no_form_without_its_protection_against_forgery(self, me):
        question = asked(me)

        response = Client(enforce_csrf_checks=True).post(page_of(question), answers(question))

        assert response.status_code == 403

    def test_gives_each_showing_a_nonce_of_its_own(self, client, me):
        question = asked(me)
        nonces = {
            re.findall(r'name="nonce" value="([^"]+)"', client.get(page_of(question)).text)[0]
            for _ in range(2)
        }

        assert len(nonces) == 2

    def test_works_once(self, client, me):
        question = asked(me)
        client.post(page_of(question), answers(question))

        again = client.post(page_of(question), answers(question, score="1"))

        assert again.status_code == 410
        assert SatisfactionRequest.objects.get().score == 4

    def test_is_too_old_after_thirty_days(self, client, me):
        question = asked(me)
        SatisfactionRequest.objects.update(expires_at=timezone.now())

        assert client.get(page_of(question)).status_code == 410

    def test_says_the_same_of_a_link_that_never_was(self, client, me):
        question = asked(me)
        client.post(page_of(question), answers(question))
        used = client.get(page_of(question))

        never = client.get(reverse("helpdesk:feedback", args=["nobody"]))
        assert never.status_code == used.status_code
        assert main_of(never) == main_of(used)

    def test_takes_no_answer_about_what_is_open_again(self, client, me):
        question = asked(me)
        reopen_ticket(number=question.ticket_id, by=me, at=timezone.now())

        client.post(page_of(question), answers(question))

        assert SatisfactionRequest.objects.get().answered_at is None

    def test_is_refused_to_those_who_come_too_often(self, client, me):
        url = reverse("helpdesk:feedback", args=["nobody"])

        codes = [client.get(url).status_code for _ in range(70)]

        assert codes[0] == 410
        assert 429 in codes

    def test_puts_references_in_place_of_nhs_numbers(self, client, me):
        question = asked(me)

        client.post(page_of(question), answers(question, comment="About 999 000 0018."))

        assert "999 000 0018" not in SatisfactionRequest.objects.get().comment


class TestSignedIn:
    def test_the_caller_needs_no_link(self, client, sign_in, me):
        ticket = resolved(me)
        sign_in(client, me.user)

        url = reverse("helpdesk:satisfaction", args=[ticket.number])
        ticket_page = reverse("helpdesk:ticket_detail", args=[ticket.number])
        assert url in client.get(ticket_page).text

        client.post(url, {"score": "5"})

        assert SatisfactionRequest.objects.get().score == 5
        assert url not in client.get(ticket_page).text

    def test_nothing_is_asked_of_a_ticket_that_is_open(self, client, sign_in, me):
        ticket = make_ticket(by=me)
        sign_in(client, me.user)

        response = client.post(
            reverse("helpdesk:satisfaction", args=[ticket.number]), {"score": "5"}
        )

        assert response.status_code == 302
        assert not SatisfactionRequest.objects.exists()

    def test_the_first_answer_counts(self, client, sign_in, me):
        ticket = resolved(me)
        sign_in(client, me.user)
        url = reverse("helpdesk:satisfaction", args=[ticket.number])

        for score in ("5", "1"):
            client.post(url, {"score": score})

        assert SatisfactionRequest.objects.get().score == 5

    def test_an_agent_cannot_answer_for_the_caller(self, client, sign_in, me, desk_agent):
        ticket = resolved(me)
        sign_in(client, desk_agent)

        response = client.post(
            reverse("helpdesk:satisfaction", args=[ticket.number]), {"score": "5"}
        )

        assert response.status_code == 403

    def test_a_stranger_finds_no_ticket(self, client, sign_in, me):
        ticket = resolved(me)
        sign_in(client, caller().user)

        response = client.get(reverse("helpdesk:satisfaction", args=[ticket.number]))

        assert response.status_code == 404


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_leave_one_answer(self):
        question, together, codes = asked(caller()), Barrier(2), []

        def send(score):
            try:
                together.wait()
                response = Client().post(page_of(question), answers(question, score=score))
                codes.append(response.status_code)
            finally:
                connections.close_all()

        threads = [Thread(target=send, args=[score]) for score in ("1", "5")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(codes) == [200, 410]
        assert TicketEvent.objects.filter(kind=EventKind.SATISFACTION).count() == 1
