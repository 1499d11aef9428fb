"""The slider of the meeting: how far may a factor fall before this stops paying."""

from decimal import Decimal
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.codes import Basis, Factor
from analytics.forms.benefit_desk import BenefitDesk
from analytics.forms.benefits import read_amount
from analytics.measures.contradictions import Claim
from analytics.models import BenefitClaim
from analytics.presenters.frame import present_frame
from analytics.presenters.switching import (
    FACTORS,
    present_switching,
    present_switching_table,
    slide,
)

from .benefit_desk import open_desk

_NOUGHT: Final = Decimal(0)


@require_safe
def switching(request: SignedInRequest) -> HttpResponse:
    """Show what the total comes to with one factor somewhere else."""
    desk = open_desk(request)
    context = {"desk": desk, "frame": present_frame(path=request.path)}
    if desk.scenario is not None:
        context |= _slid(request, desk)
    return render(request, "analytics/benefits/switching.html", context)


def _slid(request: SignedInRequest, desk: BenefitDesk) -> dict[str, object]:
    reckoning = desk.reckoned()
    threshold = read_amount(request.GET, "threshold")
    if threshold is None:
        claimed = BenefitClaim.objects.filter(code=Claim.POUNDS).values_list("value", flat=True)
        threshold = next(iter(claimed), _NOUGHT)
    counted = [each for each in reckoning.benefits if each.line]
    wanted = request.GET.get("benefit", "")
    benefit = next((each for each in counted if each.profile.code == wanted), None)
    benefit = benefit or next(iter(counted), None)
    named = request.GET.get("factor", "")
    factor = Factor(named) if named in FACTORS else Factor.MINUTES
    context: dict[str, object] = {
        "threshold": f"{threshold.normalize():f}",
        "factor": factor,
        "benefit": benefit,
        "scenarios": [(each.code, each.title) for each in desk.register.scenarios],
        "bases": Basis.choices,
        "benefits": [(each.profile.code, each.profile.title) for each in counted],
        "factors": [(each.value, each.label) for each in FACTORS],
    }
    if benefit is None or benefit.line is None:
        return context
    # Where another factor was chosen, the number that is still in the address is not its own.
    is_same = request.GET.get("of", "") in ("", f"{benefit.profile.code}/{factor.value}")
    wish = read_amount(request.GET, "value") if is_same else None
    slider, value = slide(benefit.line, factor, wish)
    return context | {
        "slider": slider,
        "of": f"{benefit.profile.code}/{factor.value}",
        "slid": present_switching(
            reckoning.lines, benefit.line, factor, value=value, threshold=threshold
        ),
        "table": present_switching_table(reckoning.lines, benefit.line, threshold),
    }
