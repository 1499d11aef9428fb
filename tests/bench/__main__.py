"""`python -m tests.bench [name …]`: runs the benchmarks in a database of their own."""

import os
import signal
import sys
from collections.abc import Callable, Collection
from importlib import import_module
from typing import TypeAlias

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from config.stack.errors import StackError
from tests.bench.database import own_database
from tests.bench.peer_errors import PeerFailed
from tests.bench.report import note
from tests.bench.scale import Scale, chosen_scale

Run: TypeAlias = Callable[[Scale, Collection[str]], None]

# Which module measures what. They need Django set up, so they are imported once that is done.
MODULES = {
    "tests.bench.imports": ("import_new", "import_unchanged"),
    "tests.bench.pages": ("summary_page", "section_page"),
    "tests.bench.patient_search": ("patient_search",),
    "tests.bench.helpdesk_pages": (
        "helpdesk_list",
        "helpdesk_search",
        "helpdesk_ticket",
        "helpdesk_dashboard",
    ),
    "tests.bench.helpdesk_against_peer": ("helpdesk_against_peer",),
    "tests.bench.training_lists": ("training_list",),
    "tests.bench.training_booking": ("training_booking", "training_rivals"),
    "tests.bench.training_compliance": ("compliance_snapshot", "compliance_grid"),
    "tests.bench.governance_verify": ("governance_verify",),
    "tests.bench.governance_packs": ("governance_pack", "governance_personal_packs"),
    "tests.bench.analytics_use": (
        "analytics_rebuild",
        "analytics_increment",
        "analytics_dashboard",
    ),
}
NAMES = [name for names in MODULES.values() for name in names]


def main() -> int:
    wanted = sys.argv[1:] or NAMES
    if unknown := [name for name in wanted if name not in NAMES]:
        note(f"There is no benchmark {unknown[0]}. Benchmarks: {', '.join(NAMES)}.")
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.local"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        scale = chosen_scale()
        with own_database() as name:
            note(f"Database {name}, load {os.getloadavg()[0]:.1f}")
            django.setup()
            call_command("migrate", verbosity=0)
            call_command("load_demo", stdout=sys.stderr)
            for module, measured in MODULES.items():
                if chosen := [name for name in measured if name in wanted]:
                    run: Run = import_module(module).run
                    run(scale, chosen)
    except (ImproperlyConfigured, StackError, PeerFailed) as error:
        note(str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
