"""Lists of many enrolments in words."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from core.dates import TIME, count_in_words, format_date
from core.spreadsheets import safe_cell
from training.actions.list_reading import ORGANIZATION, PERSON, SESSION
from training.codes import BatchState, RowOutcome
from training.models import EnrolmentBatch, EnrolmentRow

COLUMNS: Final = ("Line", "E-mail", "Session", "Organisation", "Outcome", "Reason")
_TONES: Final = {
    RowOutcome.READY: "blue",
    RowOutcome.REGISTERED: "green",
    RowOutcome.SKIPPED: "plain",
    RowOutcome.REFUSED: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A list among those that somebody has sent."""

    batch: EnrolmentBatch
    sent: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row as the page shows it."""

    number: int
    person: str
    name: str
    session: str
    outcome: str
    tone: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that matters, with what it counts."""

    label: str
    value: str


def present_batch(batch: EnrolmentBatch) -> BatchLine:
    """Return a list as a line."""
    return BatchLine(
        batch=batch,
        sent=format_date(batch.sent_at, TIME),
        state=BatchState(batch.state).label,
    )


def present_row(row: EnrolmentRow) -> RowLine:
    """Return a row: what was given, who that is, what becomes of it."""
    outcome = RowOutcome(row.outcome)
    return RowLine(
        number=row.number,
        person=row.given.get(PERSON, ""),
        name=str(row.learner.user) if row.learner else "",
        session=str(row.session_id or row.given.get(SESSION, "")),
        outcome=outcome.label,
        tone=_TONES[outcome],
        reason=row.reason,
    )


def present_counts(counts: Counter[str]) -> list[Figure]:
    """Return how many rows come to what, those that matter."""
    return [
        Figure(label=outcome.label, value=f"{counts[outcome]:,}")
        for outcome in RowOutcome
        if counts[outcome]
    ]


def sum_up(batch: EnrolmentBatch, counts: Counter[str]) -> str:
    """Return where a list stands, in a sentence."""
    ready, refused = counts[RowOutcome.READY], counts[RowOutcome.REFUSED]
    done = counts[RowOutcome.REGISTERED]
    if batch.state == BatchState.CHECKED:
        return (
            f"{count_in_words(ready, 'person', 'people')} will be enrolled,"
            f" {count_in_words(refused, 'row')} cannot be. Nothing is booked yet."
        )
    if batch.state == BatchState.DONE:
        return (
            f"{count_in_words(done, 'person', 'people')} enrolled,"
            f" {count_in_words(counts[RowOutcome.SKIPPED], 'row')} left out,"
            f" {count_in_words(refused, 'row')} could not be enrolled."
        )
    return BatchState(batch.state).label


def export_row(row: EnrolmentRow) -> list[str]:
    """Return a row for a spreadsheet."""
    line = present_row(row)
    cells = (line.person, line.session, row.given.get(ORGANIZATION, ""), line.outcome, line.reason)
    return [str(line.number), *map(safe_cell, cells)]
