from datetime import timedelta
from typing import Final

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.signing_keys import make_bundle

VALID: Final = timedelta(days=5 * 365)


class Command(BaseCommand):
    help = "Print a new GOVERNANCE_SIGNING_KEY, whose certificate holds for five years."
    # It makes what the settings lack.
    requires_system_checks = ()

    def handle(self, *_args: object, **_options: object) -> None:
        """Print the bundle, for the keeper of secrets; it is stored nowhere."""
        now = timezone.now()
        since = now - timedelta(days=1)
        self.stdout.write(
            make_bundle(name="One Health and Care", since=since, until=now + VALID), ending=""
        )
