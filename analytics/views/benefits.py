"""The register of benefits, one benefit, and the published claims."""

from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from analytics.codes import Basis
from analytics.forms.benefit_desk import BenefitDesk
from analytics.measures.simulation import tornado
from analytics.models import BenefitClaim, RateCard
from analytics.presenters import benefit_detail as detail
from analytics.presenters import benefits as present
from analytics.presenters import claims as said
from analytics.presenters.charting import ChartView
from analytics.presenters.frame import present_frame
from analytics.presenters.tables import TableView
from analytics.queries.benefit_survey import read_evidence
from analytics.queries.benefits import list_parameter_history, uncertain_of
from analytics.views.exporting import export, file_urls

from .benefit_desk import open_desk

# How many checks stand beside the headline; the rest are one page on.
_BESIDE: Final = 4


@require_safe
def benefit_list(request: SignedInRequest) -> HttpResponse:
    """Show what the register comes to, in hours and in pounds, and every benefit."""
    desk = open_desk(request)
    context: dict[str, object] = {"desk": desk, "frame": present_frame(path=request.path)}
    if desk.scenario is not None:
        verdicts = said.present_verdicts(_claims())
        reckoning = desk.reckoned()
        context |= {
            "headline": present.present_headline(reckoning),
            "rows": present.present_rows(reckoning, desk.wish),
            "comparison": present.present_comparison(desk.all_reckoned(), desk.wish),
            "bases": _bases(desk),
            "tornado": _tornado(desk),
            "verdicts": verdicts[:_BESIDE],
            "checks": len(verdicts),
            "files": file_urls("analytics:benefit_file", "register", query=desk.wish.query()),
            **choices_of(desk),
        }
    return render(request, "analytics/benefits/list.html", context)


@require_safe
def benefit_detail(request: SignedInRequest, code: str) -> HttpResponse:
    """Show a benefit: what it is worth, by which factors, from which sources."""
    desk = open_desk(request)
    reckoned = desk.benefit(code)
    reckoning = desk.reckoned()
    scenario, profile = reckoning.scenario, reckoned.profile
    history = list_parameter_history(profile.pk, scenario, known_at=desk.known_at)
    evidence = read_evidence(desk.register.groups(), desk.strata, desk.use.period)
    openings = f"Record openings of the organisations you may see: {present.BASIS[desk.wish.basis]}"
    context = {
        "desk": desk,
        "frame": present_frame(path=request.path),
        "profile": profile,
        "line": next(row for row in present.present_rows(reckoning, desk.wish) if row.code == code),
        "grade": detail.say_grade(profile.evidence_grade),
        "factors": detail.present_factors(
            reckoned, desk.register.parameters_of(scenario, profile), openings
        ),
        "history": detail.present_history(history, [uncertain_of(each) for each in history]),
        "tornado": _tornado(desk, code),
        "evidence": detail.present_evidence(evidence.get(code)),
        **choices_of(desk),
    }
    return render(request, "analytics/benefits/detail.html", context)


@require_safe
def claims(request: SignedInRequest) -> HttpResponse:
    """Show what was published, and whether it fits together."""
    desk = open_desk(request)
    rows = _claims()
    context = {
        "desk": desk,
        "frame": present_frame(path=request.path),
        "verdicts": said.present_verdicts(rows),
        "claims": said.present_claims(rows),
        "rates": detail.present_rates(RateCard.objects.order_by("hours", "pounds_an_hour")),
        "bases": _bases(desk) if desk.scenario else "",
        "files": {what: file_urls("analytics:benefit_file", what) for what in ("claims", "checks")},
    }
    return render(request, "analytics/benefits/claims.html", context)


@require_safe
def benefit_file(request: SignedInRequest, what: str, fmt: str) -> HttpResponse:
    """Answer with a table of the pages of benefits as a file."""
    desk = open_desk(request)
    if what not in _TABLES:
        raise Http404
    table = _TABLES[what](desk, request.GET.get("benefit", ""))
    return export(request, desk.reach, f"benefits-{what}", desk.wish.query(), table, fmt)


def choices_of(desk: BenefitDesk) -> dict[str, object]:
    """Return the links to other scenarios and other years of openings."""
    chosen = desk.scenario.code if desk.scenario else ""
    return {
        "scenarios": [
            present.Choice(
                label=each.title,
                url="?" + desk.wish.query(scenario=each.code),
                is_current=each.code == chosen,
            )
            for each in desk.register.scenarios
        ],
        "ways": [
            present.Choice(
                label=each.label,
                url="?" + desk.wish.query(basis=each.value),
                is_current=each == desk.wish.basis,
            )
            for each in Basis
        ],
    }


def _bases(desk: BenefitDesk) -> str:
    return present.present_bases(
        desk.reckoned(basis=Basis.RUN_RATE), desk.reckoned(basis=Basis.TRAILING)
    )


def _tornado(desk: BenefitDesk, code: str = "") -> ChartView | None:
    reckoning = desk.reckoned()
    lines = tuple(line for line in reckoning.lines if code in ("", line.code))
    query = desk.wish.query(benefit=code)
    return detail.present_tornado(
        tornado(lines),
        {each.profile.code: each.profile.title for each in reckoning.benefits},
        float(sum(line.exact_pounds for line in lines)),
        file_urls("analytics:benefit_file", "factors", query=query),
    )


def _claims() -> list[BenefitClaim]:
    return list(BenefitClaim.objects.order_by("said_on", "code"))


def _factors_table(desk: BenefitDesk, code: str) -> TableView:
    chart = _tornado(desk, code)
    if chart is None:
        raise Http404
    return chart.table


_TABLES: Final[dict[str, Callable[[BenefitDesk, str], TableView]]] = {
    "register": lambda desk, _: present.present_register_table(desk.reckoned()),
    "factors": _factors_table,
    "claims": lambda _, __: said.present_claims(_claims()),
    "checks": lambda _, __: said.present_verdict_table(said.present_verdicts(_claims())),
}
