"""Resolutions in writing: ask, answer, declare an interest, close."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.errors import Forbidden, NotPermittedNow
from core.markdown import render_markdown
from governance.actions import written as written_actions
from governance.codes import VoteChoice
from governance.forms.decisions import AnswerForm, WrittenForm, WrittenInterestForm
from governance.models import Committee, Reach, WrittenResolution
from governance.presenters.written import present_answer, present_written
from governance.queries.decisions import list_committees
from governance.queries.written import (
    find_own_seat,
    list_responses,
    list_voting_members,
    quorum_of_answers,
)

from .frame import reach_for, show


@require_http_methods(["GET", "HEAD", "POST"])
def written_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Ask the members of a committee for a decision between meetings."""
    reach = reach_for(request)
    committee = _served_committee(code, reach)
    form = WrittenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            resolution = written_actions.open_written(
                committee_id=committee.pk, facts=form.facts(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error("deadline_on", str(error))
        else:
            messages.success(request, "The members are asked, and told by e-mail.")
            return redirect("governance:written_detail", resolution.pk)
    context = {"form": form, "committee": committee}
    status = 422 if form.errors else 200
    return show(request, "decisions/written_new.html", context, reach=reach, status=status)


@require_safe
def written_detail(request: SignedInRequest, resolution_id: UUID) -> HttpResponse:
    """Show a resolution in writing with its answers, and let a member answer."""
    reach = reach_for(request)
    return _show(request, _known(resolution_id, reach), reach)


@require_POST
def written_respond(request: SignedInRequest, resolution_id: UUID) -> HttpResponse:
    """Answer in writing."""
    reach = reach_for(request)
    resolution = _known(resolution_id, reach)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            written_actions.answer_written(
                resolution_id=resolution.pk,
                choice=VoteChoice(form.cleaned_data["choice"]),
                comment=form.cleaned_data["comment"],
                by=reach,
                at=timezone.now(),
            )
        except (Forbidden, NotPermittedNow) as error:
            form.add_error("choice", str(error))
        else:
            messages.success(request, "Your answer is recorded.")
            return redirect("governance:written_detail", resolution.pk)
    return _show(request, resolution, reach, answer_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def written_interest(request: SignedInRequest, resolution_id: UUID) -> HttpResponse:
    """Declare an interest in a resolution in writing: from then on one no longer sees it."""
    reach = reach_for(request)
    resolution = _known(resolution_id, reach)
    form = WrittenInterestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            written_actions.declare_written_interest(
                resolution_id=resolution.pk,
                words=form.cleaned_data["words"],
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error("words", str(error))
        else:
            messages.success(request, "Your interest is recorded. You take no part in it.")
            return redirect("governance:decision_list")
    context = {"form": form, "resolution": resolution}
    status = 422 if form.errors else 200
    return show(request, "decisions/written_interest.html", context, reach=reach, status=status)


@require_POST
def written_close(request: SignedInRequest, resolution_id: UUID) -> HttpResponse:
    """Close a resolution once every member has answered."""
    reach = reach_for(request)
    resolution = _known(resolution_id, reach)
    try:
        written_actions.close_written(resolution_id=resolution.pk, by=reach, at=timezone.now())
    except (Forbidden, NotPermittedNow) as error:
        messages.error(request, str(error))
    return redirect("governance:written_detail", resolution.pk)


def _show(
    request: SignedInRequest,
    resolution: WrittenResolution,
    reach: Reach,
    *,
    answer_form: AnswerForm | None = None,
) -> HttpResponse:
    at = timezone.now()
    line = present_written(resolution, at=at)
    answers = list_responses(resolution)
    seat = find_own_seat(resolution, reach, at=at)
    answered = {answer.membership_id for answer in answers}
    excluded = set(resolution.interests.values_list("user_id", flat=True))
    members = list_voting_members(resolution.committee_id, at=at)
    context = {
        "resolution": resolution,
        "line": line,
        "text": render_markdown(resolution.text),
        "reason": render_markdown(resolution.reason),
        "answers": [present_answer(answer) for answer in answers],
        "waiting": [
            str(member.user)
            for member in members
            if member.pk not in answered and member.user_id not in excluded
        ],
        "may_answer": line.is_open and seat is not None and seat.pk not in answered,
        "form": answer_form or AnswerForm(),
        "quorum": quorum_of_answers(resolution, at=resolution.closed_at or at),
        "serves": resolution.committee_id in reach.serves,
        "decision": getattr(resolution, "decision", None),
    }
    status = 422 if answer_form is not None and answer_form.errors else 200
    return show(request, "decisions/written.html", context, reach=reach, status=status)


def _known(resolution_id: UUID, reach: Reach) -> WrittenResolution:
    known = WrittenResolution.objects.visible_to(reach).select_related("committee", "decision")
    found = known.filter(pk=resolution_id).first()
    if found is None:
        raise Http404
    return found


def _served_committee(code: str, reach: Reach) -> Committee:
    served = [each for each in list_committees(reach) if each.pk in reach.serves]
    found = next((each for each in served if each.code == code), None)
    if found is None:
        raise Http404
    return found
