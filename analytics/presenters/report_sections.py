"""
The sections that reports can hold, in words.

A section joins in two places: `queries.report_lines.READERS` says which figures it freezes,
SECTIONS how they are put into words. Figures are published before anything is drawn, and
page, PDF and XLSX are made of the same words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from analytics.measures.periods import Period
from analytics.measures.publishing import SuppressionPolicy
from analytics.queries.report_lines import SectionFigures

from .report_use import present_use
from .report_words import SectionWords


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """A section with its name, as page, PDF and workbook show it."""

    key: str
    title: str
    words: SectionWords


Present = Callable[[SectionFigures, Period, SuppressionPolicy], SectionWords]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionKind:
    """A section that a report may hold."""

    title: str
    hint: str
    present: Present


SECTIONS: Final[Mapping[str, SectionKind]] = {
    "use": SectionKind(
        title="Use of the shared record",
        hint="Sign-ins, record openings and active people, by month and by organisation",
        present=present_use,
    ),
}


def present_section(
    key: str, figures: SectionFigures, period: Period, policy: SuppressionPolicy
) -> ReportPart:
    """Return a section in words, with nothing in it that the policy withholds."""
    words = SECTIONS[key].present(figures, period, policy)
    return ReportPart(key=key, title=SECTIONS[key].title, words=words)
