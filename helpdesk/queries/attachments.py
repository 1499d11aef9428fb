"""Files of tickets: what there is, what is held, and the bytes of those that may be opened."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk.codes import ScanState
from helpdesk.models import Attachment, AttachmentContent, Sight

OPENABLE: Final = (ScanState.CLEAN, ScanState.RELEASED)
MOST_HELD: Final = 200


class NotToBeOpened(NotPermittedNow):
    """A file that nobody may open now; the message says why."""


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file with its bytes, for somebody who may have them."""

    attachment: Attachment
    content: bytes


def list_attachments(number: int, *, sight: Sight) -> list[Attachment]:
    """Return the files of a ticket that somebody may know of, the oldest first."""
    files = Attachment.objects.within(sight).filter(ticket_id=number)
    return list(files.select_related("event").order_by("created_at", "pk"))


def get_attachment(attachment_id: UUID, *, viewer: PractitionerRole) -> Attachment:
    """
    Return what is known of a file.

    :raises Attachment.DoesNotExist: there is none, or the viewer may not know of it
    """
    found = Attachment.objects.visible_to(viewer).select_related("ticket__queue", "event")
    return found.get(pk=attachment_id)


def open_attachment(attachment_id: UUID, *, viewer: PractitionerRole) -> OpenedFile:
    """
    Return a file with its bytes, if the virus check has passed.

    :raises Attachment.DoesNotExist: there is none, or the viewer may not know of it
    :raises NotToBeOpened: it waits for the check, or is held or destroyed
    """
    attachment = get_attachment(attachment_id, viewer=viewer)
    if attachment.scan_state not in OPENABLE:
        raise NotToBeOpened(f"{ScanState(attachment.scan_state).label}.")
    content = AttachmentContent.objects.filter(pk=attachment_id).first()
    if content is None:
        raise NotToBeOpened("Destroyed.")
    return OpenedFile(attachment, bytes(content.data))


def list_held(*, sight: Sight) -> list[Attachment]:
    """Return files that are held or wait, of the queues that somebody leads, the newest first."""
    states = [ScanState.INFECTED, ScanState.ERROR, ScanState.PENDING]
    led = Q(ticket__queue_id__in=sight.led_queues)
    held = Attachment.objects.within(sight).filter(led, scan_state__in=states)
    newest = held.select_related("ticket__queue", "event").order_by("-created_at", "pk")
    return list(newest[:MOST_HELD])
