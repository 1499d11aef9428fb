"""Keep the forward plan: what a committee takes up every so many meetings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON
from governance import permissions
from governance.codes import Visibility
from governance.models import Committee, ForwardPlanItem, Reach
from governance.queries.forward_plan import known_plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What comes up, how often, and from which meeting on."""

    title: str
    purpose: str
    visibility: str = Visibility.OPEN
    presenter: User | None = None
    minutes_planned: int = 10
    every: int = 1
    first_meeting: int = 1
    wants_paper: bool = True


@transaction.atomic
def create_plan_item(*, committee_id: UUID, facts: PlanFacts, by: Reach) -> ForwardPlanItem:
    """
    Put something on the forward plan.

    :raises Forbidden: they are neither chair nor secretary
    """
    committee = Committee.objects.select_for_update().get(pk=committee_id)
    permissions.check_serves(by, committee_id)
    item = ForwardPlanItem(committee=committee)
    return _write(item, facts)


@transaction.atomic
def change_plan_item(*, plan_id: UUID, facts: PlanFacts, by: Reach) -> ForwardPlanItem:
    """
    Change something on the forward plan; agendas that hold it already stay as they are.

    :raises Forbidden: they are neither chair nor secretary
    :raises ForwardPlanItem.DoesNotExist: they may not know of it
    """
    item = known_plan(by).select_for_update(of=("self",)).get(pk=plan_id)
    permissions.check_serves(by, item.committee_id)
    return _write(item, facts)


@transaction.atomic
def end_plan_item(*, plan_id: UUID, by: Reach, at: datetime) -> ForwardPlanItem:
    """
    Have something come up no more.

    :raises Forbidden: they are neither chair nor secretary
    :raises ForwardPlanItem.DoesNotExist: they may not know of it
    """
    item = known_plan(by).select_for_update(of=("self",)).get(pk=plan_id)
    permissions.check_serves(by, item.committee_id)
    item.ended_on = at.astimezone(LONDON).date()
    item.save()
    return item


def _write(item: ForwardPlanItem, facts: PlanFacts) -> ForwardPlanItem:
    item.title, item.purpose, item.visibility = facts.title, facts.purpose, facts.visibility
    item.presenter, item.wants_paper = facts.presenter, facts.wants_paper
    item.minutes_planned, item.every = facts.minutes_planned, facts.every
    item.first_meeting = facts.first_meeting
    item.save()
    return item
