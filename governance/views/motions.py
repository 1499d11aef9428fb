"""Motions: propose, open, vote, close, and the decision that a carried one makes."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import Forbidden, NotPermittedNow
from governance.actions import motions as motion_actions
from governance.actions.decisions import decide_motion
from governance.actions.voting import ask_for_names, cast_vote
from governance.codes import MotionState, VoteChoice, VotingMethod
from governance.forms.decisions import DecisionForm, MotionForm, VoteForm
from governance.models import Motion, Reach
from governance.presenters.motions import present_motion
from governance.presenters.running import present_light
from governance.queries.decisions import list_in_force
from governance.queries.motions import get_motion, list_movers, list_votes, read_ballot

from .frame import reach_for, show
from .running import run_url, served_item

UNDECIDED = {MotionState.DRAFT, MotionState.OPEN}


_CLOSES_A_VOTE: Final = frozenset({"close"})
_CLOSES: Final = {VotingMethod.CONSENSUS: frozenset({"agreed", "not-agreed"})}


@require_http_methods(["GET", "HEAD", "POST"])
def motion_new(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Write a motion down."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    movers = list_movers(item.meeting.committee_id)
    form = MotionForm(request.POST if request.method == "POST" else None, movers=movers)
    if form.is_valid():
        try:
            motion = motion_actions.propose_motion(item_id=item.pk, facts=form.facts(), by=reach)
        except NotPermittedNow as error:
            form.add_error("text", str(error))
        else:
            return redirect("governance:motion_detail", motion.pk)
    context = {"form": form, "item": item, "back": run_url(item)}
    status = 422 if form.errors else 200
    return show(request, "decisions/motion_new.html", context, reach=reach, status=status)


@require_safe
def motion_detail(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    """Show a motion: its words, the vote where one has one, and its result once it is closed."""
    reach = reach_for(request)
    return _show_motion(request, _motion(motion_id, reach), reach)


@require_POST
def motion_vote(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    """Vote on a motion."""
    reach = reach_for(request)
    motion = _motion(motion_id, reach)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _show_motion(request, motion, reach, form=form)
    try:
        choice = VoteChoice(form.cleaned_data["choice"])
        cast_vote(motion_id=motion.pk, choice=choice, by=reach, at=timezone.now())
    except (Forbidden, NotPermittedNow) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Your vote is counted.")
    return redirect("governance:motion_detail", motion.pk)


@require_POST
def motion_names(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    """Ask that the minutes say who voted how."""
    reach = reach_for(request)
    motion = _motion(motion_id, reach)
    try:
        ask_for_names(motion_id=motion.pk, by=reach, at=timezone.now())
    except (Forbidden, NotPermittedNow) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The minutes will say who voted how.")
    return redirect("governance:motion_detail", motion.pk)


@require_POST
def motion_change(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    """Open, withdraw or close a motion, as those who run the meeting do."""
    reach = reach_for(request)
    motion = _motion(motion_id, reach)
    if motion.item.meeting.committee_id not in reach.serves:
        raise Http404
    tied = ""
    try:
        _change(request, motion, reach)
    except (Forbidden, NotPermittedNow) as error:
        messages.error(request, str(error))
        tied = "?tied=1" if "casting vote" in str(error) else ""
    return redirect(reverse("governance:motion_detail", args=[motion.pk]) + tied)


@require_http_methods(["GET", "HEAD", "POST"])
def motion_decide(request: SignedInRequest, motion_id: UUID) -> HttpResponse:
    """Record the decision that a carried motion made."""
    reach = reach_for(request)
    motion = _motion(motion_id, reach)
    item = served_item(motion.item_id, reach)
    earlier = list_in_force(item.meeting.committee_id, reach)
    posted = request.POST if request.method == "POST" else None
    form = DecisionForm(posted, earlier=earlier, text=motion.text)
    if form.is_valid():
        try:
            decision = decide_motion(
                motion_id=motion.pk, facts=form.facts(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, f"The decision is recorded as {decision.number}.")
            return redirect(run_url(item))
    context = {"form": form, "item": item, "motion": present_motion(motion), "back": run_url(item)}
    status = 422 if form.errors else 200
    return show(request, "decisions/decision_new.html", context, reach=reach, status=status)


def _change(request: SignedInRequest, motion: Motion, reach: Reach) -> None:
    at, what = timezone.now(), request.POST.get("what", "")
    if what == "open":
        motion_actions.open_motion(motion_id=motion.pk, by=reach, at=at)
    elif what == "withdraw":
        motion_actions.withdraw_motion(motion_id=motion.pk, by=reach, at=at)
    elif (
        what in _CLOSES.get(VotingMethod(motion.method), _CLOSES_A_VOTE)
        or "casting_vote" in request.POST
    ):
        motion_actions.close_motion(
            motion_id=motion.pk,
            by=reach,
            at=at,
            casting_vote=request.POST.get("casting_vote", ""),
            has_consensus=what == "agreed",
        )
    else:
        # Nothing that decides may follow from a form that says nothing.
        raise NotPermittedNow("Choose what becomes of the motion.")


def _show_motion(
    request: SignedInRequest, motion: Motion, reach: Reach, *, form: VoteForm | None = None
) -> HttpResponse:
    ballot = read_ballot(motion, reach, at=timezone.now())
    serves = motion.item.meeting.committee_id in reach.serves
    context = {
        "motion": motion,
        "line": present_motion(motion),
        "ballot": ballot,
        "light": present_light(ballot.quorum),
        "votes": list_votes(motion),
        "form": form or VoteForm(),
        "serves": serves,
        "is_undecided": motion.state in UNDECIDED,
        "is_tied": request.GET.get("tied") == "1",
        "back": run_url(motion.item) if serves else "",
    }
    status = 422 if form is not None else 200
    return show(request, "decisions/motion.html", context, reach=reach, status=status)


def _motion(motion_id: UUID, reach: Reach) -> Motion:
    try:
        return get_motion(motion_id, reach)
    except Motion.DoesNotExist as error:
        raise Http404 from error
