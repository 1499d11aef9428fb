"""Say how a part of the service is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import PractitionerRole
from core import service_notices
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.codes import ComponentStatus
from helpdesk.models import ServiceComponent, StatusNotice, sight_of

from .identifiers import clean_text

LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a component, from when, and until when if that is known."""

    status: ComponentStatus
    text: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_for_strangers: bool = False


@transaction.atomic
def set_status(
    *, component: ServiceComponent, said: Said, by: PractitionerRole, at: datetime
) -> StatusNotice | None:
    """
    Say how a component is from now on, or plan work on it; None where it simply works again.

    What was said before ends, except what a running major incident says.

    :raises Forbidden: the actor leads no queue
    :raises NotPermittedNow: there is nothing to read, or it would end before it starts
    """
    permissions.check_leads_a_queue(sight_of(by))
    starts_at = said.starts_at or at
    if said.status != ComponentStatus.OPERATIONAL and not said.text.strip():
        raise NotPermittedNow("Say in a sentence what people will notice.")
    if said.ends_at is not None and said.ends_at <= max(starts_at, at):
        raise NotPermittedNow("It must end after it starts, and after now.")
    ServiceComponent.objects.select_for_update().get(pk=component.pk)
    if starts_at <= at:
        _end_what_stands(component, at)
    transaction.on_commit(service_notices.read_again)
    if said.status == ComponentStatus.OPERATIONAL:
        return None
    return StatusNotice.objects.create(
        component=component,
        status=said.status,
        text=clean_text(said.text.strip())[:LONGEST_TEXT],
        starts_at=starts_at,
        ends_at=said.ends_at,
        is_for_strangers=said.is_for_strangers,
        by=by.user,
    )


@transaction.atomic
def withdraw_notice(*, notice: StatusNotice, by: PractitionerRole, at: datetime) -> None:
    """
    End what is said now, or call off work that is ahead.

    :raises Forbidden: the actor leads no queue
    :raises NotPermittedNow: a running major incident says it
    """
    permissions.check_leads_a_queue(sight_of(by))
    if notice.major_incident_id and notice.major_incident and not notice.major_incident.ended_at:
        raise NotPermittedNow("A running major incident says this. Post an update there instead.")
    end = max(at, notice.starts_at)
    StatusNotice.objects.filter(pk=notice.pk).update(ends_at=end)
    transaction.on_commit(service_notices.read_again)


def _end_what_stands(component: ServiceComponent, at: datetime) -> None:
    standing = StatusNotice.objects.filter(
        Q(major_incident__isnull=True) | Q(major_incident__ended_at__isnull=False),
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        component=component,
        starts_at__lte=at,
    )
    standing.update(ends_at=at)
