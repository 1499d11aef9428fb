"""The first nightly import of the demonstration, followed while the worker carries it out."""

import time
from collections.abc import Callable

from django.utils import timezone

from config.demo.programs import Programs
from records.actions import imports
from records.codes import ImportRunState

OPEN_STATES = frozenset({ImportRunState.WAITING, ImportRunState.RUNNING})


def import_inbox(programs: Programs, show: Callable[[str], None]) -> list[str]:
    """
    Have the worker import what lies in the inboxes or was cut off, and wait until it is done.

    Gives a line for each run that failed.

    :raises DemoError: the worker does not stay up
    """
    at = timezone.now()
    runs = [*imports.resume_stalled_runs(at=at), *imports.start_nightly_runs(at=at)]
    while any(run.state in OPEN_STATES for run in runs):
        programs.restart_dead()
        time.sleep(0.25)
        for run in runs:
            run.refresh_from_db()
        ended = sum(run.state not in OPEN_STATES for run in runs)
        done, known = sum(run.received for run in runs), sum(run.items_total for run in runs)
        show(f"{ended} of {len(runs)} feeds, {done:,} of {known:,} items")
    failed = [run for run in runs if run.state == ImportRunState.FAILED]
    return [f"{run.feed.code}: {run.failure}" for run in failed]
