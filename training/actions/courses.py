"""Set up courses: what they are called, whom they are for, whether somebody approves."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Organization
from core.errors import Forbidden
from training import permissions
from training.models import Course, Reach

from .facts import fields_of

LONGEST_CODE = 50
# Addresses of pages that stand where the code of a course would.
_TAKEN = frozenset({"new", "versions"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """What a trainer says of a course, whatever its version."""

    name: str
    summary: str = ""
    audience: Organization | None = None
    needs_approval: bool = False
    approval_holds_seat: bool = False
    is_active: bool = True


@transaction.atomic
def create_course(*, facts: CourseFacts, by: Reach) -> Course:
    """
    Make a course; its code comes from its name and never changes, because addresses hold it.

    :raises Forbidden: they are no trainer, or it is for people beyond their reach
    """
    permissions.check_is_trainer(by)
    _check_audience(by, facts)
    return Course.objects.create(code=_free_code(facts.name), **_fields(facts))


@transaction.atomic
def change_course(*, course_id: UUID, facts: CourseFacts, by: Reach) -> Course:
    """
    Change what is said of a course; the history keeps what it was.

    :raises Forbidden: they may not shape it
    """
    course = Course.objects.select_for_update().get(pk=course_id)
    permissions.check_may_set_up(by, course)
    _check_audience(by, facts)
    for name, value in _fields(facts).items():
        setattr(course, name, value)
    course.save()
    return course


def _fields(facts: CourseFacts) -> dict[str, object]:
    fields = fields_of(facts)
    fields["approval_holds_seat"] = facts.needs_approval and facts.approval_holds_seat
    return fields


def _check_audience(by: Reach, facts: CourseFacts) -> None:
    if facts.audience is not None and facts.audience.pk not in by.people:
        raise Forbidden("You can offer a course to all, or to organizations of your own board.")


def _free_code(name: str) -> str:
    """Return a code that no course has: the name in small letters, numbered where it is taken."""
    start = slugify(name)[:LONGEST_CODE] or "course"
    taken = _TAKEN | set(
        Course.objects.filter(code__startswith=start).values_list("code", flat=True)
    )
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return start if start not in taken else next(code for code in numbered if code not in taken)
