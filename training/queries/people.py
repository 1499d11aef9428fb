"""One person's training: how they stand, what they were awarded, what they booked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.models import PractitionerRole
from training.codes import VersionState
from training.models import Award, Booking, CourseVersion, Reach

from .requirements import ABOVE, Standing, standing_of

MOST_BOOKINGS: Final = 20


class GrantingCourse(NamedTuple):
    """A course that leads to a competency."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonTraining:
    """A person in a role, and all of their training that a viewer may know of."""

    role: PractitionerRole
    standings: Sequence[Standing]
    courses: Mapping[UUID, Sequence[GrantingCourse]]
    awards: Sequence[Award]
    bookings: Sequence[Booking]


def read_person(role_id: UUID, *, reach: Reach, on: date) -> PersonTraining:
    """
    Return somebody's training; oneself, or people within reach who still work there.

    :raises PractitionerRole.DoesNotExist: there is nobody, or they are out of reach
    """
    roles = PractitionerRole.objects.current(on).filter(
        Q(organization__in=reach.people) | Q(pk=reach.viewer.pk)
    )
    role = roles.select_related("user", "organization__parent").get(pk=role_id)
    standings = standing_of(role, on=on)
    return PersonTraining(
        role=role,
        standings=standings,
        courses=map_courses_that_grant((each.competency.pk for each in standings), to=role),
        awards=list_awards(role.user_id),
        bookings=_list_bookings(role.user_id, reach=reach),
    )


def map_courses_that_grant(
    competencies: Iterable[UUID], *, to: PractitionerRole
) -> Mapping[UUID, Sequence[GrantingCourse]]:
    """Return the courses that lead to each competency and are meant for somebody, by name."""
    versions = CourseVersion.objects.filter(
        Q(course__audience__isnull=True)
        | Q(course__audience__in=RawSQL(ABOVE, [to.organization_id])),  # noqa: S611 - a constant
        state=VersionState.PUBLISHED,
        course__is_active=True,
        grants__in=list(competencies),
    )
    courses: defaultdict[UUID, list[GrantingCourse]] = defaultdict(list)
    rows = versions.values_list("grants", "course_id", "course__code", "course__name")
    for competency, key, code, name in rows.order_by("course__name").distinct():
        courses[competency].append(GrantingCourse(key, code, name))
    return courses


def list_awards(user_id: UUID) -> Sequence[Award]:
    """Return what somebody was awarded, the newest first, and what of it was revoked."""
    awards = Award.objects.filter(user_id=user_id).select_related("competency")
    return list(awards.order_by("-completed_on", "competency__name"))


def _list_bookings(user_id: UUID, *, reach: Reach) -> Sequence[Booking]:
    bookings = Booking.objects.within(reach).filter(user_id=user_id)
    return list(
        bookings.select_related("session__version__course").order_by("-session__starts_at")[
            :MOST_BOOKINGS
        ]
    )
