"""
Who may do what in governance. Each check returns nothing, or raises Forbidden.

What a viewer may know of is `models.reach`; here is what they may do.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from uuid import UUID

from accounts.codes import JobRole
from core.errors import Forbidden
from governance.codes import Capacity, Visibility
from governance.models import (
    READS_AGREEMENTS,
    ActionItem,
    AgendaItem,
    Hazard,
    Membership,
    Reach,
    Risk,
)


def check_serves(reach: Reach, committee_id: UUID) -> None:
    """
    Require the chair, a deputy chair or the secretary of a committee.

    :raises Forbidden: they are none of these
    """
    if committee_id not in reach.serves:
        raise Forbidden("Only the chair and the secretary of the committee may do this.")


def check_sits_as(reach: Reach, committee_id: UUID, capacity: Capacity, *, on: date) -> None:
    """
    Require somebody who sits on a committee on a day in a capacity of their own.

    :raises Forbidden: they do not
    """
    seats = Membership.objects.current(on).filter(
        committee_id=committee_id, user_id=reach.user_id, capacities__contains=[capacity]
    )
    if not seats.exists():
        raise Forbidden(f"Only a {capacity.label.lower()} of the committee may do this.")


def check_has_no_conflict(reach: Reach, item_id: UUID) -> None:
    """
    Require that somebody has no conflict of interest in an item.

    :raises Forbidden: they have
    """
    if item_id in reach.conflicted:
        raise Forbidden("You have an interest in this item: you take no part in it.")


def check_is_not_among(reach: Reach, conflicted: AbstractSet[UUID]) -> None:
    """
    Require that somebody is not among the people who have a conflict of interest.

    Read these under the lock of the item: a reach is as old as its page.

    :raises Forbidden: they are
    """
    if reach.user_id in conflicted:
        raise Forbidden("You have an interest in this item: you take no part in it.")


def check_may_send_paper(reach: Reach, item: AgendaItem, *, author_id: UUID | None = None) -> None:
    """
    Require the chair, the secretary, whoever presents an item, or the author of the paper.

    :raises Forbidden: they are none of these, or have a conflict of interest in the item
    """
    check_has_no_conflict(reach, item.pk)
    writers = {item.presenter_id, author_id} - {None}
    if item.meeting.committee_id not in reach.serves and reach.user_id not in writers:
        raise Forbidden("Papers are sent by the chair, the secretary, the presenter or the author.")


def check_may_change_action(reach: Reach, action: ActionItem) -> None:
    """
    Require the owner of an action, or whoever prepares the meetings of its committee.

    :raises Forbidden: they are neither
    """
    if action.owner_id != reach.user_id:
        check_serves(reach, action.committee_id)


def check_may_hand_over(reach: Reach, action: ActionItem) -> None:
    """
    Require somebody who may give an action to another person.

    Who is told of a restricted item is decided by chair and secretary, not by an owner.

    :raises Forbidden: they may not
    """
    check_may_change_action(reach, action)
    if action.item is not None and action.item.visibility == Visibility.RESTRICTED:
        check_serves(reach, action.committee_id)


def check_chairs(reach: Reach, committee_id: UUID) -> None:
    """
    Require the chair or a deputy chair of a committee, not its secretary.

    :raises Forbidden: they are neither
    """
    if committee_id not in reach.serves - reach.writes:
        raise Forbidden("Only the chair of the committee may do this.")


def check_may_erase(reach: Reach, committee_id: UUID) -> None:
    """
    Require the committee's secretary, or a privacy officer who sits on it.

    :raises Forbidden: they are neither
    """
    answers = reach.viewer.job_role == JobRole.PRIVACY_OFFICER and committee_id in reach.reads
    if not answers and committee_id not in reach.writes:
        raise Forbidden("Only the secretary or a privacy officer of the committee may do this.")


def check_may_change_risk(reach: Reach, risk: Risk) -> None:
    """
    Require the owner of a risk, or whoever prepares the meetings of its committee.

    :raises Forbidden: they are neither
    """
    if risk.owner_id != reach.user_id:
        check_serves(reach, risk.committee_id)


def check_reads_agreements(reach: Reach) -> None:
    """
    Require somebody who may read sharing agreements and impact assessments.

    :raises Forbidden: they may not
    """
    if not reach.reads and reach.viewer.job_role not in READS_AGREEMENTS:
        raise Forbidden("Only members of committees and those who run feeds may read this.")


def check_may_change_hazard(reach: Reach, hazard: Hazard, *, is_officer: bool) -> None:
    """
    Require the owner of a hazard, the committee's clinical safety officer, or its office.

    :raises Forbidden: they are none of these
    """
    if hazard.owner_id != reach.user_id and not is_officer:
        check_serves(reach, hazard.committee_id)


def check_is_safety_officer(*, is_officer: bool) -> None:
    """
    Require the committee's clinical safety officer: nobody else signs hazards off (DCB0129, 2.3).

    :raises Forbidden: they are not
    """
    if not is_officer:
        raise Forbidden("Only the clinical safety officer of the committee may do this.")


def check_has_no_conflict_in(reach: Reach, items: Iterable[UUID]) -> None:
    """
    Require that somebody has no conflict of interest in any item of a meeting.

    :raises Forbidden: they have: somebody else publishes what they may not read
    """
    if reach.conflicted.intersection(items):
        raise Forbidden("You have an interest in an item of this meeting: somebody else publishes.")
