"""What the home page and the navigation offer of analytics."""

from analytics.models import READS_BOARD
from core.home import register_part


def register_panels() -> None:
    """Offer figures to those whose role reads them; managers come from their own pages."""
    register_part("Analytics", "analytics:overview", sorted(READS_BOARD), order=95)
