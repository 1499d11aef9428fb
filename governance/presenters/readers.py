"""Who may read an item or a paper, in words."""

from dataclasses import dataclass
from uuid import UUID

from core.dates import TIME, format_date
from governance.codes import GrantChange
from governance.models import GrantEvent
from governance.queries.readers import Readers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLine:
    """Somebody who may read, or would but for a conflict of interest."""

    user_id: UUID
    name: str
    why: str
    is_named: bool
    is_conflicted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantLine:
    """What was changed, by whom and when."""

    when: str
    words: str
    by: str


def present_readers(readers: Readers) -> list[ReaderLine]:
    """Return who may read: first who prepares the meeting, then who is named."""
    return [
        ReaderLine(
            user_id=user.pk,
            name=str(user),
            why=why,
            is_named=is_named,
            is_conflicted=user.pk in readers.conflicted,
        )
        for people, why, is_named in (
            (readers.serving, "Chair or secretary", False),
            (readers.named, "Named", True),
        )
        for user in people
    ]


def present_events(readers: Readers) -> list[GrantLine]:
    """Return what was changed, the newest first."""
    return [
        GrantLine(when=format_date(event.happened_at, TIME), words=_words(event), by=str(event.by))
        for event in readers.events
    ]


def _words(event: GrantEvent) -> str:
    given = event.change == GrantChange.GIVEN
    return f"{event.user} {'named' if given else 'no longer named'}"
