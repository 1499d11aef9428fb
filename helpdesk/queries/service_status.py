"""How the parts of the service are and were. Everybody who is signed in may know."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.codes import OrganizationKind
from accounts.models import Organization
from core.service_notices import ServiceNotice
from helpdesk.codes import ComponentStatus
from helpdesk.models import ServiceComponent, StatusNotice

DAYS_SHOWN: Final = 90
# The worst first.
SEVERITY: Final = (
    ComponentStatus.DISRUPTED,
    ComponentStatus.DEGRADED,
    ComponentStatus.MAINTENANCE,
    ComponentStatus.OPERATIONAL,
)
MOST_ON_BANNER: Final = 20
LONGEST_LINE: Final = 110
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentHistory:
    """A part of the service with what was said of it in the last 90 days, the latest first."""

    component: ServiceComponent
    notices: Sequence[StatusNotice]

    def standing(self, at: datetime) -> StatusNotice | None:
        """Return what holds now: the worst, and of two alike the later."""
        now = [notice for notice in self.notices if is_standing(notice, at)]
        return min(now, key=lambda notice: SEVERITY.index(_status(notice)), default=None)

    def planned(self, at: datetime) -> list[StatusNotice]:
        """Return the work that is ahead, the nearest first."""
        ahead = [notice for notice in self.notices if notice.starts_at > at]
        return sorted(ahead, key=lambda notice: notice.starts_at)


def is_standing(notice: StatusNotice, at: datetime) -> bool:
    """Whether a notice holds at a moment."""
    return notice.starts_at <= at and (notice.ends_at is None or notice.ends_at > at)


def _status(notice: StatusNotice) -> ComponentStatus:
    return ComponentStatus(notice.status)


def list_components() -> QuerySet[ServiceComponent]:
    """Return the parts of the service, those of all regions first."""
    return (
        ServiceComponent.objects.filter(is_active=True)
        .select_related("region")
        .order_by(F("region__short_name").asc(nulls_first=True), "position", "name")
    )


def list_board_names() -> dict[str, str]:
    """Return what the boards are called, by their ODS codes."""
    boards = Organization.objects.filter(kind=OrganizationKind.ICB)
    return dict(boards.values_list("ods_code", "short_name"))


def list_histories(at: datetime) -> list[ComponentHistory]:
    """Return each part of the service with what was said of it, in two questions."""
    since = at - timedelta(days=DAYS_SHOWN)
    recent = StatusNotice.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=since))
    said: dict[UUID, list[StatusNotice]] = {}
    for notice in recent.select_related("major_incident").order_by("-starts_at"):
        said.setdefault(notice.component_id, []).append(notice)
    return [
        ComponentHistory(component=component, notices=said.get(component.pk, ()))
        for component in list_components()
    ]


def standing_notices(at: datetime) -> QuerySet[StatusNotice]:
    """Return what holds now."""
    return StatusNotice.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at, component__is_active=True
    )


def list_service_notices(at: datetime) -> list[ServiceNotice]:
    """
    Return what every page says of the service, the worst first.

    A major incident is said once, whatever the number of parts that it touches.
    """
    standing = (
        standing_notices(at)
        .exclude(status=ComponentStatus.OPERATIONAL)
        .select_related("component", "major_incident")
        .order_by("-starts_at")[:MOST_ON_BANNER]
    )
    together: dict[UUID, list[StatusNotice]] = {}
    for notice in sorted(standing, key=_weight):
        together.setdefault(notice.major_incident_id or notice.pk, []).append(notice)
    return [_say(notices) for notices in together.values()]


def _say(notices: Sequence[StatusNotice]) -> ServiceNotice:
    first = notices[0]
    incident = first.major_incident
    is_planned = first.status == ComponentStatus.MAINTENANCE
    regions = [notice.component.region_id for notice in notices]
    concerned = {region for region in regions if region is not None}
    title = incident.title if incident else f"{first.component.name}: {_word(first)}"
    return ServiceNotice(
        title=f"{title.rstrip('.')}.",
        text=_first_words(first.text),
        tone="info" if is_planned else "warning",
        regions=frozenset() if None in regions else frozenset(concerned),
        is_for_strangers=all(notice.is_for_strangers for notice in notices),
    )


def _weight(notice: StatusNotice) -> tuple[int, bool]:
    """Return what is read first: the worst, and of two alike the major incident."""
    return SEVERITY.index(_status(notice)), notice.major_incident_id is None


def _first_words(text: str) -> str:
    """Return as many sentences as stand in a line, one at least; the status page has the rest."""
    said = ""
    for sentence in _SENTENCE.split(text):
        if said and len(said) + len(sentence) >= LONGEST_LINE:
            break
        said = f"{said} {sentence}".strip()
    return said


def _word(notice: StatusNotice) -> str:
    return _status(notice).label.lower()
