"""Where else one can go from a meeting's page: each family of pages adds its own line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.access import allowed
from governance.codes import AGENDA_IS_KNOWN, MINUTES_ARE_OPEN, MeetingState
from governance.models import Meeting, Reach
from governance.permissions import check_has_no_conflict_in
from governance.queries.minutes import are_minutes_told

BEFORE_THE_OPENING: Final = frozenset({MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED})
APPROVED: Final = frozenset({MeetingState.MINUTES_APPROVED, MeetingState.PUBLISHED})
RUN_STATES: Final = MINUTES_ARE_OPEN | {MeetingState.AGENDA_PUBLISHED}


@dataclass(frozen=True, slots=True)
class MeetingLink:
    """A page of one meeting; its address takes the meeting's key."""

    label: str
    url_name: str
    is_for: Callable[[Reach, Meeting], bool]


def _has_an_agenda(_reach: Reach, meeting: Meeting) -> bool:
    return meeting.state in AGENDA_IS_KNOWN


def _members(reach: Reach, meeting: Meeting) -> bool:
    return meeting.committee_id in reach.committees


def _serves_interests(reach: Reach, meeting: Meeting) -> bool:
    return meeting.committee_id in reach.serves


def _can_be_moved(reach: Reach, meeting: Meeting) -> bool:
    still_ahead = meeting.state in (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED)
    return still_ahead and meeting.committee_id in reach.serves


def _anybody(_reach: Reach, _meeting: Meeting) -> bool:
    return True


def _publishes(reach: Reach, meeting: Meeting) -> bool:
    serves = meeting.committee_id in reach.serves and meeting.committee.is_public
    if not serves or meeting.state not in APPROVED:
        return False
    return allowed(check_has_no_conflict_in, reach, meeting.items.values_list("pk", flat=True))


def _runs(reach: Reach, meeting: Meeting) -> bool:
    return meeting.committee_id in reach.serves and meeting.state in RUN_STATES


def _may_excuse(reach: Reach, meeting: Meeting) -> bool:
    return meeting.committee_id in reach.committees and meeting.state in BEFORE_THE_OPENING


# In the order in which they stand.
MEETING_LINKS: Final[tuple[MeetingLink, ...]] = (
    MeetingLink("Read it on one page", "governance:reader", _has_an_agenda),
    MeetingLink("Board packs", "governance:pack_list", _has_an_agenda),
    MeetingLink("Run the meeting", "governance:meeting_run", _runs),
    MeetingLink("Apologies", "governance:apologies_send", _may_excuse),
    MeetingLink("Actions to review", "governance:meeting_actions", _members),
    MeetingLink("Minutes", "governance:minutes_detail", are_minutes_told),
    MeetingLink("Publish the minutes", "governance:publication_edit", _publishes),
    MeetingLink("Interests", "governance:meeting_interests", _serves_interests),
    MeetingLink("Calendar file", "governance:meeting_calendar", _anybody),
    MeetingLink("Move the meeting", "governance:meeting_move", _can_be_moved),
    MeetingLink("Cancel the meeting", "governance:meeting_cancel", _can_be_moved),
)


def links_of(reach: Reach, meeting: Meeting) -> list[MeetingLink]:
    """Return the pages of a meeting that a viewer may open."""
    return [link for link in MEETING_LINKS if link.is_for(reach, meeting)]
