"""Note who has a ticket before them, and keep what they have typed. Neither is a lock."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import PractitionerRole
from helpdesk import permissions
from helpdesk.codes import PresenceKind, Visibility
from helpdesk.models import Draft, Presence, Ticket, sight_of
from helpdesk.queries.desk import PRESENCE_LASTS

from .identifiers import clean_text
from .shifts import note_seen

LONGEST_DRAFT = 50_000

# One statement: two tabs of one person must not meet between a look and a write.
NOTE = """
    INSERT INTO helpdesk_presence (id, created_at, updated_at, ticket_id, user_id, kind, seen_at)
    VALUES (gen_random_uuid(), %(at)s, %(at)s, %(ticket)s, %(user)s, %(kind)s, %(at)s)
    ON CONFLICT (ticket_id, user_id)
    DO UPDATE SET kind = excluded.kind, seen_at = excluded.seen_at
"""


@transaction.atomic
def note_presence(
    *, ticket: Ticket, kind: PresenceKind, by: PractitionerRole, at: datetime
) -> None:
    """
    Note that somebody of the staff looks at a ticket, or writes; it lapses by itself.

    :raises Forbidden: they are not of the staff
    """
    permissions.check_is_staff(sight_of(by))
    lapsed = Presence.objects.filter(user_id=by.user_id, seen_at__lt=at - PRESENCE_LASTS)
    lapsed.exclude(ticket=ticket).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            NOTE, {"ticket": ticket.pk, "user": by.user_id, "kind": kind.value, "at": at}
        )
    note_seen(role=by, at=at)


def keep_draft(*, ticket: Ticket, visibility: Visibility, text: str, by: PractitionerRole) -> None:
    """Keep what somebody has typed and not sent; nothing but space takes the draft away."""
    if text.strip():
        Draft.objects.update_or_create(
            ticket=ticket,
            user_id=by.user_id,
            visibility=visibility,
            defaults={"text": clean_text(text)[:LONGEST_DRAFT]},
        )
    else:
        drop_draft(ticket=ticket, visibility=visibility, by=by)


def drop_draft(*, ticket: Ticket, visibility: Visibility, by: PractitionerRole) -> None:
    """Forget what somebody had typed, because it was sent."""
    Draft.objects.filter(ticket=ticket, user_id=by.user_id, visibility=visibility).delete()
