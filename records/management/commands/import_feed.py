"""Imports files of a feed now, in the foreground."""

import json
import logging
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Final

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from core.errors import DomainError
from records.actions.imports import import_now
from records.codes import ImportRunState
from records.models import Feed, ImportRun

logger = logging.getLogger(__name__)

COUNTS: Final = (
    "received",
    "created",
    "updated",
    "unchanged",
    "withdrawn",
    "quarantined",
    "patients_created",
    "patients_linked",
    "patients_held",
)


class Command(BaseCommand):
    help = "Import files of a feed now, through the same code as the nightly job."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("feed", help="code of the feed; `manage.py feeds` lists them")
        parser.add_argument("paths", nargs="+", type=Path, help="files or folders")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print the counts as JSON"
        )
        parser.add_argument(
            "--allow-mass-withdrawal",
            action="store_true",
            help="let a snapshot withdraw more than a fifth of the feed's entries",
        )

    def handle(
        self,
        *,
        feed: str,
        paths: list[Path],
        as_json: bool,
        allow_mass_withdrawal: bool,
        **_: object,
    ) -> None:
        started = time.monotonic()
        try:
            run = import_now(
                self._find_feed(feed),
                paths,
                clock=timezone.now,
                watch=self._show,
                allow_mass_withdrawal=allow_mass_withdrawal,
            )
        except DomainError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(
                "The database went away. What was written is whole; run the same command again "
                "when it is back, and the import goes on from there."
            ) from error
        except DatabaseError as error:
            # Its words may repeat the values of a row, so they go to the log, which is discreet.
            logger.exception("The database refused what an import wrote.")
            raise CommandError(
                "The import stopped: the database refused what it wrote. The run is kept as failed."
            ) from error
        if run.state == ImportRunState.FAILED:
            raise CommandError(f"Nothing was imported. {run.failure}")
        self._report(run, time.monotonic() - started, as_json=as_json)

    def _find_feed(self, code: str) -> Feed:
        """
        Return a feed by its code.

        :raises CommandError: there is none
        """
        feed = Feed.objects.filter(code=code).first()
        if feed is None:
            known = ", ".join(Feed.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(f"There is no feed {code}. Feeds: {known or 'none yet'}.")
        return feed

    def _show(self, run: ImportRun) -> None:
        """Say on the error stream how far a run is."""
        end = "\r" if self.stderr.isatty() else "\n"
        line = f"{run.received:,} of {run.items_total:,} items, {run.persons_done:,} people"
        self.stderr.write(line, ending=end)

    def _report(self, run: ImportRun, seconds: float, *, as_json: bool) -> None:
        """Print what a run did."""
        counts = {name: getattr(run, name) for name in COUNTS}
        if as_json:
            answer = {
                **counts,
                "seconds": round(seconds, 2),
                "skipped": run.skipped,
                "run": str(run.pk),
            }
            self.stdout.write(json.dumps(answer))
            return
        for name, value in counts.items():
            self.stdout.write(f"{name.replace('_', ' '):18} {value:>12,}")
        self.stdout.write(f"{'skipped':18} {run.skipped:>12,}")
        for sentence, count in sorted(run.skipped_by_reason.items()):
            self.stdout.write(f"  {count:>8,}  {sentence}")
        for note in run.notes.order_by("at", "created_at"):
            self.stdout.write(f"* {note.text}")
        self.stdout.write(f"{seconds:.1f} s, run {run.pk}")
