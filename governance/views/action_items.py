"""Actions: one's own, one by one, and what may be done with each."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions import action_changes as change
from governance.actions.action_items import agree_action
from governance.codes import ActionEventKind, ActionState
from governance.forms.action_items import (
    AddForm,
    FinishForm,
    HandOverForm,
    MoveForm,
    NewActionForm,
    ReasonForm,
    ReopenForm,
)
from governance.models import ActionItem, Committee, Reach
from governance.presenters import action_items as present
from governance.queries.action_log import get_action, list_events, list_risks_of
from governance.queries.committee_people import people_of
from governance.queries.own_actions import list_own_actions, list_own_closed
from governance.queries.standing_actions import StandingAction

from .choices import Offer, carry_out, chosen_in, data_for
from .frame import reach_for, show


@require_safe
def own_actions(request: SignedInRequest) -> HttpResponse:
    """Show somebody what they owe, the late ones first."""
    reach, at, on = reach_for(request), timezone.now(), timezone.localdate()
    context = {
        "actions": present.present_actions(list_own_actions(reach, on=on), on=on),
        "closed": present.present_actions(list_own_closed(reach, at=at, on=on), on=on),
        "sees_log": bool(reach.committees),
    }
    return show(request, "actions/own.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Write down an action of a committee that comes from no agenda item."""
    reach = reach_for(request)
    committee = Committee.objects.filter(pk__in=reach.committees, code=code).first()
    if committee is None:
        raise Http404
    permissions.check_serves(reach, committee.pk)
    people = people_of(committee.pk, on=timezone.localdate())
    form = NewActionForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            action = agree_action(
                committee_id=committee.pk,
                item_id=None,
                **form.cleaned_data,
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            return redirect("governance:action_detail", action.pk)
    context = {"form": form, "committee": committee}
    return show(request, "actions/new.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def action_detail(request: SignedInRequest, action_id: UUID) -> HttpResponse:
    """Show an action with its history, and let its owner and the committee's office act on it."""
    reach, on = reach_for(request), timezone.localdate()
    row = _find(action_id, reach)
    offers = _offers(request, row.action, reach)
    if chosen_in(request) and carry_out(request, offers):
        still_known = ActionItem.objects.visible_to(reach).filter(pk=action_id).exists()
        if still_known:
            return redirect("governance:action_detail", action_id)
        return redirect("governance:own_actions")
    context = {
        "action": present.present_action(row, on=on),
        "facts": row.action,
        "events": present.present_events(list_events(row.action)),
        "risks": list_risks_of(row.action, reach=reach),
        "forms": {name: offer.form for name, offer in offers.items()},
        "failed": chosen_in(request),
    }
    return show(request, "actions/detail.html", context, reach=reach)


def _find(action_id: UUID, reach: Reach) -> StandingAction:
    try:
        return get_action(action_id, reach=reach, on=timezone.localdate())
    except ActionItem.DoesNotExist as error:
        raise Http404 from error


def _offers(request: SignedInRequest, action: ActionItem, reach: Reach) -> dict[str, Offer]:
    """Return what a viewer may do with an action as it stands."""
    if not allowed(permissions.check_may_change_action, reach, action):
        return {}
    serves = action.committee_id in reach.serves
    if action.state != ActionState.OPEN:
        return _offers_closed(request, action, reach) if serves else {}
    offers = _offers_open(request, action, reach)
    if allowed(permissions.check_may_hand_over, reach, action):
        offers["hand-over"] = _hand_over(request, action, reach)
    if serves:
        offers["drop"] = Offer(
            form=ReasonForm(data_for(request, "drop"), auto_id="id_drop_%s"),
            act=lambda said: change.drop_action(
                action_id=action.pk, **said, by=reach, at=timezone.now()
            ),
            said="Closed as no longer needed.",
        )
    return offers


def _offers_open(request: SignedInRequest, action: ActionItem, reach: Reach) -> dict[str, Offer]:
    return {
        "done": Offer(
            form=FinishForm(data_for(request, "done"), auto_id="id_done_%s"),
            act=lambda said: change.finish_action(
                action_id=action.pk, **said, by=reach, at=timezone.now()
            ),
            said="Done. The committee sees it at its next meeting.",
        ),
        "add": Offer(
            form=AddForm(data_for(request, "add"), auto_id="id_add_%s"),
            act=lambda said: change.add_to_action(
                action_id=action.pk,
                kind=ActionEventKind(said["kind"]),
                words=said["words"],
                by=reach,
                at=timezone.now(),
            ),
            said="It stands in the history.",
        ),
        "move": Offer(
            form=MoveForm(data_for(request, "move"), auto_id="id_move_%s"),
            act=lambda said: change.move_due_date(
                action_id=action.pk, **said, by=reach, at=timezone.now()
            ),
            said="The due date is moved.",
        ),
    }


def _offers_closed(request: SignedInRequest, action: ActionItem, reach: Reach) -> dict[str, Offer]:
    return {
        "reopen": Offer(
            form=ReopenForm(data_for(request, "reopen"), auto_id="id_reopen_%s"),
            act=lambda said: change.reopen_action(
                action_id=action.pk, **said, by=reach, at=timezone.now()
            ),
            said="The action is open again. Its owner is told.",
        )
    }


def _hand_over(request: SignedInRequest, action: ActionItem, reach: Reach) -> Offer:
    people = people_of(action.committee_id, on=timezone.localdate()).exclude(pk=action.owner_id)
    return Offer(
        form=HandOverForm(data_for(request, "hand-over"), people=people, auto_id="id_hand_over_%s"),
        act=lambda said: change.hand_over(action_id=action.pk, **said, by=reach, at=timezone.now()),
        said="Handed over. They are told by mail.",
    )
