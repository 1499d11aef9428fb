"""What charts mark, whence they count anew, and what they are to reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.codes import OrganizationKind
from accounts.models import Organization
from accounts.queries import organizations_below
from analytics.codes import AnnotationKind, Dimension
from analytics.models import Annotation, Reach, Rebase, Stratum, Target
from core.dates import LONDON
from helpdesk.queries.major_incidents import list_declared

from .selection import Selection

_LONGEST_WORDS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Whose figures a chart shows: an organization with those below it, or the whole service.

    Somebody's mixture of organizations is no place: nothing is kept for it. `is_all_seen` says
    that it is all that the viewer may see.
    """

    organization: Organization | None
    is_all_seen: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.organization.short_name if self.organization else "The whole service"

    @property
    def id(self) -> UUID | None:
        """The key of the organization; None is the whole service."""
        return self.organization.pk if self.organization else None

    @property
    def board_id(self) -> UUID | None:
        """The key of its board; None where it has none."""
        board = self.organization.board if self.organization else None
        return board.pk if board else None


def find_place(selection: Selection, reach: Reach) -> Place | None:
    """Return the place that a selection shows; None where it is no single one, or a part of one."""
    if selection.value(Dimension.SETTING) or selection.value(Dimension.JOB_ROLE):
        return None
    chosen = Organization.objects.select_related("parent")
    code = selection.organization or selection.board
    if code:
        organization = chosen.filter(ods_code=code).first()
        seen = organization is not None and reach.covers(organization.pk)
        return Place(organization=organization) if seen else None
    if reach.organizations is None:
        return Place(organization=None, is_all_seen=True)
    boards = list(chosen.filter(pk__in=reach.organizations, kind=OrganizationKind.ICB)[:2])
    only = boards or list(chosen.filter(pk__in=reach.organizations)[:2])
    return Place(organization=only[0], is_all_seen=True) if len(only) == 1 else None


def list_annotations(
    place: Place | None, reach: Reach, *, first: date, last: date
) -> list[Annotation]:
    """
    Return what happened between two days at a place, above it or below it, in order of time.

    Major incidents of the helpdesk stand among them, though nobody wrote them down here.
    """
    kept = list(
        seen_annotations(reach, place)
        .filter(on__range=(first, last))
        .select_related("organization")
    )
    incidents = [
        Annotation(
            on=incident.declared_at.astimezone(LONDON).date(),
            kind=AnnotationKind.INCIDENT,
            words=incident.title[:_LONGEST_WORDS],
        )
        for incident in list_declared(
            first=first, last=last, board_id=place.board_id if place else None
        )
    ]
    return sorted([*kept, *incidents], key=lambda each: (each.on, each.words))


def seen_annotations(reach: Reach, place: Place | None = None) -> QuerySet[Annotation]:
    """Return the annotations that a viewer may see, of a place where one is given."""
    part = place.id if place is not None and not place.is_all_seen else None
    below = organizations_below([part]) if part else reach.organizations
    if below is None:
        return Annotation.objects.all()
    above = {place.id, place.board_id} if place and place.id else set()
    everywhere = Q(organization__isnull=True)
    return Annotation.objects.filter(everywhere | Q(organization__in=[*below, *(above - {None})]))


def list_places(reach: Reach) -> QuerySet[Organization]:
    """Return the organizations of which there are figures that a viewer may see, and boards."""
    strata = Stratum.objects.all()
    there = Q(pk__in=strata.values("organization")) | Q(pk__in=strata.values("board"))
    places = Organization.objects.filter(there | Q(kind=OrganizationKind.ICB))
    if reach.organizations is not None:
        places = places.filter(pk__in=reach.organizations)
    return places.order_by("short_name")


def list_rebases(place: Place | None, charts: Sequence[str]) -> list[Rebase]:
    """Return the rebases of charts of a place in order of time, with those taken back."""
    if place is None:
        return []
    found = Rebase.objects.filter(chart__in=charts, organization=place.id)
    return list(found.select_related("by", "removed_by").order_by("on", "created_at"))


def get_rebase(rebase_id: UUID, *, reach: Reach) -> Rebase:
    """
    Return a rebase of a chart that a viewer may see.

    :raises Rebase.DoesNotExist: there is none
    """
    rebases = Rebase.objects.select_related("organization")
    if reach.organizations is not None:
        rebases = rebases.filter(organization__in=reach.organizations)
    return rebases.get(pk=rebase_id)


def get_annotation(annotation_id: UUID, *, reach: Reach) -> Annotation:
    """
    Return an annotation that a viewer may see.

    :raises Annotation.DoesNotExist: there is none
    """
    return seen_annotations(reach).select_related("organization").get(pk=annotation_id)


def find_targets(place: Place | None, measures: Sequence[str], *, on: date) -> Mapping[str, Target]:
    """Return the target of each measure on a day: that of the place, or else that of all."""
    places = Q(organization__isnull=True)
    if place is not None and place.id is not None:
        places |= Q(organization=place.id)
    rows = Target.objects.filter(places, measure__in=measures, valid_from__lte=on)
    ordered = sorted(rows, key=lambda row: (row.organization_id is not None, row.valid_from))
    return {row.measure: row for row in ordered}
