"""Opening the record in an emergency."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import NotPermittedNow
from core.record_gate import StandingState
from helpdesk.codes import TicketCategory, TicketKind
from helpdesk.models import EventText, Ticket
from records.actions.passages import LEFT_OUT, Emergency, open_passage
from records.codes import EmergencyKind
from records.models import EmergencyPassage
from records.queries.passages import list_passages
from tests.factories.accounts import BoardFactory, OrganizationFactory
from tests.factories.gate import stands, the_record_asks
from tests.factories.helpdesk import QueueFactory
from tests.factories.records import test_number

pytestmark = pytest.mark.django_db

EMERGENCY = Emergency(kind=EmergencyKind.LIFE, words="Cardiac arrest, no history.")


@pytest.fixture
def role(clinician):
    the_record_asks()
    return stands(clinician, StandingState.LAPSED).active_role


def open_one(role, *, emergency=EMERGENCY, session_key="a-session"):
    return open_passage(role=role, emergency=emergency, session_key=session_key, at=timezone.now())


class TestOpenPassage:
    def test_keeps_who_why_and_what_had_lapsed(self, role):
        passage = open_one(role)

        assert (passage.user_id, passage.role) == (role.user_id, role)
        assert passage.user_name == str(role.user)
        assert passage.organization_name == role.organization.name
        assert passage.board == BoardFactory.create()
        assert passage.competencies == ["Record safe use"]
        assert passage.lapsed_on == timezone.localdate() - timedelta(days=60)
        assert b"a-session" not in bytes(passage.session_digest)

    def test_is_one_for_a_session_however_often_it_is_sent(self, role):
        first, again = open_one(role), open_one(role)

        assert first == again
        assert open_one(role, session_key="another") != first

    def test_keeps_no_nhs_number(self, role):
        words = f"Needs insulin: {test_number(3)} in resus"

        passage = open_one(role, emergency=Emergency(kind=EmergencyKind.LIFE, words=words))

        assert passage.words == f"Needs insulin: {LEFT_OUT} in resus"

    @pytest.mark.parametrize(
        "state",
        [StandingState.OPEN, StandingState.DUE, StandingState.GRACE, StandingState.NEVER],
    )
    def test_is_for_training_that_has_lapsed(self, clinician, state):
        the_record_asks()
        stands(clinician, state)

        with pytest.raises(NotPermittedNow):
            open_one(clinician.active_role)

    def test_stays_as_it_was_written(self, role):
        passage = open_one(role)

        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyPassage.objects.filter(pk=passage.pk).update(words="Nothing happened.")
        with pytest.raises(IntegrityError), transaction.atomic():
            passage.delete()


class TestTelling:
    def test_opens_a_ticket_for_training_once(self, role, django_capture_on_commit_callbacks):
        queue = QueueFactory.create()

        with django_capture_on_commit_callbacks(execute=True):
            open_one(role)
            open_one(role)

        ticket = Ticket.objects.get()
        assert (ticket.kind, ticket.category) == (
            TicketKind.SERVICE_REQUEST,
            TicketCategory.TRAINING,
        )
        assert (ticket.queue, ticket.requester) == (queue, role.user)
        assert ticket.region == BoardFactory.create()
        assert "Cardiac arrest" in EventText.objects.get().body

    def test_goes_on_where_no_queue_takes_it(
        self, role, django_capture_on_commit_callbacks, caplog
    ):
        with django_capture_on_commit_callbacks(execute=True):
            passage = open_one(role)

        assert not Ticket.objects.exists()
        assert f"{passage.pk} could not be told to helpdesk" in caplog.text
        assert str(role.user) not in caplog.text
        assert "Cardiac" not in caplog.text


class TestListPassages:
    def test_lists_those_of_some_organizations_since_a_moment(
        self, role, django_assert_num_queries
    ):
        passage = open_one(role)
        hour = timedelta(hours=1)

        with django_assert_num_queries(1):
            found = list_passages(
                organizations=[role.organization_id], since=passage.at - hour, most=5
            )

        assert [(line.passage_id, line.records_opened) for line in found] == [(passage.pk, 0)]
        later, elsewhere = passage.at + hour, OrganizationFactory.create().pk
        assert list_passages(organizations=[role.organization_id], since=later) == []
        assert list_passages(organizations=[elsewhere], since=passage.at - hour) == []
