"""The command behind `make demo`."""

from django.core.management.base import BaseCommand, CommandError

from config.demo.errors import DemoError
from config.demo.run import run_demo
from config.stack.errors import StackError


class Command(BaseCommand):
    help = "Run the whole service with synthetic people, until Ctrl-C."
    requires_system_checks = ()

    def handle(self, *_arguments: object, **_options: object) -> None:
        try:
            run_demo()
        except (DemoError, StackError) as error:
            raise CommandError(str(error)) from None
