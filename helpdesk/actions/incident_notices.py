"""Keep the status of the parts that a major incident touches."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import PractitionerRole
from core import service_notices
from helpdesk.codes import ComponentStatus
from helpdesk.models import MajorIncident, StatusNotice

from .service_status import LONGEST_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the parts are, in words, and whether strangers may read them."""

    status: ComponentStatus
    text: str
    is_for_strangers: bool = False


def tell_status(
    incident: MajorIncident, told: Told | None, *, by: PractitionerRole, at: datetime
) -> None:
    """Put what is known in place of what the incident said before; nothing once it has ended."""
    standing = StatusNotice.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), major_incident=incident
    )
    standing.update(ends_at=at)
    if told is not None and told.status != ComponentStatus.OPERATIONAL:
        StatusNotice.objects.bulk_create(
            StatusNotice(
                component=component,
                status=told.status,
                text=shorten(told.text),
                starts_at=at,
                major_incident=incident,
                is_for_strangers=told.is_for_strangers,
                by=by.user,
            )
            for component in incident.components.all()
        )
    transaction.on_commit(service_notices.read_again)


def shorten(text: str) -> str:
    """Return a text that fits above a page, cut between words."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_TEXT:
        return line
    return line[: LONGEST_TEXT - 2].rsplit(" ", 1)[0] + " …"
