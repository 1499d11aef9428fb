"""What the home page and the navigation offer of governance."""

from accounts.codes import JobRole
from core.home import register_part


def register_panels() -> None:
    """Offer governance to everybody who works here: anyone may sit on a committee."""
    register_part("Governance", "governance:home", list(JobRole), order=90)
