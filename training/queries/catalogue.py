"""What there is to learn: courses as they are given now, and their next sessions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.codes import OrganizationKind
from accounts.models import Organization, PractitionerRole
from training.codes import DeliveryMode, SessionState, VersionState
from training.models import CourseVersion, Session, SessionSlot, organizations_above

from .seats import with_places

MOST_WORDS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseWish:
    """What somebody looks for in the catalogue; what is empty fits all."""

    words: str = ""
    mode: str = ""
    board: UUID | None = None


@dataclass(slots=True, kw_only=True)
class FoundCourse:
    """A course in its published version, with its next sessions."""

    version: CourseVersion
    sessions: list[Session] = field(default_factory=list)


def versions_open_to(viewer: PractitionerRole) -> QuerySet[CourseVersion]:
    """Keep what is published for a person's organization."""
    above = organizations_above(viewer.organization)
    return CourseVersion.objects.filter(
        Q(course__audience__isnull=True) | Q(course__audience__in=above),
        state=VersionState.PUBLISHED,
        course__is_active=True,
    ).select_related("course")


def list_courses(wish: CourseWish, *, viewer: PractitionerRole, at: datetime) -> list[FoundCourse]:
    """Return the courses that fit, by name, each with its sessions to come."""
    versions = versions_open_to(viewer)
    for word in wish.words.split()[:MOST_WORDS]:
        versions = versions.filter(
            Q(course__name__icontains=word)
            | Q(course__summary__icontains=word)
            | Q(grants__name__icontains=word)
        )
    if wish.mode:
        versions = versions.filter(mode=wish.mode)
    named = versions.prefetch_related("grants").order_by("course__name").distinct()
    found = [FoundCourse(version=each) for each in named]
    ahead = _by_course(list_sessions((each.version.course_id for each in found), viewer, at=at))
    for each in found:
        each.sessions = [
            session
            for session in ahead.get(each.version.course_id, ())
            if _is_near(session, wish.board)
        ]
    if wish.board is None:
        return found
    e_learning = DeliveryMode.E_LEARNING
    return [each for each in found if each.sessions or each.version.mode == e_learning]


def _is_near(session: Session, board: UUID | None) -> bool:
    return board is None or board in (session.host_id, session.host.parent_id)


def list_sessions(
    course_ids: Iterable[UUID], viewer: PractitionerRole, *, at: datetime
) -> QuerySet[Session]:
    """Return the sessions of courses that a person can still book, the next one first."""
    ahead = Session.objects.open_to(viewer).filter(
        version__course__in=list(course_ids), state=SessionState.OPEN, starts_at__gt=at
    )
    named = ahead.select_related("version__course", "host")
    slots = Prefetch("slots", SessionSlot.objects.select_related("venue"))
    return with_places(named.prefetch_related(slots)).order_by("starts_at", "pk")


def _by_course(sessions: Iterable[Session]) -> Mapping[UUID, Sequence[Session]]:
    by_course: defaultdict[UUID, list[Session]] = defaultdict(list)
    for session in sessions:
        by_course[session.version.course_id].append(session)
    return by_course


def get_course(code: str, *, viewer: PractitionerRole) -> CourseVersion:
    """
    Return the published version of a course.

    :raises CourseVersion.DoesNotExist: there is none for this person
    """
    named = versions_open_to(viewer).select_related("course", "refresher")
    return named.prefetch_related("grants").get(course__code=code)


def list_boards() -> list[Organization]:
    """Return the boards that host sessions."""
    boards = Organization.objects.filter(kind=OrganizationKind.ICB, is_active=True)
    return list(boards.order_by("short_name"))
