"""Change the register of benefits: its words, its parameters, and parameters from answers."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from accounts.models import PractitionerRole, User
from analytics import permissions
from analytics.actions.benefits import change_benefit, record_parameter, take_evidence
from analytics.forms.benefit_desk import BenefitDesk
from analytics.forms.benefits import BenefitForm, ParameterForm
from analytics.models import READS_BOARD, BenefitProfile, BenefitScenario, RateCard
from analytics.presenters.benefit_detail import present_rates
from analytics.presenters.benefits import WEAKEST
from analytics.presenters.frame import present_frame
from analytics.queries.benefit_survey import read_evidence
from core.errors import NotPermittedNow

from .benefit_desk import open_desk


@require_http_methods(["GET", "HEAD", "POST"])
def benefit_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what the register says of a benefit."""
    desk = _editable(request)
    profile = _profile(code)
    # Those who read figures of a board; a name that is there already stays possible.
    readers = PractitionerRole.objects.filter(job_role__in=READS_BOARD).values("user_id")
    people = User.objects.filter(Q(pk__in=readers) | Q(pk=profile.owner_id))
    form = BenefitForm(
        request.POST if request.method == "POST" else None, people=people, profile=profile
    )
    if form.is_valid():
        try:
            change_benefit(
                profile_id=profile.pk, words=form.words(), by=desk.reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The benefit is changed.")
            return redirect("analytics:benefit_detail", code)
    return _form_page(request, "edit", {"form": form, "profile": profile})


@require_http_methods(["GET", "HEAD", "POST"])
def parameter_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Add a value of a factor to a scenario."""
    desk = _editable(request)
    profile, scenario = _profile(code), _scenario(desk)
    initial = {"valid_from": timezone.localdate(), "grade": WEAKEST}
    form = ParameterForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            record_parameter(
                scenario=scenario,
                profile=profile,
                given=form.given(),
                by=desk.reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The parameter is recorded. Those before it stay.")
            return redirect(_detail(code, scenario))
    rates = present_rates(RateCard.objects.order_by("hours", "pounds_an_hour"))
    context = {"form": form, "profile": profile, "scenario": scenario, "rates": rates}
    return _form_page(request, "parameter", context)


@require_POST
def evidence_take(request: SignedInRequest, code: str) -> HttpResponse:
    """Make parameters of what staff answered to the question in the record."""
    desk = _editable(request)
    profile, scenario = _profile(code), _scenario(desk)
    found = read_evidence(desk.register.groups(), desk.strata, desk.use.period).get(code)
    if found is None:
        messages.error(request, "There are too few answers to make a parameter of.")
        return redirect(_detail(code, scenario))
    take_evidence(
        scenario=scenario, profile=profile, evidence=found, by=desk.reach, at=timezone.now()
    )
    messages.success(request, f"{scenario.title} now reckons with the answers of staff.")
    return redirect(_detail(code, scenario))


def _editable(request: SignedInRequest) -> BenefitDesk:
    desk = open_desk(request)
    permissions.check_may_edit(desk.reach)
    return desk


def _profile(code: str) -> BenefitProfile:
    profile = BenefitProfile.objects.filter(code=code).first()
    if profile is None:
        raise Http404
    return profile


def _scenario(desk: BenefitDesk) -> BenefitScenario:
    if desk.scenario is None:
        raise Http404
    return desk.scenario


def _detail(code: str, scenario: BenefitScenario) -> str:
    return reverse("analytics:benefit_detail", args=[code]) + f"?scenario={scenario.code}"


def _form_page(request: SignedInRequest, name: str, context: dict[str, object]) -> HttpResponse:
    frame = {"frame": present_frame(path=request.path)}
    return render(request, f"analytics/benefits/{name}.html", {**context, **frame})
