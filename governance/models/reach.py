"""Whom governance tells what: the one place that decides it, for every channel."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.models import PractitionerRole
from governance.codes import (
    AGENDA_IS_KNOWN,
    MINUTES_ARE_KNOWN,
    MemberRole,
    Visibility,
)

# They prepare the meetings, and see what is not yet told to the others.
SERVES = frozenset({MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR, MemberRole.SECRETARY})
READS_PRIVATE = SERVES | {MemberRole.MEMBER, MemberRole.ATTENDEE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """
    What a viewer may know of in governance: keys of committees, and of single agenda items.

    `reads` are committees whose open and private items they see, `observes` those whose open items
    alone, `serves` those they prepare as chair or secretary, `writes` those whose secretary they
    are, `votes` those on which they sit with a vote. `granted` are restricted items that they were
    named for, `papers` single papers, `meetings` those of both. `conflicted` are items in which
    they have an interest: these win over all of the others.
    """

    viewer: PractitionerRole
    reads: frozenset[UUID]
    observes: frozenset[UUID]
    serves: frozenset[UUID]
    writes: frozenset[UUID]
    votes: frozenset[UUID]
    granted: frozenset[UUID]
    papers: frozenset[UUID]
    meetings: frozenset[UUID]
    conflicted: frozenset[UUID]

    @property
    def user_id(self) -> UUID:
        """The person, whatever role they act in."""
        return self.viewer.user_id

    @property
    def committees(self) -> frozenset[UUID]:
        """All committees that they may know of from within."""
        return self.reads | self.observes

    @property
    def chairs_or_writes(self) -> bool:
        """Whether they prepare any committee's meetings."""
        return bool(self.serves)


def known_items(reach: Reach, item: str = "") -> Q:
    """
    Return the condition that a viewer may know of an agenda item and of what hangs on it.

    `item` is the path from the asked model to its item, ending in `__`; nothing for items.
    A conflict of interest wins over everything.
    """
    meeting = f"{item}meeting__"
    served = Q(**{f"{meeting}committee__in": reach.serves})
    is_known = Q(**{f"{meeting}state__in": AGENDA_IS_KNOWN})
    reads = Q(**{f"{meeting}committee__in": reach.reads}) & Q(
        **{f"{item}visibility__in": [Visibility.OPEN, Visibility.PRIVATE]}
    )
    observes = Q(**{f"{meeting}committee__in": reach.observes}) & Q(
        **{f"{item}visibility": Visibility.OPEN}
    )
    granted = Q(**{f"{item}pk__in": reach.granted})
    conflicted = Q(**{f"{item}pk__in": reach.conflicted})
    return (served | (is_known & (reads | observes | granted))) & ~conflicted


def known_minutes(reach: Reach, item: str = "item__") -> Q:
    """
    Return the condition that a viewer may read what is minuted under an item.

    Until the minutes are circulated only chair and secretary do.
    """
    meeting = f"{item}meeting__"
    served = Q(**{f"{meeting}committee__in": reach.serves})
    told = Q(**{f"{meeting}state__in": MINUTES_ARE_KNOWN})
    return known_items(reach, item) & (served | told)


def known_meetings(reach: Reach, meeting: str = "") -> Q:
    """Return the condition that a viewer may know that a meeting takes place, and when."""
    # Somebody who was named for a single item or paper knows of its meeting as well.
    named = Q(**{f"{meeting}pk__in": reach.meetings})
    return Q(**{f"{meeting}committee__in": reach.committees}) | named
