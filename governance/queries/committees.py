"""The committees that a viewer belongs to, and what hangs on each."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from accounts.codes import OrganizationKind
from accounts.models import Organization
from governance.codes import MeetingState, TermsState
from governance.models import (
    Committee,
    Deputy,
    Meeting,
    MeetingSeries,
    Membership,
    Reach,
    TermsOfReference,
)

from .quorum_forecast import QuorumForecast, forecast_with_deputies

MOST_AHEAD: Final = 60
MEETINGS_A_PAGE: Final = 20


def known_committees(reach: Reach) -> QuerySet[Committee]:
    """Return the committees that a viewer may know of from within."""
    return Committee.objects.filter(pk__in=reach.committees)


def get_committee(code: str, *, reach: Reach) -> Committee:
    """
    Return a committee by its code.

    :raises Committee.DoesNotExist: there is none, or the viewer does not belong to it
    """
    return known_committees(reach).select_related("organization").get(code=code)


def list_committees(reach: Reach, *, at: datetime, on: date) -> list[Committee]:
    """Return a viewer's committees, each with `sitting`, how many sit on it, and `next_at`."""
    ahead = Meeting.objects.filter(committee=OuterRef("pk"), ends_at__gt=at)
    ahead = ahead.exclude(state=MeetingState.CANCELLED).order_by("starts_at")
    is_current = Q(memberships__starts_on__lte=on) & (
        Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=on)
    )
    rows = known_committees(reach).annotate(
        sitting=Count("memberships", filter=is_current),
        next_at=Subquery(ahead.values("starts_at")[:1]),
        next_id=Subquery(ahead.values("pk")[:1]),
    )
    return list(rows.order_by("closed_on", "name"))


def list_meetings_ahead(committee: Committee, *, reach: Reach, at: datetime) -> list[Meeting]:
    """Return the meetings ahead, cancelled ones with them, the next first."""
    rows = Meeting.objects.visible_to(reach).filter(committee=committee, ends_at__gt=at)
    return list(rows.order_by("starts_at")[:MOST_AHEAD])


def past_meetings(committee: Committee, *, reach: Reach, at: datetime) -> QuerySet[Meeting]:
    """Return the meetings that are over, the last first."""
    rows = Meeting.objects.visible_to(reach).filter(committee=committee, ends_at__lte=at)
    return rows.order_by("-starts_at")


def list_terms(committee: Committee, *, reach: Reach) -> list[TermsOfReference]:
    """Return the versions of the terms, the newest first; drafts only to those who write them."""
    rows = TermsOfReference.objects.filter(committee=committee).select_related("approved_by")
    if committee.pk not in reach.serves:
        rows = rows.filter(state=TermsState.APPROVED)
    return list(rows.order_by("-number"))


def in_force(terms: Sequence[TermsOfReference], *, on: date) -> TermsOfReference | None:
    """Return the version that holds on a day."""
    held = [
        each
        for each in terms
        if each.state == TermsState.APPROVED and each.effective_from and each.effective_from <= on
    ]
    return max(held, key=lambda each: (each.effective_from, each.number), default=None)


def list_series(committee: Committee) -> list[MeetingSeries]:
    """Return a committee's series, those that go on before those that have ended."""
    rows = MeetingSeries.objects.filter(committee=committee)
    return list(rows.order_by("-ends_on", "name"))


def list_boards() -> QuerySet[Organization]:
    """Return the integrated care boards that a member may sit for."""
    boards = Organization.objects.filter(kind=OrganizationKind.ICB, is_active=True)
    return boards.order_by("name")


def get_membership(membership_id: UUID, *, reach: Reach) -> Membership:
    """
    Return a seat of a committee that a viewer prepares.

    :raises Membership.DoesNotExist: there is none, or the committee is another's
    """
    rows = Membership.objects.filter(committee__in=reach.serves)
    return rows.select_related("committee", "user", "board").get(pk=membership_id)


def list_deputies(membership: Membership, *, on: date) -> list[Deputy]:
    """Return who may stand in for a member, today or later."""
    rows = membership.deputies.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return list(rows.select_related("user").order_by("starts_on"))


def name_boards() -> dict[str, str]:
    """Return the names of the integrated care boards by their ODS codes."""
    return dict(list_boards().values_list("ods_code", "name"))


def find_forecast(ahead: Sequence[Meeting], *, at: datetime) -> QuorumForecast | None:
    """Return the forecast for the next of some meetings that is not cancelled."""
    coming = (each for each in ahead if each.state != MeetingState.CANCELLED)
    meeting = next(coming, None)
    return forecast_with_deputies(meeting, at=at) if meeting else None


def get_terms(terms_id: UUID, *, reach: Reach) -> TermsOfReference:
    """
    Return a version of the terms; drafts only to those who write them.

    :raises TermsOfReference.DoesNotExist: there is none, or the viewer may not know of it
    """
    approved = Q(committee__in=reach.committees, state=TermsState.APPROVED)
    rows = TermsOfReference.objects.filter(approved | Q(committee__in=reach.serves))
    return rows.select_related("committee", "approved_by").get(pk=terms_id)


def get_series(series_id: UUID, *, reach: Reach) -> MeetingSeries:
    """
    Return a series of a committee that a viewer prepares.

    :raises MeetingSeries.DoesNotExist: there is none, or the committee is another's
    """
    rows = MeetingSeries.objects.filter(committee__in=reach.serves)
    return rows.select_related("committee").get(pk=series_id)


def next_meeting_number(committee: Committee, *, at: datetime) -> int:
    """Return the number of the next meeting ahead, or of the first one to come."""
    ahead = Meeting.objects.filter(committee=committee, ends_at__gt=at)
    ahead = ahead.exclude(state=MeetingState.CANCELLED)
    number = ahead.order_by("starts_at").values_list("number", flat=True).first()
    last = Meeting.objects.filter(committee=committee).aggregate(last=Max("number"))["last"]
    return number or (last or 0) + 1
