"""How training stands: organizations by competencies, one organization, and its people."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.codes import JobRole, OrganizationKind
from accounts.http import SignedInRequest
from accounts.models import Organization
from training import permissions
from training.forms.compliance import (
    STATUS_CHOICES,
    TREND_DAYS,
    read_grid_filters,
    read_name_filters,
)
from training.models import Reach, reach_of
from training.presenters.compliance import (
    TERMS,
    present_grid,
    present_job_roles,
    present_sum,
    say_compared,
    say_counted,
)
from training.presenters.frame import present_frame
from training.presenters.names import NameList, present_names
from training.queries.compliance import (
    Skill,
    add_up,
    find_days,
    get_place,
    list_skills,
    read_by_job_role,
    read_grid,
)
from training.queries.names import list_names

NAME_FILTERS = ("role", "competency", "status")


@require_safe
def compliance(request: SignedInRequest) -> HttpResponse:
    """Show the grid; who reaches a single organization is shown that one."""
    reach = _reach(request)
    filters = read_grid_filters(request.GET)
    grid = read_grid(filters, reach=reach, on=timezone.localdate())
    if len(reach.figures) == 1 and len(grid.rows) == 1:
        return redirect("training:compliance_organization", grid.rows[0][0].ods_code)
    context = {
        "frame": present_frame(reach, path=request.path),
        "grid": present_grid(grid, filters),
        "filters": filters,
        "boards": [("", "All boards"), *((each.ods_code, each.name) for each in grid.boards)],
        "kinds": [("", "All kinds"), *OrganizationKind.choices],
        "job_roles": [("", "All roles"), *JobRole.choices],
        "trends": [(each, f"{each} days before") for each in TREND_DAYS],
        "terms": TERMS,
        "kept": {"board": filters.board, "kind": filters.kind, "role": filters.job_role},
        "sees_names": bool(reach.people),
    }
    return render(request, "training/compliance/grid.html", context)


@require_safe
def compliance_organization(request: SignedInRequest, ods_code: str) -> HttpResponse:
    """Show an organization's figures by role, and its people to those who may know them."""
    reach = _reach(request)
    try:
        place = get_place(ods_code, reach=reach)
    except Organization.DoesNotExist as error:
        raise Http404 from error
    taken = find_days(timezone.localdate(), trend_days=30)
    lines = read_by_job_role(place, taken)
    total = add_up(lines.values())
    skills = list_skills(total.cells)
    context = {
        "frame": present_frame(reach, path=request.path),
        "place": place,
        "columns": [skill.name for skill in skills],
        "rows": present_job_roles(lines, skills, ods_code=ods_code),
        "total": present_sum(total, skills, ods_code=ods_code) if lines else None,
        "counted": say_counted(taken),
        "compared": say_compared(taken, trend_days=30),
        "names": _names(request.GET, place, skills, reach=reach),
        "chosen": {name: request.GET.get(name, "") for name in NAME_FILTERS},
        "job_roles": [("", "All roles"), *((each, JobRole(each).label) for each in sorted(lines))],
        "skills": [("", "All competencies"), *((each.code, each.name) for each in skills)],
        "statuses": STATUS_CHOICES,
        "pages": _pages(request.GET),
        "terms": TERMS,
    }
    return render(request, "training/compliance/organization.html", context)


def _reach(request: SignedInRequest) -> Reach:
    reach = reach_of(request.active_role)
    permissions.check_may_read_figures(reach)
    return reach


def _names(
    query: QueryDict, place: Organization, skills: Sequence[Skill], *, reach: Reach
) -> NameList | None:
    """Return a page of names, or None where the viewer may see figures only."""
    if place.pk not in reach.people:
        return None
    filters = read_name_filters(query, skills=skills)
    page = list_names(place, filters, reach=reach, on=timezone.localdate())
    return present_names(page, number=filters.page)


def _pages(query: QueryDict) -> dict[str, str]:
    """Return the addresses of the pages before and after, each with the same filters."""
    page = int(number) if (number := query.get("page", "")).isdecimal() else 1
    kept = {name: query[name] for name in NAME_FILTERS if query.get(name)}
    return {
        "previous": f"?{urlencode({**kept, 'page': page - 1})}#people",
        "next": f"?{urlencode({**kept, 'page': page + 1})}#people",
    }
