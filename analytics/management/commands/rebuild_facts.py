"""Counts all facts anew from raw events, month by month; pages stay up meanwhile."""

import time
from argparse import ArgumentParser
from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError

from analytics.actions.facts import list_event_months, rebuild_month
from core.dates import LONDON


class Command(BaseCommand):
    """`manage.py rebuild_facts [--month 2026-10]`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a single month, or none for all of them."""
        parser.add_argument("--month", help="Only this month, as in 2026-10")

    def handle(self, *_: object, month: str | None, **__: object) -> None:
        """Count, and say how long each month took."""
        months = [_read_month(month)] if month else list_event_months()
        for each in months:
            began = time.monotonic()
            rebuild_month(each)
            self.stdout.write(f"{each:%Y-%m} {time.monotonic() - began:.1f} s")


def _read_month(words: str) -> date:
    try:
        return datetime.strptime(words, "%Y-%m").replace(tzinfo=LONDON).date()
    except ValueError:
        raise CommandError(f"{words} is no month. Write it as in 2026-10.") from None
