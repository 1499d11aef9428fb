"""Reports and their runs in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from analytics.codes import ReportFrequency, ReportState
from analytics.measures.periods import Period
from analytics.measures.registry import get_measure
from analytics.models import ReportDefinition, ReportRun
from analytics.queries.reports import LineVerdict
from core.dates import TIME, count_in_words, format_date

from .filtering import say_period
from .report_sections import SECTIONS

_TONES: Final = {ReportState.FINISHED: "green", ReportState.FAILED: "red"}
BY_ITSELF: Final = "By itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run as its line in a list and its page show it."""

    id: UUID
    months: str
    asked: str
    by: str
    state: str
    tone: str
    is_waiting: bool
    is_finished: bool
    error: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionView:
    """A report as lists and its page show it."""

    id: UUID
    title: str
    place: str
    sections: str
    frequency: str
    is_active: bool
    last: RunView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictLine:
    """A line of a report, and whether it was counted the same again."""

    measure: str
    group: str
    months: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountView:
    """What counting a report again has shown. Unequal lines come first."""

    summary: str
    is_equal: bool
    lines: Sequence[VerdictLine]


def present_definition(definition: ReportDefinition, last: ReportRun | None) -> DefinitionView:
    """Return a report in words."""
    titles = [SECTIONS[key].title for key in definition.sections if key in SECTIONS]
    frequency = ReportFrequency(definition.frequency).label
    return DefinitionView(
        id=definition.pk,
        title=definition.title,
        place=definition.organization.short_name if definition.organization else "Whole service",
        sections=", ".join(titles),
        frequency=str(frequency) if definition.is_active else "No longer in use",
        is_active=definition.is_active,
        last=present_run(last) if last else None,
    )


def present_definitions(
    definitions: Sequence[ReportDefinition], last: Mapping[UUID, ReportRun]
) -> list[DefinitionView]:
    """Return reports in words, each with its last run."""
    return [present_definition(each, last.get(each.pk)) for each in definitions]


def present_run(run: ReportRun, *, by: str = "") -> RunView:
    """Return a run in words; `by` is who asked for it."""
    state = ReportState(run.state)
    return RunView(
        id=run.pk,
        months=say_period(Period(first=run.first_month, last=run.last_month)),
        asked=format_date(run.asked_at, TIME),
        by=by,
        state=str(state.label),
        tone=_TONES.get(state, "amber"),
        is_waiting=state == ReportState.WAITING,
        is_finished=state == ReportState.FINISHED,
        error=run.error,
        sha256=run.sha256,
    )


def say_by(run: ReportRun) -> str:
    """Return who asked for a run."""
    return str(run.by) if run.by else BY_ITSELF


def present_recount(
    frozen: ReportRun, again: ReportRun, found: Sequence[LineVerdict]
) -> RecountView:
    """Return how a report stands against its raw events; without a number in it."""
    unequal = [each for each in found if not each.is_equal]
    is_equal = not unequal and frozen.sha256 == again.sha256
    said = count_in_words(len(found), "line")
    ordered = [*unequal, *(each for each in found if each.is_equal)]
    return RecountView(
        summary=f"All of {said} are the same, and so is the hash."
        if is_equal
        else f"{len(unequal):,} of {said} are not the same.",
        is_equal=is_equal,
        lines=[
            VerdictLine(
                measure=get_measure(each.line.measure).title,
                group=each.group,
                months=say_period(each.line.period),
                verdict="The same" if each.is_equal else "Not the same",
                tone="green" if each.is_equal else "red",
            )
            for each in ordered
        ],
    )
