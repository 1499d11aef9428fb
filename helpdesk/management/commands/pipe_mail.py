"""Takes one mail on standard input, as a mail server hands it over."""

import os
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from helpdesk.actions.mail_intake import process, receive
from helpdesk.mail.reading import LARGEST_MAIL
from helpdesk.models import Mailbox


class Command(BaseCommand):
    """
    Takes one mail. The exit code tells the mail server what to do.

    Once the mail is written down the answer is 0: what comes of it is our affair.
    """

    help = "Take one mail on standard input for a mailbox; ends with 75 where it must come again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mailbox", help="code of the mailbox")
        parser.add_argument("--sender", help="of the envelope; empty for the null return path")
        parser.add_argument("--recipient", default="", help="of the envelope")

    def handle(self, *, mailbox: str, sender: str | None, recipient: str, **_: object) -> None:
        raw = sys.stdin.buffer.read(LARGEST_MAIL + 1)
        envelope = {"recipient": recipient} | ({} if sender is None else {"sender": sender})
        try:
            found = Mailbox.objects.filter(code=mailbox, is_active=True).first()
            if found is None:
                self.stderr.write(f"There is no active mailbox {mailbox}.")
                sys.exit(os.EX_NOUSER)
            message = receive(raw, mailbox=found, envelope=envelope, at=timezone.now())
        except Exception as error:  # noqa: BLE001 — a mail server would return the mail else
            self.stderr.write(f"Try again later: {type(error).__name__}.")
            sys.exit(os.EX_TEMPFAIL)
        try:
            process(message.pk, at=timezone.now())
        except DatabaseError as error:
            self.stderr.write(f"It is kept, and will be read later: {type(error).__name__}.")
