"""Asking for something under Help: the form, what is kept of it, what follows."""

import re
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.urls import reverse

from helpdesk.codes import (
    EventKind,
    Impact,
    TicketCategory,
    TicketKind,
    Urgency,
    Visibility,
)
from helpdesk.models import (
    RequestDraft,
    RequestType,
    Submission,
    Ticket,
)
from tests.factories.accounts import (
    HospitalFactory,
    PractitionerRoleFactory,
)
from tests.factories.helpdesk import (
    ConfidentialQueueFactory,
    QueueFactory,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def filled_in(**answers):
    return {
        "text": "The page stays blank. I have tried twice.",
        "could_harm": "no",
        "gone_astray": "no",
        "urgency": "2",
        "token": str(uuid4()),
        **answers,
    }


class TestRequestNew:
    def send(self, client, kind, **answers):
        return client.post(reverse("helpdesk:request_new", args=[kind.code]), filled_in(**answers))

    def test_opens_a_ticket_of_its_type(self, client, me, blank_page):
        response = self.send(client, blank_page, external_reference="RXW-4711")

        ticket = Ticket.objects.get()
        assert response.url == reverse("helpdesk:request_sent", args=[ticket.number])
        assert (ticket.kind, ticket.category) == (TicketKind.INCIDENT, TicketCategory.SOFTWARE)
        assert (ticket.impact, ticket.urgency) == (Impact.WORK_SOME, Urgency.TODAY)
        assert ticket.requester == me.user
        assert ticket.organization == me.organization
        assert ticket.external_reference == "RXW-4711"

    def test_makes_the_subject_of_the_first_sentence(self, client, me, blank_page):
        self.send(client, blank_page)

        assert Ticket.objects.get().subject == "The page stays blank"

    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_flags_what_could_harm_a_patient(self, client, me, blank_page, answer):
        self.send(client, blank_page, could_harm=answer)

        ticket = Ticket.objects.get()
        assert ticket.has_safety_flag
        assert ticket.impact == Impact.CARE_SOME
        assert ticket.triage["caller_could_harm"] == answer

    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_sends_what_may_have_gone_astray_to_the_confidential_queue(
        self, client, me, blank_page, answer
    ):
        blank_page.queue = QueueFactory.create()
        blank_page.save()
        confidential = ConfidentialQueueFactory.create()

        self.send(client, blank_page, gone_astray=answer)

        ticket = Ticket.objects.get()
        assert ticket.queue == confidential
        assert ticket.is_restricted

    def test_says_who_reads_what_is_confidential(self, client, me, blank_page):
        def page():
            return text_of(client.get(reverse("helpdesk:request_new", args=[blank_page.code])))

        assert "The helpdesk reads it" in page()

        RequestType.objects.update(queue=ConfidentialQueueFactory.create())
        assert "The helpdesk reads it" not in page()
        assert "Only information governance reads it" in page()

    def test_wants_an_answer_about_harm(self, client, me, blank_page):
        response = self.send(client, blank_page, could_harm="")

        assert not Ticket.objects.exists()
        assert "Say whether a patient could be harmed" in text_of(response)

    def test_keeps_what_was_typed_where_something_is_missing(self, client, me, blank_page):
        text = text_of(self.send(client, blank_page, urgency="", subject="Blank"))

        assert "The page stays blank. I have tried twice." in text
        assert 'value="Blank"' in text

    def test_makes_one_ticket_of_a_form_that_is_sent_twice(self, client, me, blank_page):
        token = str(uuid4())

        first = self.send(client, blank_page, token=token)
        second = self.send(client, blank_page, token=token)

        assert Ticket.objects.count() == 1
        assert first.url == second.url

    def test_gives_nobody_the_ticket_of_a_token_that_is_anothers(
        self, client, sign_in, me, blank_page
    ):
        token = str(uuid4())
        mine = self.send(client, blank_page, token=token)
        sign_in(client, caller().user)

        theirs = self.send(client, blank_page, token=token)

        assert mine.url != theirs.url

    def test_takes_a_form_whose_token_was_lost(self, client, me, blank_page):
        self.send(client, blank_page, token="no token")

        assert Ticket.objects.count() == 1

    def test_keeps_files_with_what_was_asked(self, client, me, blank_page):
        self.send(client, blank_page, attached=SimpleUploadedFile("screen.txt", b"It is blank."))

        attachment = Ticket.objects.get().attachments.get()
        assert attachment.event.kind == EventKind.OPENED
        assert attachment.visibility == Visibility.PUBLIC

    def test_takes_no_program(self, client, me, blank_page):
        program = SimpleUploadedFile("fix.exe", b"MZ" + bytes(200))

        response = self.send(client, blank_page, attached=program)

        assert response.status_code == 200
        assert "The page stays blank. I have tried twice." in text_of(response)
        assert not Ticket.objects.exists()

    def test_says_that_files_must_be_chosen_again(self, client, me, blank_page):
        chosen = SimpleUploadedFile("screen.txt", b"It is blank.")

        text = text_of(self.send(client, blank_page, attached=chosen, urgency=""))

        assert "Choose the files again" in text

    def test_is_not_found_for_a_type_that_is_not_offered(self, client, me):
        response = client.get(reverse("helpdesk:request_new", args=["fax-us"]))

        assert response.status_code == 404


class TestRequestKeep:
    def keep(self, client, kind, **typed):
        return client.post(reverse("helpdesk:request_keep", args=[kind.code]), typed)

    def page(self, client, kind):
        return text_of(client.get(reverse("helpdesk:request_new", args=[kind.code])))

    def test_gives_back_what_was_typed_and_not_sent(self, client, me, blank_page):
        self.keep(client, blank_page, text="The page stays", could_harm="no")

        text = self.page(client, blank_page)

        assert "The page stays" in text
        assert "what you typed before" in text

    def test_keeps_no_nhs_number(self, client, me, blank_page):
        self.keep(client, blank_page, text="It is about 999 000 0018.")

        assert "999 000 0018" not in str(RequestDraft.objects.get().answers)

    def test_gives_nobody_what_another_typed(self, client, sign_in, me, blank_page):
        self.keep(client, blank_page, text="The page stays")
        sign_in(client, caller().user)

        assert "The page stays" not in self.page(client, blank_page)

    def test_forgets_it_once_it_is_sent(self, client, me, blank_page):
        self.keep(client, blank_page, text="The page stays")
        client.post(reverse("helpdesk:request_new", args=[blank_page.code]), filled_in())

        assert not RequestDraft.objects.exists()

    @pytest.mark.parametrize("typed", [{"text": "  "}, {"forget": "1", "text": "The page"}])
    def test_forgets_it_when_asked(self, client, me, blank_page, typed):
        self.keep(client, blank_page, text="The page stays")

        self.keep(client, blank_page, **typed)

        assert not RequestDraft.objects.exists()


class TestRequestSent:
    def test_says_the_number_and_what_happens_next(self, client, me):
        ticket = make_ticket(by=me)

        text = text_of(client.get(reverse("helpdesk:request_sent", args=[ticket.number])))

        assert f"ticket {ticket.number}" in text
        assert "answers you" in text

    def test_is_not_found_for_anybody_else(self, client, me):
        ticket = make_ticket()

        response = client.get(reverse("helpdesk:request_sent", args=[ticket.number]))

        assert response.status_code == 404


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_make_one_ticket(self, client, sign_in):
        QueueFactory.create()
        kind = RequestType.objects.create(
            code="blank", name="Blank", kind="incident", category="software"
        )
        role = PractitionerRoleFactory.create(organization=HospitalFactory.create())
        sign_in(client, role.user)
        data, together, urls = filled_in(), Barrier(2), []

        def send():
            try:
                together.wait()
                response = client.post(reverse("helpdesk:request_new", args=[kind.code]), data)
                urls.append(response.url)
            finally:
                connections.close_all()

        threads = [Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(urls) == 2
        assert len(set(urls)) == 1
        assert Ticket.objects.count() == Submission.objects.count() == 1
        assert connection.is_usable()
