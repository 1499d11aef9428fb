"""Lists the feeds."""

import json
from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.dates import format_duration
from records.codes import FeedState
from records.queries.feeds import FeedStanding, list_standings


class Command(BaseCommand):
    help = "List feeds: code, organisation, format, mode, last run, lag, state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON list")

    def handle(self, **options: object) -> None:
        at = timezone.now()
        rows = [_row(feed, at) for feed in list_standings()]
        if options["json"]:
            self.stdout.write(json.dumps(rows))
            return
        if not rows:
            self.stdout.write("There are no feeds yet.")
            return
        widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
        self.stdout.write("  ".join(name.ljust(width) for name, width in widths.items()).rstrip())
        for row in rows:
            cells = (row[name].ljust(width) for name, width in widths.items())
            self.stdout.write("  ".join(cells).rstrip())


def _row(feed: FeedStanding, at: datetime) -> dict[str, str]:
    """Return a feed in words."""
    lag = feed.lag(at)
    last = f"{feed.last_run_at:%Y-%m-%d %H:%M} {feed.last_run_state}" if feed.last_run_at else "-"
    late = " late" if feed.state == FeedState.ACTIVE and feed.is_late(at) else ""
    return {
        "code": feed.code,
        "organisation": feed.organization,
        "format": feed.format,
        "mode": feed.mode,
        "last run": last,
        "lag": (format_duration(lag) if lag is not None else "-") + late,
        "state": feed.state,
        "quarantine": str(feed.open_quarantined),
    }
