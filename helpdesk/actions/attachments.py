"""
Takes files in, and puts them into quarantine: nobody opens one before the virus check has passed.

A file rides on an event and is as visible as that event, so a note's file never goes with a reply.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from core.file_kinds import FileKind, examine
from helpdesk import permissions, policies
from helpdesk.codes import EventKind, ScanState, Visibility
from helpdesk.models import Attachment, AttachmentContent, Ticket, TicketEvent, sight_of
from helpdesk.tasks.files import hand_off_scan

from .identifiers import clean_text
from .recording import Happening, lock_ticket, record

LARGEST_FILE: Final = 25 * 1024 * 1024
MOST_FILES: Final = 10
MOST_FILES_A_TICKET: Final = 200
LONGEST_NAME: Final = 120
LONGEST_ENDING: Final = 10


class UnfitFile(NotPermittedNow):
    """A file that cannot be attached; the message names no file, and says why."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it comes. `is_inline` is one that a mail shows in its text, such as a logo."""

    name: str
    content: bytes
    is_inline: bool = False


def check_files(files: Sequence[NewFile], ticket: Ticket | None = None) -> None:
    """
    Require files that may be attached to a ticket, or to a new one.

    :raises UnfitFile: they are too many, or one is too large or of a kind that is not taken
    """
    if len(files) > MOST_FILES:
        raise UnfitFile(f"Attach at most {MOST_FILES} files at once.")
    if files and ticket and ticket.attachments.count() + len(files) > MOST_FILES_A_TICKET:
        raise UnfitFile(f"A ticket holds at most {MOST_FILES_A_TICKET} files.")
    for file in files:
        if len(file.content) > LARGEST_FILE:
            raise UnfitFile("A file is larger than 25 MB.")
        if refusal := examine(file.content, file.name).refusal:
            raise UnfitFile(refusal)


@transaction.atomic
def attach_files(
    *,
    number: int,
    files: Sequence[NewFile],
    visibility: Visibility,
    by: PractitionerRole,
    at: datetime,
) -> TicketEvent:
    """
    Attach files to a ticket, for its caller and staff or for staff alone.

    :raises Forbidden: the actor may not write to the ticket
    :raises NotPermittedNow: it has ended, or a file is unfit (UnfitFile)
    """
    ticket = lock_ticket(number)
    sight = sight_of(by)
    if visibility == Visibility.INTERNAL:
        permissions.check_may_work_on(sight, ticket)
    else:
        permissions.check_may_write_to(sight, ticket)
    policies.check_is_not_ended(ticket)
    if not files:
        raise UnfitFile("Choose a file first.")
    check_files(files, ticket)
    happening = Happening(
        kind=EventKind.ATTACHED, by=by, visibility=visibility, facts={"files": len(files)}
    )
    event = record(ticket, happening, at=at)
    keep_files(event, files, at=at)
    return event


def keep_files(event: TicketEvent, files: Sequence[NewFile], *, at: datetime) -> list[Attachment]:
    """
    Put files into quarantine, in the transaction of the event that they ride on.

    Whoever calls for a person has asked `check_files`. What a mail brings is kept whatever it is:
    unfit files are held, and those that are too large stand in the mail alone.
    """
    return [_keep_file(event, file, at=at) for file in files]


def _keep_file(event: TicketEvent, file: NewFile, *, at: datetime) -> Attachment:
    kind = _kind_of(file)
    attachment = Attachment.objects.create(
        ticket_id=event.ticket_id,
        event=event,
        visibility=event.visibility,
        name=clean_name(file.name),
        content_type=kind.content_type[:100],
        size=len(file.content),
        sha256=sha256(file.content).hexdigest(),
        is_inline=file.is_inline,
        is_risky=kind.is_risky,
        scan_state=ScanState.ERROR if kind.refusal else ScanState.PENDING,
        scan_detail=kind.refusal,
        next_scan_at=None if kind.refusal else at,
    )
    if len(file.content) <= LARGEST_FILE:
        AttachmentContent.objects.create(attachment=attachment, data=file.content)
    if not kind.refusal:
        # Where it cannot be handed off now, the regular check of what waits finds it.
        transaction.on_commit(partial(hand_off_scan, attachment_id=attachment.pk), robust=True)
    return attachment


def _kind_of(file: NewFile) -> FileKind:
    if len(file.content) > LARGEST_FILE:
        return FileKind(
            "application/octet-stream", refusal="Larger than 25 MB; only the mail has it."
        )
    return examine(file.content, file.name)


def clean_name(name: str) -> str:
    """Return a file's name without folders, signs that deceive, and NHS numbers."""
    last = PurePosixPath(PureWindowsPath(name.replace("\0", "")).name or "file")
    # Signs that nobody sees could turn "fdp.exe" into "exe.pdf".
    plain = "".join(sign for sign in last.name if sign.isprintable()).strip(" .") or "file"
    clean = clean_text(plain)
    stem, dot, ending = clean.rpartition(".")
    if len(clean) <= LONGEST_NAME or not dot or len(ending) > LONGEST_ENDING:
        return clean[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
