"""Where the desk finds its mail."""

from accounts.codes import JobRole
from core.home import register_part


def register_mail_panels() -> None:
    """Offer the mail to the desk's analysts."""
    register_part("Mail", "helpdesk:mail_list", (JobRole.HELPDESK_ANALYST,), order=20)
