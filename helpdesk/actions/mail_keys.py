"""The keys that sign message ids and reply addresses, and the mailbox that answers come back to."""

from django.conf import settings

from helpdesk.mail.threads import SigningKeys
from helpdesk.models import Mailbox, Ticket


def signing_keys() -> SigningKeys:
    """Return the keys that the service's secrets give."""
    earlier = [str(secret) for secret in settings.SECRET_KEY_FALLBACKS]
    return SigningKeys.from_secrets([settings.SECRET_KEY, *earlier])


def find_reply_mailbox(ticket: Ticket) -> Mailbox | None:
    """Return the mailbox that takes answers about a ticket: of its queue, or the first."""
    mailboxes = list(Mailbox.objects.filter(is_active=True).order_by("code"))
    own = [mailbox for mailbox in mailboxes if mailbox.queue_id == ticket.queue_id]
    return next(iter([*own, *mailboxes]), None)
