from itertools import product

import pytest
from django.core.management import CommandError, call_command

from accounts.demo.organizations import BOARDS
from accounts.models import Organization, PractitionerRole, User
from core.nhs_number import find_nhs_number
from helpdesk.actions.identifiers import show_code
from helpdesk.codes import InboundState, TicketCategory
from helpdesk.models import (
    EventText,
    InboundMessage,
    Macro,
    MajorIncident,
    OrganizationContact,
    OutboundMessage,
    Queue,
    QueueMembership,
    RequestType,
    SavedView,
    Ticket,
    sight_of,
)
from helpdesk.queries.routing import find_queue


@pytest.fixture
def desk(db):
    call_command("load_demo", verbosity=0)
    call_command("load_demo_helpdesk", verbosity=0, only="desk")


def role_of(username) -> PractitionerRole:
    return PractitionerRole.objects.get(user__username=username)


class TestLoadDesk:
    def test_has_twelve_queues_with_somebody_in_each(self, desk):
        assert Queue.objects.count() == 12
        assert not Queue.objects.filter(memberships=None).exists()

    def test_every_new_ticket_finds_a_first_tier_queue(self, desk):
        regions = Organization.objects.filter(ods_code__in=[place.ods_code for place in BOARDS])

        for region, category in product(regions, TicketCategory.values):
            queue = find_queue(category=category, region_id=region.pk)
            assert queue.tier == 1
            assert category in queue.categories
            assert queue.region_id in (region.pk, None)

    def test_a_caller_of_no_region_finds_a_first_tier_queue_of_all(self, desk):
        for category in TicketCategory.values:
            queue = find_queue(category=category, region_id=None)
            assert (queue.tier, queue.region_id) == (1, None)

    def test_what_is_confidential_goes_where_only_few_see_it(self, desk):
        queue = find_queue(category="access", region_id=None, is_confidential=True)

        assert queue.code == "information-governance"
        members = queue.memberships.values_list("role__user__username", flat=True)
        assert set(members) == {"ig.analyst", "privacy.officer"}

    def test_the_ordinary_agent_leads_nothing_and_sees_nothing_restricted(self, desk):
        sight = sight_of(role_of("helpdesk"))

        assert len(sight.queues) == 3
        assert sight.led_queues == sight.restricted_queues == frozenset()

    def test_has_a_contact_who_reads_for_their_practice(self, desk):
        assert OrganizationContact.objects.get().role == role_of("practice.manager")

    def test_running_again_changes_nothing(self, desk):
        kept = (Queue, QueueMembership, RequestType, Macro, SavedView)
        before = [list(model.objects.order_by("pk").values()) for model in kept]
        history = Queue.history.count()

        call_command("load_demo_helpdesk", verbosity=0, only="desk")

        assert [list(model.objects.order_by("pk").values()) for model in kept] == before
        assert Queue.history.count() == history

    def test_says_what_to_do_first(self, db):
        with pytest.raises(CommandError, match="load_demo"):
            call_command("load_demo_helpdesk")

    def test_is_refused_where_people_rely_on_the_service(self, db, settings):
        settings.SETTINGS_MODULE = "config.settings.production"

        with pytest.raises(CommandError, match="only where the demonstration runs"):
            call_command("load_demo_helpdesk")

        assert not User.objects.exists()


@pytest.mark.django_db
class TestLoadPresent:
    def test_runs_one_major_incident_with_children_and_updates(self, desk):
        whole_demo()

        incident = MajorIncident.objects.get()
        assert incident.ended_at is None
        assert incident.ticket.children.count() >= 5
        assert incident.updates.count() == 3
        assert incident.notices.filter(ends_at=None).exists()

    def test_takes_mail_into_trays_and_answers_no_machine(self, desk):
        whole_demo()

        states = set(InboundMessage.objects.values_list("state", flat=True))
        assert {InboundState.OPENED, InboundState.PARKED} <= states
        answered = OutboundMessage.objects.values_list("address", flat=True)
        opened = InboundMessage.objects.filter(state=InboundState.OPENED)
        assert set(answered) == set(opened.values_list("sender", flat=True))

    def test_names_patients_by_reference_alone(self, desk):
        whole_demo()

        texts = list(EventText.objects.values_list("body", flat=True))

        assert any(show_code("P-")[:-1] in text for text in texts)
        assert [text for text in texts if "NhsNumber" in text or find_nhs_number(text)] == []

    def test_running_again_changes_nothing_more(self, desk):
        whole_demo()
        before = (Ticket.objects.count(), InboundMessage.objects.count())

        whole_demo()

        assert (Ticket.objects.count(), InboundMessage.objects.count()) == before


def whole_demo() -> None:
    """Load all of it, with fewer tickets."""
    call_command("load_demo_helpdesk", verbosity=0, tickets=150)
