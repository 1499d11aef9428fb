"""Who may know of which ticket."""

import pytest

from accounts.codes import JobRole
from helpdesk.actions.writing import write_note
from helpdesk.codes import EventKind
from helpdesk.models import OrganizationContact, Ticket, TicketEvent
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory
from tests.factories.helpdesk import (
    MONDAY,
    ConfidentialQueueFactory,
    agent,
    caller,
    make_ticket,
)

pytestmark = pytest.mark.django_db


def numbers(viewer):
    return set(Ticket.objects.visible_to(viewer).values_list("number", flat=True))


class TestTicketsVisibleTo:
    def test_callers_see_their_own_alone(self):
        mine, me = make_ticket(), caller()
        theirs = make_ticket(by=me)

        assert numbers(me) == {theirs.number}
        assert mine.number not in numbers(me)

    def test_the_desk_sees_all_that_is_not_restricted(self):
        ordinary = make_ticket()
        make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        assert numbers(agent()) == {ordinary.number}

    def test_members_of_a_confidential_queue_need_the_right_to_restricted_tickets(self):
        queue = ConfidentialQueueFactory.create()
        restricted = make_ticket(queue=queue, has_governance_flag=True)

        assert restricted.number not in numbers(agent(queue))
        assert restricted.number in numbers(agent(queue, sees_restricted=True))

    def test_privacy_officers_see_governance_tickets_of_their_board(self):
        restricted = make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)
        make_ticket()
        here = PractitionerRoleFactory.create(
            job_role=JobRole.PRIVACY_OFFICER, organization=BoardFactory.create()
        )
        elsewhere = PractitionerRoleFactory.create(
            job_role=JobRole.PRIVACY_OFFICER, organization=BoardFactory.create(ods_code="QUA")
        )

        assert numbers(here) == {restricted.number}
        assert numbers(elsewhere) == set()

    def test_a_contact_sees_their_organisations_tickets_but_no_sensitive_ones(self):
        contact = caller()
        OrganizationContact.objects.create(role=contact)
        colleagues = make_ticket()
        make_ticket(has_safety_flag=True)
        make_ticket(queue=ConfidentialQueueFactory.create(), has_governance_flag=True)

        assert numbers(contact) == {colleagues.number}


class TestEventsVisibleTo:
    def test_callers_do_not_read_notes_of_the_staff(self):
        me = caller()
        ticket = make_ticket(by=me)
        worker = agent()
        write_note(number=ticket.number, text="Looks like the proxy.", by=worker, at=MONDAY)

        assert [e.kind for e in TicketEvent.objects.visible_to(me)] == [EventKind.OPENED]
        assert TicketEvent.objects.visible_to(worker).count() == 2

    def test_staff_who_call_about_a_restricted_matter_read_as_callers_do(self):
        colleague, queue = agent(), ConfidentialQueueFactory.create()
        ticket = make_ticket(by=colleague, queue=queue, has_governance_flag=True)
        officer = agent(queue, sees_restricted=True)
        write_note(number=ticket.number, text="About a colleague.", by=officer, at=MONDAY)

        assert [e.kind for e in TicketEvent.objects.visible_to(colleague)] == [EventKind.OPENED]
