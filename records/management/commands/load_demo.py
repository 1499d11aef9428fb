"""Sets up what the demonstration starts with: organizations, people and feeds."""

import os
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.demo.organizations import load_organizations
from accounts.demo.people import DEFAULT_PASSWORD, PEOPLE, load_people
from records.demo.agreed_feeds import load_feeds

DEMO_SETTINGS: Final = {"config.settings.local", "config.settings.test"}


class Command(BaseCommand):
    help = "Add the demonstration's organizations, people and feeds; running it again is safe."

    def handle(self, *_arguments: object, **_options: object) -> None:
        if settings.SETTINGS_MODULE not in DEMO_SETTINGS:
            raise CommandError(
                "Demonstration accounts share a password that everybody knows, so they are made "
                f"only under {' or '.join(sorted(DEMO_SETTINGS))}."
            )
        organizations = load_organizations()
        password = os.environ.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        load_people(organizations, password=password, on=timezone.localdate())
        feeds = load_feeds(organizations)
        self.stdout.write(
            f"{len(organizations)} organisations, {len(PEOPLE)} people, {len(feeds)} feeds ready"
        )
