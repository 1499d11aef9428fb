"""The filters of compliance as an address has them: only what is listed here is ever read."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.http import QueryDict

from accounts.codes import JobRole, OrganizationKind
from training.codes import ComplianceStatus, ExportFormat
from training.queries.compliance import GridFilters, Skill
from training.queries.export_rows import FIGURES, NAMES, ExportWish
from training.queries.names import NameFilters

LONGEST_CODE: Final = 12
LONGEST_SLUG: Final = 60
LAST_PAGE: Final = 2_000
TREND_DAYS: Final = {"30": 30, "90": 90}
# Not compliant, in one word of an address.
OPEN: Final = "open"
NOT_COMPLIANT: Final = (ComplianceStatus.LAPSED, ComplianceStatus.NEVER, ComplianceStatus.GRACE)
STATUS_CHOICES: Final = (
    ("", "Everybody"),
    (OPEN, "Not compliant"),
    *((each.value, str(each.label)) for each in NOT_COMPLIANT),
    (ComplianceStatus.DUE.value, str(ComplianceStatus.DUE.label)),
    (ComplianceStatus.CURRENT.value, str(ComplianceStatus.CURRENT.label)),
)


def read_grid_filters(query: QueryDict) -> GridFilters:
    """Return the filters of the grid that an address names; what is no choice is left out."""
    kind, job_role = query.get("kind", ""), query.get("role", "")
    return GridFilters(
        board=query.get("board", "").replace("\x00", "")[:LONGEST_CODE],
        kind=kind if kind in OrganizationKind else "",
        job_role=job_role if job_role in JobRole else "",
        by_name=query.get("sort") == "name",
        trend_days=TREND_DAYS.get(query.get("trend", ""), 30),
    )


def read_name_filters(query: QueryDict, *, skills: Sequence[Skill]) -> NameFilters:
    """Return the filters of a list of names that an address names."""
    job_role, status, page = query.get("role", ""), query.get("status", ""), query.get("page", "")
    return NameFilters(
        job_role=job_role if job_role in JobRole else "",
        competency_id=_find_skill(query.get("competency", ""), skills),
        statuses=_statuses(status),
        page=int(page) if page in map(str, range(1, LAST_PAGE)) else 1,
    )


def read_wish(query: QueryDict) -> ExportWish:
    """Return what a form asks for as a file, narrowed as the page was that it stands on."""
    filters = read_grid_filters(query)
    return ExportWish(
        what=NAMES if query.get("what") == NAMES else FIGURES,
        board=filters.board,
        kind=filters.kind,
        place=query.get("place", "").replace("\x00", "")[:LONGEST_CODE],
        job_role=filters.job_role,
        competency=query.get("competency", "").replace("\x00", "")[:LONGEST_SLUG],
        statuses=_statuses(query.get("status", "")),
    )


def read_format(query: QueryDict) -> ExportFormat:
    """Return the kind of file that a form asks for."""
    value = query.get("format", "")
    return ExportFormat(value) if value in ExportFormat else ExportFormat.CSV


def _statuses(status: str) -> tuple[str, ...] | None:
    if status == OPEN:
        return tuple(each.value for each in NOT_COMPLIANT)
    return (status,) if status in ComplianceStatus else None


def _find_skill(code: str, skills: Sequence[Skill]) -> UUID | None:
    return next((skill.id for skill in skills if skill.code == code), None)
