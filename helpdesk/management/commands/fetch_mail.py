"""Fetches mail now, and reads what waits."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpdesk.actions.mail_fetching import fetch
from helpdesk.actions.mail_intake import process_waiting
from helpdesk.codes import MailboxKind
from helpdesk.models import Mailbox


class Command(BaseCommand):
    help = "Fetch what is new in one mailbox or in all, and read what waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mailbox", nargs="?", default="", help="code of the mailbox")

    def handle(self, *, mailbox: str, **_: object) -> None:
        at = timezone.now()
        mailboxes = Mailbox.objects.filter(is_active=True).exclude(kind=MailboxKind.PIPE)
        chosen = list(mailboxes.filter(code=mailbox) if mailbox else mailboxes)
        if mailbox and not chosen:
            raise CommandError(f"There is no active mailbox {mailbox} to fetch from.")
        for each in sorted(chosen, key=lambda one: one.code):
            count = fetch(each, at=at)
            self.stdout.write(f"{each.code:20} {each.failure or f'{count} new'}")
        self.stdout.write(f"{process_waiting(at=timezone.now())} read")
