"""When each source's files came: the time that a file carries is the time that it arrived."""

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from core.dates import LONDON

# On which day before the first night's day, and at what time, a feed's newest file came.
_ARRIVALS: Final = {
    "gp-radbrook-green": (0, time(2, 14)),
    "gp-riverside": (0, time(2, 31)),
    "gp-trent-vale": (0, time(1, 52)),
    "gp-eve-hill": (0, time(3, 8)),
    "uhnm": (0, time(1, 20)),
    "dudley-group": (0, time(4, 2)),
    "shropcom": (0, time(5, 15)),
    "mpft": (2, time(1, 40)),
    "shropshire-council": (3, time(18, 0)),
}
_JUST_NOW: Final = timedelta(minutes=3)


def set_arrivals(out: Path, as_of: date, *, now: datetime) -> None:
    """Give the files of every feed the time at which they came, the acute hospital's just now."""
    for folder in out.iterdir():
        if folder.is_dir():
            arrived = _arrived(folder.name, as_of, now).timestamp()
            for path in folder.iterdir():
                os.utime(path, (arrived, arrived))


def _arrived(feed: str, as_of: date, now: datetime) -> datetime:
    """Return when a feed's files came; what would still lie ahead came a day earlier."""
    if feed not in _ARRIVALS:
        return now - _JUST_NOW
    days, at = _ARRIVALS[feed]
    arrived = datetime.combine(as_of - timedelta(days=days), at, tzinfo=LONDON)
    return arrived if arrived <= now else arrived - timedelta(days=1)
