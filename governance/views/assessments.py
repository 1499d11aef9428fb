"""Data protection impact assessments: written, advised on, signed off and reviewed."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.assessments import (
    advise_on_assessment,
    change_assessment,
    confirm_assessment,
    create_assessment,
    follow_assessment,
    sign_off_assessment,
)
from governance.codes import AssessmentState, Capacity
from governance.forms.assessments import AdviceForm, AssessmentForm, ReviewForm
from governance.models import Committee, ImpactAssessment, Reach
from governance.presenters.agreements import present_agreements
from governance.presenters.assessments import present_assessment, present_assessment_line
from governance.queries import agreements as queries

from .agreement_frame import register_tabs, require_reader, served_committee
from .frame import reach_for, show

MOST_SHOWN: Final = 200
_A_YEAR: Final = timedelta(days=365)


@require_safe
def dpia_list(request: SignedInRequest) -> HttpResponse:
    """List the impact assessments, the next to review first."""
    reach, on = reach_for(request), timezone.localdate()
    require_reader(reach)
    found = queries.list_assessments(reach)
    context = {
        "registers": register_tabs("assessments"),
        "lines": [present_assessment_line(each, on=on) for each in found[:MOST_SHOWN]],
        "most": MOST_SHOWN if len(found) > MOST_SHOWN else 0,
        "may_write": bool(reach.serves),
    }
    return show(request, "agreements/dpia_list.html", context, reach=reach)


@require_safe
def dpia_detail(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Show an assessment whole, with what may be done next."""
    reach, on = reach_for(request), timezone.localdate()
    assessment = _find(assessment_id, reach)
    committee_id = assessment.committee_id
    officer = Capacity.DATA_PROTECTION_OFFICER
    chairs = allowed(permissions.check_chairs, reach, committee_id)
    rests = queries.agreements_of(assessment, reach=reach)
    context = {
        "assessment": present_assessment(assessment, on=on),
        "agreements": present_agreements(rests, on=on),
        "may_write": allowed(permissions.check_serves, reach, committee_id),
        "may_advise": allowed(permissions.check_sits_as, reach, committee_id, officer, on=on),
        "chairs": chairs,
        "may_sign_off": chairs and assessment.advice_by_id != reach.user_id,
    }
    return show(request, "agreements/dpia.html", context, reach=reach)


@require_safe
def dpia_new(request: SignedInRequest) -> HttpResponse:
    """Ask whose assessment it is to be, where somebody serves several committees."""
    reach = reach_for(request)
    committees = list(queries.served_committees(reach))
    if len(committees) == 1:
        return redirect("governance:dpia_new_of", committees[0].code)
    if not committees:
        raise Http404
    context = {"committees": committees, "what": "assessment"}
    return show(request, "agreements/choose_committee.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def dpia_new_of(request: SignedInRequest, code: str) -> HttpResponse:
    """Write a new assessment of a committee."""
    reach = reach_for(request)
    return _edit(request, reach, served_committee(code, reach), None)


@require_http_methods(["GET", "HEAD", "POST"])
def dpia_edit(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Change an assessment that is not signed off."""
    reach = reach_for(request)
    assessment = _find(assessment_id, reach)
    permissions.check_serves(reach, assessment.committee_id)
    if assessment.state == AssessmentState.SIGNED_OFF:
        return _frozen(request, assessment)
    return _edit(request, reach, assessment.committee, assessment)


def _edit(
    request: SignedInRequest,
    reach: Reach,
    committee: Committee,
    assessment: ImpactAssessment | None,
) -> HttpResponse:
    at = timezone.now()
    posted = request.POST if request.method == "POST" else None
    on = timezone.localdate(at)
    form = AssessmentForm(posted, committee=committee, on=on, assessment=assessment)
    if form.is_valid():
        try:
            kept = _save(form, reach, committee, assessment)
        except NotPermittedNow as error:
            form.add_error("owner", str(error))
        else:
            messages.success(request, f"{kept.reference} is kept.")
            return redirect("governance:dpia_detail", kept.pk)
    context = {"form": form, "committee": committee, "assessment": assessment}
    return show(request, "agreements/dpia_edit.html", context, reach=reach)


def _save(
    form: AssessmentForm, reach: Reach, committee: Committee, assessment: ImpactAssessment | None
) -> ImpactAssessment:
    at = timezone.now()
    if assessment is None:
        return create_assessment(committee_id=committee.pk, facts=form.facts(), by=reach, at=at)
    return change_assessment(assessment_id=assessment.pk, facts=form.facts(), by=reach, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
def dpia_advise(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Take the data protection officer's advice."""
    reach, at = reach_for(request), timezone.now()
    assessment = _find(assessment_id, reach)
    permissions.check_sits_as(
        reach,
        assessment.committee_id,
        Capacity.DATA_PROTECTION_OFFICER,
        on=timezone.localdate(at),
    )
    if assessment.state == AssessmentState.SIGNED_OFF:
        return _frozen(request, assessment)
    posted = request.POST if request.method == "POST" else None
    form = AdviceForm(posted, initial={"advice": assessment.advice})
    if form.is_valid():
        advice = form.cleaned_data["advice"]
        try:
            advise_on_assessment(assessment_id=assessment.pk, advice=advice, by=reach, at=at)
        except NotPermittedNow as error:
            form.add_error("advice", str(error))
        else:
            messages.success(request, "Your advice is recorded.")
            return redirect("governance:dpia_detail", assessment.pk)
    context = {"form": form, "assessment": present_assessment(assessment, on=timezone.localdate())}
    return show(request, "agreements/dpia_advise.html", context, reach=reach)


@require_POST
def dpia_sign_off(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Sign an assessment off."""
    reach = reach_for(request)
    _find(assessment_id, reach)
    try:
        sign_off_assessment(assessment_id=assessment_id, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The assessment is signed off and frozen.")
    return redirect("governance:dpia_detail", assessment_id)


@require_http_methods(["GET", "HEAD", "POST"])
def dpia_review(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Say that an assessment is right as it is, and when it comes up again."""
    reach, at = reach_for(request), timezone.now()
    assessment = _find(assessment_id, reach)
    permissions.check_chairs(reach, assessment.committee_id)
    posted = request.POST if request.method == "POST" else None
    form = ReviewForm(posted, initial={"review_on": timezone.localdate(at) + _A_YEAR})
    if form.is_valid():
        review_on = form.cleaned_data["review_on"]
        try:
            confirm_assessment(assessment_id=assessment.pk, review_on=review_on, by=reach, at=at)
        except NotPermittedNow as error:
            form.add_error("review_on", str(error))
        else:
            messages.success(request, "The review is recorded.")
            return redirect("governance:dpia_detail", assessment.pk)
    context = {"form": form, "assessment": assessment}
    return show(request, "agreements/dpia_review.html", context, reach=reach)


@require_POST
def dpia_follow(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """Begin the assessment that follows one which is signed off."""
    reach = reach_for(request)
    _find(assessment_id, reach)
    review_on = timezone.localdate() + _A_YEAR
    try:
        follower = follow_assessment(assessment_id=assessment_id, review_on=review_on, by=reach)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("governance:dpia_detail", assessment_id)
    return redirect("governance:dpia_edit", follower.pk)


def _frozen(request: SignedInRequest, assessment: ImpactAssessment) -> HttpResponse:
    """Lead back from a form that is shut, and say why."""
    messages.warning(
        request, "An assessment that is signed off stays as it was: start the next one from it."
    )
    return redirect("governance:dpia_detail", assessment.pk)


def _find(assessment_id: UUID, reach: Reach) -> ImpactAssessment:
    try:
        return queries.get_assessment(assessment_id, reach=reach)
    except ImpactAssessment.DoesNotExist as error:
        raise Http404 from error
