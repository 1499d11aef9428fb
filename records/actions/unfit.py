"""Items that cannot go in, and how their explanation is worded: where, what, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from records.codes import QuarantineReason
from records.feeds.items import Item
from records.feeds.validation import Verdict, check_items
from records.resources.shape import UnreadableValue


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """An item on its way to quarantine."""

    item: Item
    file_name: str
    reason: QuarantineReason
    explanation: str
    source_id: str = ""
    source_patient_id: UUID | None = None


class Unfit(Exception):
    """An item that cannot become an entry, for a reason that quarantine gives."""

    def __init__(self, reason: QuarantineReason, explanation: str, source_id: str = "") -> None:
        super().__init__(explanation)
        self.reason = reason
        self.explanation = explanation
        self.source_id = source_id

    def set_aside(self, item: Item, file_name: str) -> SetAside:
        """Return the item as it goes to quarantine."""
        return SetAside(
            item=item,
            file_name=file_name,
            reason=self.reason,
            explanation=self.explanation,
            source_id=self.source_id,
        )


def unfit_by(verdict: Verdict, item: Item, source_id: str) -> Unfit:
    """Return what the check of an item found."""
    return Unfit(_reason(verdict), _explanation(verdict, item), source_id)


def unfit_as_checked(item: Item, source_id: str, otherwise: str) -> Unfit:
    """Return why an item is unfit in the words of the check, or in others where it finds none."""
    verdict = check_items([item.raw])[0]
    if verdict.is_valid:
        return Unfit(QuarantineReason.NOT_JSON, f"{where(item)}: {otherwise}", source_id)
    return unfit_by(verdict, item, source_id)


def unreadable(item: Item, source_id: str, error: UnreadableValue) -> Unfit:
    """Return that a value of an item is one that nobody could make sense of."""
    return Unfit(QuarantineReason.BAD_VALUE, f"{where(item)}: {error}.", source_id)


def prefer_verdicts(unfit: Sequence[SetAside]) -> list[SetAside]:
    """Return items with what is wrong with them as FHIR, where that says more."""
    verdicts = check_items([one.item.raw for one in unfit])
    return [
        one
        if verdict.is_valid
        else replace(one, reason=_reason(verdict), explanation=_explanation(verdict, one.item))
        for one, verdict in zip(unfit, verdicts, strict=True)
    ]


def where(item: Item) -> str:
    """Return where an item stood in its file."""
    return f"Item at {item.position}"


def _reason(verdict: Verdict) -> QuarantineReason:
    return verdict.reason or QuarantineReason.INVALID


def _explanation(verdict: Verdict, item: Item) -> str:
    """Return every problem of an item, each on a line."""
    lines = [
        f"{problem.path}: {problem.message}" if problem.path else problem.message
        for problem in verdict.problems
    ]
    return f"{where(item)}: " + "\n".join(lines)
