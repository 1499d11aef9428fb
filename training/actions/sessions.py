"""Set up sessions of a published version: for whom, how many, who gives them; open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Organization, User
from core.errors import Forbidden, NotPermittedNow
from training import permissions
from training.codes import DeliveryMode, SessionState, VersionState
from training.models import CourseVersion, Reach, Session, SessionTrainer

from .facts import fields_of
from .seats import lock_session


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """How a session is run; how many come is `resize_session`'s once it is open."""

    mode: DeliveryMode
    host: Organization
    audience: Organization | None = None
    min_to_run: int = 1
    decide_on: date | None = None
    offer_hours: int = 48
    offers_end_hours: int = 4
    notes: str = ""


@transaction.atomic
def create_session(
    *,
    version: CourseVersion,
    plan: SessionPlan,
    capacity: int,
    overbook_allowance: int = 0,
    trainers: Sequence[User] = (),
    by: Reach,
) -> Session:
    """
    Make a session of a published version; it stays a draft until it is opened for booking.

    :raises Forbidden: the course, the host or the audience is beyond their reach
    :raises NotPermittedNow: the version is not published, or fewer places than must come
    """
    permissions.check_may_set_up(by, version.course)
    _check_plan(plan, capacity, by)
    if version.state != VersionState.PUBLISHED:
        raise NotPermittedNow("Sessions are made of the published version of a course.")
    session = Session.objects.create(
        version=version,
        capacity=capacity,
        overbook_allowance=overbook_allowance,
        **fields_of(plan),
    )
    _set_trainers(session, trainers)
    return session


@transaction.atomic
def change_session(
    *, session_id: int, plan: SessionPlan, trainers: Sequence[User], by: Reach
) -> Session:
    """
    Change how a session is run and who gives it.

    :raises Forbidden: they may not run it
    :raises NotPermittedNow: its register is closed, it is cancelled, or a rule is broken
    """
    session = lock_session(session_id)
    permissions.check_may_run(by, session)
    check_can_change(session)
    _check_plan(plan, session.capacity, by)
    for name, value in fields_of(plan).items():
        setattr(session, name, value)
    session.save(update_fields=[*fields_of(plan), "updated_at"])
    _set_trainers(session, trainers)
    return session


@transaction.atomic
def open_session(*, session_id: int, by: Reach, at: datetime) -> Session:
    """
    Open a session for booking.

    :raises Forbidden: they may not run it
    :raises NotPermittedNow: it is no draft, or times, places, or trainers are missing
    """
    session = lock_session(session_id)
    permissions.check_may_run(by, session)
    if session.state != SessionState.DRAFT:
        raise NotPermittedNow("This session is open already, or over.")
    missing = list_what_opening_lacks(session, at=at)
    if missing:
        raise NotPermittedNow(" ".join(missing))
    session.state = SessionState.OPEN
    session.save(update_fields=["state", "updated_at"])
    return session


def list_what_opening_lacks(session: Session, *, at: datetime) -> list[str]:
    """Return what a draft lacks before people can book it, in words for its trainer."""
    slots = list(session.slots.all())
    needs_place = session.mode == DeliveryMode.CLASSROOM
    found = {
        "Add at least one time.": not slots,
        "Say who gives it.": not session.trainers.exists(),
        "It begins in the past: change its first time.": (
            session.starts_at is not None and session.starts_at <= at
        ),
        "Say where each part is held.": (
            needs_place and any(slot.venue_id is None and not slot.room for slot in slots)
        ),
        "Its version is no longer the published one: make the session anew.": (
            session.version.state != VersionState.PUBLISHED
        ),
    }
    return [words for words, lacks in found.items() if lacks]


def check_can_change(session: Session) -> None:
    """
    Require a session that has not ended.

    :raises NotPermittedNow: its register is closed, or it is cancelled
    """
    if session.state not in (SessionState.DRAFT, SessionState.OPEN):
        raise NotPermittedNow("This session is over or cancelled: it can no longer be changed.")


def _check_plan(plan: SessionPlan, capacity: int, by: Reach) -> None:
    if plan.host.pk not in by.people:
        raise Forbidden("Your sessions are hosted by an organization of your own board.")
    if plan.audience is not None and plan.audience.pk not in by.people:
        raise Forbidden("You can offer a session to all, or to organizations of your own board.")
    if plan.mode == DeliveryMode.E_LEARNING:
        raise NotPermittedNow("E-learning has no sessions: people start it at any time.")
    if plan.min_to_run > capacity:
        raise NotPermittedNow("Fewer people may come than must come for it to run.")


def _set_trainers(session: Session, trainers: Sequence[User]) -> None:
    """Have these people give a session; the first one leads it."""
    session.trainers.exclude(user__in=trainers).delete()
    for position, user in enumerate(trainers):
        SessionTrainer.objects.update_or_create(
            session=session, user=user, defaults={"is_lead": position == 0}
        )
