"""The courses and venues that trainers set up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from training.codes import SessionState, VersionState
from training.models import Course, CourseVersion, Reach, Venue


def courses_of(reach: Reach) -> QuerySet[Course]:
    """Return the courses that a trainer may shape: those for all, and those of their board."""
    return Course.objects.filter(Q(audience__isnull=True) | Q(audience__in=reach.people))


def list_courses(reach: Reach, *, at: datetime) -> Sequence[Course]:
    """Return courses with their published version, a draft, and how many sessions are to come."""
    published = Q(versions__state=VersionState.PUBLISHED)
    standing = CourseVersion.objects.filter(course=OuterRef("pk"), state=VersionState.PUBLISHED)
    coming = Q(versions__sessions__state=SessionState.OPEN, versions__sessions__ends_at__gt=at)
    return list(
        courses_of(reach)
        .select_related("audience")
        .annotate(
            published=Max("versions__number", filter=published),
            published_id=Subquery(standing.values("pk")[:1]),
            mode=Max("versions__mode", filter=published),
            draft=Max("versions__number", filter=Q(versions__state=VersionState.DRAFT)),
            coming=Count("versions__sessions", filter=coming, distinct=True),
        )
        .order_by("-is_active", "name")
    )


def get_course(code: str, *, reach: Reach) -> Course:
    """
    Return a course that a trainer may shape.

    :raises Course.DoesNotExist: there is none for them
    """
    return courses_of(reach).select_related("audience").get(code=code)


def get_version(version_id: UUID, *, reach: Reach) -> CourseVersion:
    """
    Return a version of a course that a trainer may shape.

    :raises CourseVersion.DoesNotExist: there is none for them
    """
    found = CourseVersion.objects.select_related("course", "refresher")
    return found.filter(course__in=courses_of(reach)).get(pk=version_id)


def venues_of(reach: Reach) -> QuerySet[Venue]:
    """Return the venues of a trainer's board, by name."""
    found = Venue.objects.filter(organization__in=reach.people).select_related("organization")
    return found.order_by("-is_active", "organization__short_name", "name")
