"""Writes synthetic feed files. It needs no database."""

import shutil
import time
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from records.demo import readme
from records.demo.arrivals import set_arrivals
from records.demo.generate import Order, Summary, generate
from records.demo.nhs_numbers import CAPACITY
from records.demo.places import SOURCES

STEP = 10_000


class Command(BaseCommand):
    help = "Write synthetic feed files in the real formats, the same for the same seed and day."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--patients", type=int, default=500, help="how many people")
        parser.add_argument("--out", type=Path, required=True, help="folder to write into")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="day of the first night, else today"
        )
        parser.add_argument(
            "--night", type=int, choices=(1, 2), default=1, help="2: the night after"
        )
        parser.add_argument(
            "--letters", type=float, default=1.0, help="share of letters made as PDF, 0 to 1"
        )

    def handle(self, *_args: object, **options: object) -> None:
        order = self._order(**options)
        self._clear(order.out)
        started = time.monotonic()
        summary = generate(order, self._progress)
        (order.out / "README.txt").write_text(readme.text(order, summary))
        night = order.as_of + timedelta(days=order.night - 1)
        set_arrivals(order.out, night, now=timezone.now())
        self._report(summary, time.monotonic() - started)

    def _order(self, **options: object) -> Order:
        patients, out, seed = options["patients"], options["out"], options["seed"]
        as_of, night, letters = options["as_of"], options["night"], options["letters"]
        if not (isinstance(patients, int) and 0 < patients <= CAPACITY):
            raise CommandError(f"--patients must be from 1 to {CAPACITY:,}.")
        if not (isinstance(letters, float) and 0 <= letters <= 1):
            raise CommandError("--letters must be from 0 to 1.")
        if not (isinstance(out, Path) and isinstance(seed, int) and isinstance(night, int)):
            raise CommandError("--out, --seed and --night are needed.")
        day = as_of if isinstance(as_of, date) else timezone.localdate()
        return Order(patients=patients, out=out, seed=seed, as_of=day, night=night, letters=letters)

    def _clear(self, out: Path) -> None:
        """Empty a folder that an earlier run filled; refuse any other that is not empty."""
        notes = out / "README.txt"
        ours = notes.exists() and notes.read_text().startswith(readme.MARK)
        if out.exists() and any(out.iterdir()) and not ours:
            raise CommandError(f"{out} is not empty and was not written by this command.")
        for source in SOURCES:
            shutil.rmtree(out / source.feed, ignore_errors=True)
        out.mkdir(parents=True, exist_ok=True)

    def _progress(self, done: int) -> None:
        if done % STEP == 0:
            self.stdout.write(f"{done:,} people")

    def _report(self, summary: Summary, seconds: float) -> None:
        entries = sum(summary.entries.values())
        self.stdout.write(
            f"{summary.people:,} people, {entries:,} entries in {seconds:.1f} s "
            f"({entries / max(seconds, 0.001):,.0f}/s)"
        )
