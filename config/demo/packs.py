"""Has the board pack of today's meeting made, once the night's import has given it figures."""

from datetime import datetime

from accounts.queries import list_roles_of
from core.dates import LONDON
from governance.demo.live import issue_pack_of_today

SECRETARY = "board.secretary"


def issue_packs(*, now: datetime) -> None:
    """Ask for the pack; the workers make it while people sign in."""
    for secretary in list_roles_of([SECRETARY], now.astimezone(LONDON).date()):
        issue_pack_of_today(secretary, at=now)
