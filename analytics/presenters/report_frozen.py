"""A frozen report in words: its sections under a policy, and how it was made."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.measures.measure import Measure
from analytics.measures.periods import Period
from analytics.measures.publishing import INTERNAL, SuppressionPolicy
from analytics.models import ReportRun
from analytics.queries.report_lines import thaw
from core.dates import TIME, format_date

from .filtering import say_period
from .report_sections import SECTIONS, ReportPart, present_section


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is said of a report."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenReport:
    """A report in words, with nothing in it that its policy withholds."""

    title: str
    place: str
    period: str
    is_public: bool
    parts: Sequence[ReportPart]
    facts: Sequence[Fact]

    @property
    def measures(self) -> list[Measure]:
        """Every measure that it shows, once."""
        return list(dict.fromkeys(m for part in self.parts for m in part.words.measures))

    @property
    def rows(self) -> int:
        """How many rows its tables have."""
        return sum(len(table.rows) for part in self.parts for table in part.words.all_tables)

    @property
    def withheld(self) -> int:
        """How many of its figures are withheld."""
        return sum(part.words.withheld for part in self.parts)


def present_frozen(run: ReportRun, policy: SuppressionPolicy) -> FrozenReport:
    """Return a finished run in words."""
    period = Period(first=run.first_month, last=run.last_month)
    parts = [
        present_section(each["key"], thaw(each), period, policy)
        for each in run.figures["sections"]
        if each["key"] in SECTIONS
    ]
    return FrozenReport(
        title=run.definition.title,
        place=str(run.parameters["organization_name"]),
        period=say_period(period),
        is_public=policy is not INTERNAL,
        parts=parts,
        facts=_facts(run, policy),
    )


def _facts(run: ReportRun, policy: SuppressionPolicy) -> list[Fact]:
    cut = f"Intake {run.cut_id}, {format_date(run.cut.at, TIME)}" if run.cut else "No events yet"
    rule = f"Fewer than {policy.threshold} people withheld, people to the nearest {policy.rounding}"
    version = "For publication" if policy is not INTERNAL else "For use inside"
    return [
        Fact(label="Version", value=f"{version}. {rule}"),
        Fact(label="Figures of", value=str(run.parameters["organization_name"])),
        Fact(label="Months", value=say_period(Period(first=run.first_month, last=run.last_month))),
        Fact(label="Made", value=format_date(run.made_at, TIME) if run.made_at else ""),
        Fact(label="Data up to", value=cut),
        Fact(label="Version of the code", value=run.code_version),
        Fact(label="Hash of the figures", value=run.sha256),
    ]
