"""How far a run is: what a batch adds to its counts, and the lines of its log."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from records.models import ImportRun, ImportRunNote

_COUNTS = (
    "received",
    "created",
    "updated",
    "unchanged",
    "withdrawn",
    "quarantined",
    "patients_created",
    "patients_linked",
    "patients_held",
)
_SAVED = (*_COUNTS, "skipped", "skipped_by_reason", "remarks", "persons_done", "heartbeat_at")


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one batch did. `skipped` and `remarks` count sentences."""

    received: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    quarantined: int = 0
    patients_created: int = 0
    patients_linked: int = 0
    patients_held: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)


def add_to_run(run: ImportRun, tally: Tally, *, at: datetime) -> None:
    """Add a batch to the counts of its run, in the batch's own transaction."""
    for name in _COUNTS:
        setattr(run, name, getattr(run, name) + getattr(tally, name))
    run.skipped += tally.skipped.total()
    run.skipped_by_reason = _sum(run.skipped_by_reason, tally.skipped)
    run.remarks = _sum(run.remarks, tally.remarks)
    run.heartbeat_at = at
    run.save(update_fields=[*_SAVED, "updated_at"])


def _sum(counted: dict[str, int], more: Counter[str]) -> dict[str, int]:
    """Return counts with more added to them."""
    return dict(Counter(counted) + more) if more else counted


def write_note(run: ImportRun, text: str, *, at: datetime) -> None:
    """Write a line of a run's log, once."""
    if not ImportRunNote.objects.filter(run=run, text=text).exists():
        ImportRunNote.objects.create(run=run, text=text, at=at)
