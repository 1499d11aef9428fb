"""A change of many tickets in words: what will happen to each, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from core.dates import count_in_words
from helpdesk.actions.bulk import Foreseen
from helpdesk.models import BulkChange
from helpdesk.queries.lists import TicketLine

from .desk_lines import Words

HIDDEN = "A ticket that you may no longer see"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkRow:
    """One ticket of a change."""

    number: int
    url: str
    subject: str
    changes: Sequence[str]
    outcome: Words


def present_foreseen(
    foreseen: Sequence[Foreseen], lines: Mapping[int, TicketLine]
) -> list[BulkRow]:
    """Return what a change will do; what is refused stands first."""
    rows = [
        _row(
            each.number,
            lines,
            changes=[_arrow(name, was, now) for name, was, now in each.changes],
            outcome=_foreseen_words(each),
        )
        for each in foreseen
    ]
    return sorted(rows, key=lambda row: row.outcome.tone != "red")


def _arrow(name: str, was: str, now: str) -> str:
    return f"{name}: {was} → {now}" if was else f"{name} {now}"


def _foreseen_words(each: Foreseen) -> Words:
    if each.refusal:
        return Words(text=each.refusal, tone="red")
    return Words(text="Will change" if each.changes else "Stays as it is", tone="quiet")


def summary_of(foreseen: Sequence[Foreseen]) -> str:
    """Return how many tickets will change, stay, and be refused."""
    refused = sum(bool(each.refusal) for each in foreseen)
    changed = sum(bool(each.changes) for each in foreseen)
    same = len(foreseen) - refused - changed
    parts = [f"{count_in_words(changed, 'ticket')} will change"]
    if refused:
        parts.append(f"{refused:,} will be refused")
    if same:
        parts.append(f"{same:,} already as you want")
    return ", ".join(parts) + "."


def present_results(bulk: BulkChange, lines: Mapping[int, TicketLine]) -> list[BulkRow]:
    """Return what became of each ticket so far; what was refused stands first."""
    rows = []
    for number in bulk.numbers:
        result = bulk.results.get(str(number), {})
        rows.append(_row(number, lines, changes=(), outcome=_result_words(result, bulk)))
    return sorted(rows, key=lambda row: row.outcome.tone != "red")


def _result_words(result: Mapping[str, object], bulk: BulkChange) -> Words:
    if bulk.undone_at and "undo" in result and not result["is_done"]:
        return Words(text="Was not changed", tone="quiet")
    if bulk.undone_at and "undo" in result:
        return Words(text=str(result["undo"]), tone="green" if result["is_undone"] else "red")
    if "words" not in result:
        return Words(text="Not yet", tone="quiet")
    return Words(text=str(result["words"]), tone="green" if result["is_done"] else "red")


def _row(
    number: int,
    lines: Mapping[int, TicketLine],
    *,
    changes: Sequence[str],
    outcome: Words,
) -> BulkRow:
    line = lines.get(number)
    return BulkRow(
        number=number,
        url=reverse("helpdesk:ticket_detail", args=[number]) if line else "",
        subject=line.subject if line else HIDDEN,
        changes=changes,
        outcome=outcome,
    )


def results_in_words(bulk: BulkChange) -> str:
    """Return how many tickets were changed, or are as they were again."""
    done = sum(bool(each.get("is_done")) for each in bulk.results.values())
    undone = sum(bool(each.get("is_undone")) for each in bulk.results.values())
    if bulk.undone_at:
        return f"{count_in_words(undone, 'ticket')} of {done:,} as before."
    return f"{count_in_words(done, 'ticket')} of {len(bulk.numbers):,} changed."
