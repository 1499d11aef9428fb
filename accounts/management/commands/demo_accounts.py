"""Says with which names and password one can sign in to the demonstration."""

import os

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo.people import DEFAULT_PASSWORD, PEOPLE
from accounts.models import PractitionerRole
from accounts.queries import list_roles_of


class Command(BaseCommand):
    help = "Print the demonstration's accounts."

    def handle(self, *_arguments: object, **_options: object) -> None:
        people = {person.username: person for person in PEOPLE}
        roles = list_roles_of(people, timezone.localdate())
        if not roles:
            raise CommandError("There are no demonstration accounts yet: run manage.py load_demo.")
        rows = [
            (role.user.username, _describe(role), people[role.user.username].shows)
            for role in sorted(roles, key=lambda role: list(people).index(role.user.username))
        ]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        for name, role, shows in rows:
            self.stdout.write(f"  {name:<{widths[0]}}  {role:<{widths[1]}}  {shows}")
        self.stdout.write(
            f"  password for all: {os.environ.get('DEMO_PASSWORD') or DEFAULT_PASSWORD}"
        )


def _describe(role: PractitionerRole) -> str:
    return f"{role.title}, {role.organization.short_name}"
