"""Hands what lies in the inboxes to the workers."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from records.actions.imports import start_nightly_runs


class Command(BaseCommand):
    help = "Register an import of what lies in the feeds' inboxes, and hand it to the workers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--feed", action="append", default=[], metavar="CODE", help="only this feed"
        )

    def handle(self, *, feed: list[str], **_: object) -> None:
        runs = start_nightly_runs(at=timezone.now(), codes=feed)
        for run in runs:
            self.stdout.write(f"{run.feed.code}: run {run.pk}, {run.files.count()} files")
        if not runs:
            self.stdout.write("No inbox holds files that are ready.")
