"""What workers and the scheduler carry out for governance, a module for each family."""

from . import (
    actions,
    agreements,
    decisions,
    mail,
    meetings,
    minutes,
    packs,
    paper_reminders,
    papers,
)

__all__ = [
    "actions",
    "agreements",
    "decisions",
    "mail",
    "meetings",
    "minutes",
    "packs",
    "paper_reminders",
    "papers",
]
