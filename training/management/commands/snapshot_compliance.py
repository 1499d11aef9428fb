import time
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from training.actions.snapshots import snapshot_compliance


class Command(BaseCommand):
    help = "Count who is compliant, for today or for another day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, help="The day, as 2026-11-23; none means today."
        )

    def handle(self, *, on: date | None, **_options: object) -> None:
        """Count everybody for a day, as the nightly job does."""
        day = on or timezone.localdate()
        started = time.perf_counter()
        rows = snapshot_compliance(on=day)
        seconds = time.perf_counter() - started
        self.stdout.write(f"{rows:,} rows for {day} in {seconds:.1f} s.")
