"""What the home page and the navigation offer of the helpdesk."""

from .desk_panels import register_desk_panels
from .mail_panels import register_mail_panels
from .portal_panels import register_portal_panels


def register_panels() -> None:
    """Offer the helpdesk to everybody, and the desk to those who work there."""
    register_desk_panels()
    register_mail_panels()
    register_portal_panels()
