"""Reports, their runs, and who took figures away: for a viewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from analytics import permissions
from analytics.models import Reach, ReportDefinition, ReportRun

from .report_lines import Line, SectionFigures, thaw

MOST_RUNS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LineVerdict:
    """A line of a report beside the same line counted again."""

    line: Line
    group: str
    is_equal: bool


def list_definitions(reach: Reach) -> list[ReportDefinition]:
    """Return the reports of figures that the viewer may see, by title."""
    return list(_within(reach).select_related("organization").order_by("title", "pk"))


def get_definition(reach: Reach, definition_id: UUID) -> ReportDefinition:
    """
    Return a report.

    :raises ReportDefinition.DoesNotExist: there is none
    :raises Forbidden: its figures are not for the viewer
    """
    definition = ReportDefinition.objects.select_related("organization").get(pk=definition_id)
    permissions.check_may_see_organization(reach, definition.organization_id)
    return definition


def last_runs(definitions: Sequence[ReportDefinition]) -> dict[UUID, ReportRun]:
    """Return the last run of each report, counts of old ones left out."""
    runs = (
        _slim(ReportRun.objects.all())
        .filter(definition__in=definitions)
        .exclude(parameters__has_key="recount_of")
        .order_by("definition_id", "-asked_at", "pk")
        .distinct("definition_id")
    )
    return {run.definition_id: run for run in runs}


def list_runs(definition: ReportDefinition) -> list[ReportRun]:
    """Return the runs of a report, the latest first."""
    runs = _slim(definition.runs.all()).exclude(parameters__has_key="recount_of")
    return list(runs.select_related("by").order_by("-asked_at", "pk")[:MOST_RUNS])


def get_run(reach: Reach, run_id: UUID) -> ReportRun:
    """
    Return a run, without its file.

    :raises ReportRun.DoesNotExist: there is none
    :raises Forbidden: its figures are not for the viewer
    """
    runs = ReportRun.objects.defer("pdf")
    run = runs.select_related("definition__organization", "cut", "by").get(pk=run_id)
    permissions.check_may_see_organization(reach, run.definition.organization_id)
    return run


def list_recounts(run: ReportRun) -> list[ReportRun]:
    """Return the times that a run was counted again, the latest first."""
    runs = _slim(run.definition.runs.filter(parameters__recount_of=str(run.pk)))
    return list(runs.select_related("by").order_by("-asked_at", "pk")[:MOST_RUNS])


def compare_runs(frozen: ReportRun, again: ReportRun) -> list[LineVerdict]:
    """Return every line of a run with whether it was counted the same again."""
    verdicts = []
    for one, other in zip(_sections(frozen), _sections(again), strict=True):
        counted = {_name(line): line for line in other.lines}
        verdicts += [
            LineVerdict(
                line=line,
                group=one.groups[line.group].name,
                is_equal=counted.get(_name(line)) == line,
            )
            for line in one.lines
        ]
    return verdicts


def _sections(run: ReportRun) -> list[SectionFigures]:
    sections: Sequence[Mapping[str, Any]] = run.figures["sections"]
    return [thaw(each) for each in sections]


def _name(line: Line) -> tuple[object, ...]:
    return line.measure, line.group, line.first, line.last


def _within(reach: Reach) -> QuerySet[ReportDefinition]:
    definitions = ReportDefinition.objects.all()
    if reach.organizations is None:
        return definitions
    return definitions.filter(organization__in=reach.organizations)


def _slim(runs: QuerySet[ReportRun]) -> QuerySet[ReportRun]:
    return runs.defer("pdf", "figures")
