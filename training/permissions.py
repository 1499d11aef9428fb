"""
Who may do what in training. Each check returns nothing, or raises Forbidden.

Whom a viewer may know of is `models.reach`; here is what they may do.
"""

from accounts.models import Organization, PractitionerRole
from accounts.queries import get_board_id
from core.errors import Forbidden
from training.codes import BookingSource
from training.models import (
    Award,
    Booking,
    Course,
    Enrolment,
    PriorLearning,
    Reach,
    Session,
    SessionTrainer,
    Venue,
    organizations_above,
)


def check_is_trainer(reach: Reach) -> None:
    """
    Require a trainer.

    :raises Forbidden: the role is another
    """
    if not reach.is_trainer:
        raise Forbidden("Only trainers may see this page.")


def check_may_run(reach: Reach, session: Session) -> None:
    """
    Require a trainer of the board that hosts a session, or somebody who gives it.

    :raises Forbidden: they are neither
    """
    if reach.is_trainer and session.host_id in reach.people:
        return
    if not SessionTrainer.objects.filter(session=session, user_id=reach.viewer.user_id).exists():
        raise Forbidden("Only trainers of the board that hosts the session may do this.")


def check_gives(reach: Reach, session: Session) -> None:
    """
    Require somebody who gives a session: what learners need is for nobody else.

    :raises Forbidden: they do not give it
    """
    if not SessionTrainer.objects.filter(session=session, user_id=reach.viewer.user_id).exists():
        raise Forbidden("Only those who give the session may see what its learners need.")


def check_may_decide(reach: Reach, booking: Booking) -> None:
    """
    Require somebody who may approve or decline a request: a manager, or a trainer; never oneself.

    :raises Forbidden: they may not
    """
    is_own = booking.user_id == reach.viewer.user_id
    if is_own or booking.role.organization_id not in reach.people:
        raise Forbidden("Only a manager of the learner, or a trainer, may decide this.")


def check_may_book_for(reach: Reach, learner: PractitionerRole, source: BookingSource) -> None:
    """
    Require the learner, or a manager or trainer who reaches them; only trainers book as trainers.

    :raises Forbidden: they are none of these
    """
    if source == BookingSource.LEARNER:
        if learner.user_id != reach.viewer.user_id:
            raise Forbidden("You can only book for yourself.")
        return
    if learner.organization_id not in reach.people:
        raise Forbidden("You can only book for people whose training you look after.")
    if source == BookingSource.TRAINER and not reach.is_trainer:
        raise Forbidden("Only trainers may book as trainers.")


def check_may_act_for(reach: Reach, booking: Booking) -> None:
    """
    Require the learner, a manager or trainer who reaches them, or whoever runs the session.

    :raises Forbidden: they are none of these
    """
    is_own = booking.user_id == reach.viewer.user_id
    if is_own or booking.role.organization_id in reach.people:
        return
    check_may_run(reach, booking.session)


def check_may_read_figures(reach: Reach) -> None:
    """
    Require somebody who follows how training stands.

    :raises Forbidden: they do not
    """
    if not reach.figures:
        raise Forbidden("Only trainers, managers, board members and analysts may see this.")


def check_may_read_names(reach: Reach) -> None:
    """
    Require somebody who may know people of others by name.

    :raises Forbidden: they see figures only, or nothing
    """
    if not reach.people:
        raise Forbidden("Only trainers and training managers may see names.")


def check_may_revoke(reach: Reach, award: Award) -> None:
    """
    Require a trainer, of an award that they may know of (`Award.objects.within`); never one's own.

    :raises Forbidden: they are none, or it is their own
    """
    if award.user_id == reach.viewer.user_id or not reach.is_trainer:
        raise Forbidden("Only another trainer of the learner's board may revoke a certificate.")


def check_may_read_names_at(reach: Reach, organization: Organization) -> None:
    """
    Require somebody who may know the people of an organization by name.

    :raises Forbidden: they see its figures only, or nothing of it
    """
    if organization.pk not in reach.people:
        raise Forbidden(
            "Only its training managers, and trainers of its board, may see names here."
        )


def check_may_set_rules(reach: Reach, organization: Organization) -> None:
    """
    Require a trainer of the board that an organization belongs to, or of the region above it.

    :raises Forbidden: they train elsewhere, or are no trainer
    """
    board = get_board_id(reach.viewer.organization)
    if not reach.is_trainer or board not in organizations_above(organization):
        raise Forbidden("Only trainers of the board may change who must learn what there.")


def check_may_decide_claim(reach: Reach, claim: PriorLearning) -> None:
    """
    Require a trainer, of a claim that they may know of; never one's own.

    :raises Forbidden: they are none, or it is their own
    """
    if claim.user_id == reach.viewer.user_id or not reach.is_trainer:
        raise Forbidden("Only another trainer of the learner's board may decide this.")


def check_may_set_up(reach: Reach, course: Course) -> None:
    """
    Require a trainer who may shape a course: one for all, or for people of their own board.

    :raises Forbidden: the role is another, or the course is for people of another board
    """
    check_is_trainer(reach)
    if course.audience_id is not None and course.audience_id not in reach.people:
        raise Forbidden("Only trainers of the board that the course is for may change it.")


def check_may_use_venue(reach: Reach, venue: Venue) -> None:
    """
    Require a trainer of the board to which a venue's organization belongs.

    :raises Forbidden: they are not
    """
    check_is_trainer(reach)
    if venue.organization_id not in reach.people:
        raise Forbidden("Only trainers of the venue's board may use or change it.")


def check_may_sign_off(reach: Reach, enrolment: Enrolment) -> None:
    """
    Require a trainer who may say that a learner did something under their eyes; never oneself.

    :raises Forbidden: it is their own, or they neither reach the learner nor give the session
    """
    if enrolment.user_id == reach.viewer.user_id:
        raise Forbidden("Somebody else has to sign what you did.")
    if reach.is_trainer and enrolment.role.organization_id in reach.people:
        return
    given = SessionTrainer.objects.filter(user_id=reach.viewer.user_id)
    booking = enrolment.booking
    if booking is None or not given.filter(session_id=booking.session_id).exists():
        raise Forbidden("Only a trainer of the learner may sign what they did.")
