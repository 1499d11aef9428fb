"""Everything that the page of a committee reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from core.dates import LONDON
from governance.models import (
    Committee,
    ForwardPlanItem,
    Meeting,
    MeetingSeries,
    Membership,
    Reach,
    TermsOfReference,
)

from .committees import list_meetings_ahead, list_series, list_terms, name_boards
from .forward_plan import list_plan
from .members import list_former_members, list_members

MOST_FORMER: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeContents:
    """What hangs on a committee, as far as its viewer may know of it."""

    on: date
    members: Sequence[Membership]
    former: Sequence[Membership]
    terms: Sequence[TermsOfReference]
    series: Sequence[MeetingSeries]
    plan: Sequence[ForwardPlanItem]
    ahead: Sequence[Meeting]
    boards: Mapping[str, str]


def read_committee(committee: Committee, *, reach: Reach, at: datetime) -> CommitteeContents:
    """Return what a committee's page shows; former members are told to members only."""
    on = at.astimezone(LONDON).date()
    most = MOST_FORMER if committee.pk in reach.reads else 0
    return CommitteeContents(
        on=on,
        members=list_members(committee.pk, on=on),
        former=list_former_members(committee.pk, on=on, most=most),
        terms=list_terms(committee, reach=reach),
        series=list_series(committee),
        plan=list_plan(reach, committee.pk),
        ahead=list_meetings_ahead(committee, reach=reach, at=at),
        boards=name_boards(),
    )
