"""What of a mail goes on a ticket: its words and names without NHS numbers, and its files."""

from datetime import datetime

from helpdesk.mail.reading import ParsedMail
from helpdesk.mail.replies import Reply
from helpdesk.models import TicketEvent

from .attachments import NewFile, keep_files
from .identifiers import clean_text


def clean_subject(mail: ParsedMail) -> str:
    """Return a mail's subject with references in place of NHS numbers."""
    return clean_text(mail.subject)[:300]


def clean_reply(reply: Reply) -> Reply:
    """Return what was written and what is quoted with references in place of NHS numbers."""
    return Reply(said=clean_text(reply.said), quoted=clean_text(reply.quoted))


def keep_mail_files(mail: ParsedMail, event: TicketEvent, *, at: datetime) -> None:
    """Put a mail's files into quarantine on the ticket; they are as visible as its words."""
    files = [NewFile(file.name, file.content, is_inline=file.is_inline) for file in mail.files]
    keep_files(event, files, at=at)
