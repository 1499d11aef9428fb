"""Sets up the demonstration's analytics: forty-five months of use, and what stands around them."""

from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from analytics.demo.around import is_there, load_around
from analytics.demo.curve import MONTHS
from analytics.demo.history import write_history

DEMO_SETTINGS: Final = {"config.settings.local", "config.settings.test"}


class Command(BaseCommand):
    help = "Add the demonstration's analytics; running it again is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--scale", type=float, default=1.0, help="How much use, beside the case study"
        )
        parser.add_argument("--months", type=int, default=MONTHS, help="How many complete months")
        parser.add_argument(
            "--one-connection",
            action="store_true",
            help="Count facts after the events of each month, not beside those of the next",
        )

    def handle(self, *_arguments: object, **options: object) -> None:
        if settings.SETTINGS_MODULE not in DEMO_SETTINGS:
            raise CommandError("Invented use is made only where the demonstration runs.")
        if is_there():
            self.stdout.write("Analytics is there already")
            return
        at, months = timezone.now(), int(str(options["months"]))
        written = write_history(
            at=at,
            scale=float(str(options["scale"])),
            months=months,
            beside=not options["one_connection"],
        )
        load_around(at=at, months=months)
        self.stdout.write(f"{written.events:,} events of {written.months} months")
