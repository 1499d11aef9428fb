"""What a section of a report says: published, and all that page, PDF and workbook are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.measures.measure import Measure
from core.board_pack import PackFigure, SectionContent

from .charting import ChartView
from .tables import TableView


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWords:
    """A section in words."""

    summary: str
    source: str
    figures: Sequence[PackFigure]
    charts: Sequence[ChartView]
    tables: Sequence[TableView]
    measures: Sequence[Measure]

    @property
    def all_tables(self) -> list[TableView]:
        """Every table, those of charts among them."""
        return [*(chart.table for chart in self.charts), *self.tables]

    @property
    def withheld(self) -> int:
        """How many of its figures are withheld."""
        return sum(table.withheld for table in self.all_tables)

    def as_pack(self) -> SectionContent:
        """Return it for a board pack, which has no place for a note below each table."""
        notes = dict.fromkeys(table.note for table in self.all_tables if table.note)
        return SectionContent(
            summary=self.summary,
            source=" ".join([self.source, *notes]),
            figures=self.figures,
            charts=[chart.as_pack() for chart in self.charts],
            tables=[table.as_pack() for table in self.tables],
        )
