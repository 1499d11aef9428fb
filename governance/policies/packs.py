"""When a board pack may be issued, and what changed from one to the next. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from core.errors import NotPermittedNow
from governance.codes import MeetingState

# A worker that has not been heard of for so long has died; somebody else takes its work.
LEASE: Final = timedelta(minutes=5)
MOST_ATTEMPTS: Final = 3
_IN_TIME: Final = frozenset({MeetingState.AGENDA_PUBLISHED, MeetingState.IN_PROGRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssue:
    """A paper as a pack holds it: which of its versions, by number."""

    paper: UUID
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChanges:
    """The papers that are new, replaced and gone since the pack before."""

    added: frozenset[UUID]
    replaced: Mapping[UUID, int]
    removed: frozenset[UUID]


def check_pack_can_be_issued(state: str) -> None:
    """
    Require that the agenda is published and the meeting not yet over.

    :raises NotPermittedNow: it is not
    """
    if state not in _IN_TIME:
        raise NotPermittedNow(
            "A pack can be issued from the publication of the agenda to the end of the meeting."
        )


def check_pack_can_be_opened(state: str) -> None:
    """
    Require that the meeting was not called off.

    :raises NotPermittedNow: it was
    """
    if state == MeetingState.CANCELLED:
        raise NotPermittedNow("The meeting is cancelled: its packs can no longer be opened.")


def compare_packs(before: Sequence[PaperIssue], now: Sequence[PaperIssue]) -> PackChanges:
    """Return what changed between two packs; of a replaced paper, the version that it replaces."""
    old = {issue.paper: issue.number for issue in before}
    new = {issue.paper: issue.number for issue in now}
    return PackChanges(
        added=frozenset(new.keys() - old.keys()),
        replaced={
            paper: old[paper] for paper in new.keys() & old.keys() if new[paper] != old[paper]
        },
        removed=frozenset(old.keys() - new.keys()),
    )
