"""The training-needs matrix: who must be competent in what, and why."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from training import permissions
from training.actions.requirements import add_requirement, change_requirement, end_requirement
from training.forms.requirements import EndRuleForm, RuleForm, TermsForm
from training.models import Reach, Requirement, reach_of
from training.presenters.frame import present_frame
from training.presenters.rules import Preview, present_preview, present_rule, say_rule
from training.queries.matrix import (
    competencies_to_require,
    foresee_rule,
    get_rule,
    list_rules,
    organizations_to_rule,
)
from training.queries.standings import RuleThought

# What a maker does once the preview is seen; the first time they only ask for it.
KEEP: Final = "keep"
BACK: Final = "back"
_NOT_FIELDS: Final = frozenset({"csrfmiddlewaretoken", "step"})


@require_safe
def matrix(request: SignedInRequest) -> HttpResponse:
    """List the rules of a trainer's board."""
    reach = _reach_of_trainer(request)
    on, with_ended = timezone.localdate(), "ended" in request.GET
    rules = list_rules(reach, on=on, with_ended=with_ended)
    context = {
        "frame": present_frame(reach, path=request.path),
        "rules": [present_rule(listed, on=on) for listed in rules],
        "with_ended": with_ended,
    }
    return render(request, "training/compliance/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_add(request: SignedInRequest) -> HttpResponse:
    """Make a rule, once its maker has seen whom it concerns."""
    reach = _reach_of_trainer(request)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        initial={"applies_from": timezone.localdate(), "grace_days": 0},
        organizations=organizations_to_rule(reach),
        competencies=competencies_to_require(),
    )
    preview = None
    if form.is_valid() and request.POST.get("step") != BACK:
        preview = _preview_new(form)
        if request.POST.get("step") == KEEP:
            try:
                add_requirement(scope=form.scope(), terms=form.terms(), by=reach)
            except NotPermittedNow as error:
                form.add_error(None, str(error))
                preview = None
            else:
                messages.success(request, f"Kept. {say_rule(form.scope())}")
                return redirect("training:matrix")
    return _show_form(request, reach, form=form, preview=preview, rule=None)


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_change(request: SignedInRequest, requirement_id: UUID) -> HttpResponse:
    """Have another rule take the place of one, once its maker has seen whom it concerns."""
    reach = _reach_of_trainer(request)
    rule = _get_rule(reach, requirement_id)
    today = timezone.localdate()
    initial = {
        "applies_from": today,
        "grace_days": rule.grace_days,
        "opens_record": rule.opens_record,
        "policy": rule.policy,
    }
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    preview = None
    if form.is_valid() and request.POST.get("step") != BACK:
        preview = _preview_change(rule, form)
        if request.POST.get("step") == KEEP:
            try:
                change_requirement(
                    requirement_id=rule.pk, terms=form.terms(), by=reach, at=timezone.now()
                )
            except NotPermittedNow as error:
                form.add_error(None, str(error))
                preview = None
            else:
                messages.success(request, "Kept. The rule before ends on the day before.")
                return redirect("training:matrix")
    return _show_form(request, reach, form=form, preview=preview, rule=rule)


@require_http_methods(["GET", "HEAD", "POST"])
def matrix_end(request: SignedInRequest, requirement_id: UUID) -> HttpResponse:
    """End a rule."""
    reach = _reach_of_trainer(request)
    rule = _get_rule(reach, requirement_id)
    initial = {"last_day": timezone.localdate()}
    form = EndRuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            end_requirement(
                requirement_id=rule.pk, last_day=form.day(), by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The rule ends. What people hold stays theirs.")
            return redirect("training:matrix")
    context = {
        "frame": present_frame(reach, path=request.path),
        "form": form,
        "rule": rule,
        "sentence": say_rule(rule),
        "has_begun": rule.applies_from <= timezone.localdate(),
    }
    return render(request, "training/compliance/matrix_end.html", context)


def _reach_of_trainer(request: SignedInRequest) -> Reach:
    reach = reach_of(request.active_role)
    permissions.check_is_trainer(reach)
    return reach


def _get_rule(reach: Reach, requirement_id: UUID) -> Requirement:
    try:
        rule = get_rule(requirement_id)
    except Requirement.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_set_rules(reach, rule.organization)
    return rule


def _preview_new(form: RuleForm) -> Preview:
    scope, terms = form.scope(), form.terms()
    thought = RuleThought(
        organization_id=scope.organization.pk,
        job_role=scope.job_role,
        setting=scope.setting,
        section=scope.section,
        competency_id=scope.competency.pk,
        grace_days=terms.grace_days,
        opens_record=terms.opens_record,
    )
    foreseen = foresee_rule(thought, on=timezone.localdate())
    return present_preview(
        scope, foreseen, opens_record=terms.opens_record, since=terms.applies_from
    )


def _preview_change(rule: Requirement, form: TermsForm) -> Preview:
    terms = form.terms()
    thought = RuleThought(
        organization_id=rule.organization_id,
        job_role=rule.job_role,
        setting=rule.setting,
        section=rule.section,
        competency_id=rule.competency_id,
        grace_days=terms.grace_days,
        opens_record=terms.opens_record,
    )
    foreseen = foresee_rule(thought, on=timezone.localdate())
    return present_preview(
        rule, foreseen, opens_record=terms.opens_record, since=terms.applies_from
    )


def _show_form(
    request: SignedInRequest,
    reach: Reach,
    *,
    form: RuleForm | TermsForm,
    preview: Preview | None,
    rule: Requirement | None,
) -> HttpResponse:
    context = {
        "frame": present_frame(reach, path=request.path),
        "form": form,
        "preview": preview,
        "rule": rule,
        "sentence": "" if rule is None else say_rule(rule),
        "posted": [pair for pair in request.POST.items() if pair[0] not in _NOT_FIELDS],
    }
    return render(request, "training/compliance/matrix_rule.html", context)
