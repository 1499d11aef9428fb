"""Who asks for help, and what they can ask for."""

import pytest

from helpdesk.codes import Impact, TicketCategory, TicketKind, Urgency
from helpdesk.models import RequestType
from tests.factories.helpdesk import QueueFactory, caller


@pytest.fixture
def frontline(db):
    return QueueFactory.create()


@pytest.fixture
def blank_page(frontline):
    return RequestType.objects.create(
        code="cannot-open-record",
        name="I cannot open a person’s record",
        kind=TicketKind.INCIDENT,
        category=TicketCategory.SOFTWARE,
        impact=Impact.WORK_SOME,
        urgency=Urgency.TODAY,
        prompt="Say what you did and what happened.",
    )


@pytest.fixture
def me(client, sign_in):
    role = caller()
    sign_in(client, role.user)
    return role
