from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from helpdesk.actions.verifying import verify_tickets


class Command(BaseCommand):
    help = "Check that the events of tickets are as they were written, and name what is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tickets", nargs="*", type=int, help="Numbers; none means all.")

    def handle(self, *, tickets: list[int], **_options: object) -> None:
        """
        Walk the chains and write down every fault.

        :raises CommandError: a ticket is not as it was written
        """
        said = verify_tickets(tickets)
        for fault in said.faults:
            self.stderr.write(f"Ticket {fault.number}, event {fault.position}: {fault.what}.")
        self.stdout.write(f"{said.tickets:,} tickets with {said.events:,} events were checked.")
        if said.faults:
            raise CommandError(f"{len(said.faults):,} tickets are not as they were written.")
