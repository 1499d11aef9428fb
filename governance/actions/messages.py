"""Write the mail that tells people of governance, in the transaction of what it tells."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from governance.codes import MessageKind
from governance.models import AgendaItem, GovernanceMessage, Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """
    A mail to be: what it says, and the calendar file that goes with it, if any.

    Subject and body name no agenda item, paper or decision: mail goes through many hands, and
    those who may no longer know of an item must not learn of it there. They give figures and links.
    """

    kind: MessageKind
    once_key: str
    subject: str
    body: str
    invitation: str = ""


def queue_message(
    telling: Telling,
    *,
    to: User,
    at: datetime,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    not_before: datetime | None = None,
) -> GovernanceMessage:
    """Put a mail into the outbox, once for its key."""
    message, _ = GovernanceMessage.objects.get_or_create(
        once_key=telling.once_key,
        defaults={
            "user": to,
            "meeting": meeting,
            "item": item,
            "kind": telling.kind,
            "subject": telling.subject,
            "body": telling.body,
            "invitation": telling.invitation,
            "queued_at": at,
            "not_before": not_before,
        },
    )
    return message
