"""Makes a token with which another system uses the API in somebody's role."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import issue_api_token
from accounts.queries import list_roles_of


class Command(BaseCommand):
    help = "Make an API token for somebody's role; it is printed once and kept nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="which system uses it, and what for")
        parser.add_argument("--days", type=int, default=90, help="how long it lasts")
        parser.add_argument("--job-role", help="where the person has several roles: which")

    def handle(self, *_arguments: object, **options: str) -> None:
        at = timezone.now()
        roles = [
            role
            for role in list_roles_of([options["username"]], timezone.localdate())
            if options["job_role"] in (None, role.job_role)
        ]
        if len(roles) != 1:
            raise CommandError(
                f"{options['username']} holds {len(roles)} current roles that fit; name one that "
                "they hold once with --job-role."
            )
        _, secret = issue_api_token(
            name=options["name"],
            role=roles[0],
            expires_at=at + timedelta(days=int(options["days"])),
            by=None,
        )
        self.stdout.write(secret)
