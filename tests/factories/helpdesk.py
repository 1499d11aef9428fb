from datetime import UTC, datetime

import factory

from accounts.codes import JobRole
from accounts.models import PractitionerRole
from helpdesk.actions.opening import Opening, open_ticket
from helpdesk.codes import Channel, Impact, TicketCategory, TicketKind, Urgency
from helpdesk.models import Queue, QueueMembership, ServiceComponent, Ticket
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class QueueFactory(factory.django.DjangoModelFactory[Queue]):
    class Meta:
        model = Queue
        django_get_or_create = ["code"]

    code = "frontline"
    name = factory.LazyAttribute(lambda each: each.code.replace("-", " ").capitalize())


class ConfidentialQueueFactory(QueueFactory):
    code = "information-governance"
    is_confidential = True


class QueueMembershipFactory(factory.django.DjangoModelFactory[QueueMembership]):
    class Meta:
        model = QueueMembership

    queue = factory.SubFactory(QueueFactory)
    role = factory.SubFactory(
        PractitionerRoleFactory,
        organization=factory.SubFactory(BoardFactory),
        job_role=JobRole.HELPDESK_ANALYST,
        job_title="Helpdesk analyst",
    )


def caller() -> PractitionerRole:
    """Return somebody who calls the helpdesk: an A&E doctor."""
    return PractitionerRoleFactory.create()


def agent(queue: Queue | None = None, **rights: bool) -> PractitionerRole:
    """Return a helpdesk analyst who works in a queue, with more rights there if named."""
    membership = QueueMembershipFactory.create(queue=queue or QueueFactory.create(), **rights)
    return membership.role


def make_ticket(
    *, by: PractitionerRole | None = None, at: datetime = MONDAY, **opening: object
) -> Ticket:
    """Open a ticket as somebody would in the portal."""
    by = by or caller()
    facts = {
        "kind": TicketKind.INCIDENT,
        "category": TicketCategory.SOFTWARE,
        "channel": Channel.PORTAL,
        "subject": "The record does not open",
        "text": "Since this morning I see a blank page.",
        "requester": by.user,
        "organization": by.organization,
        "impact": Impact.WORK_SOME,
        "urgency": Urgency.TODAY,
        "queue": QueueFactory.create(),
    }
    return open_ticket(Opening(**{**facts, **opening}), by=by, at=at)  # type: ignore[arg-type]  # any of them


class ServiceComponentFactory(factory.django.DjangoModelFactory[ServiceComponent]):
    class Meta:
        model = ServiceComponent
        django_get_or_create = ["code"]

    code = "hospital-feed"
    name = factory.LazyAttribute(lambda each: each.code.replace("-", " ").capitalize())
    region = factory.SubFactory(BoardFactory)
