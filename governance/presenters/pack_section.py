"""Governance's own section of board packs: actions, risks and agreements, in counts."""

from typing import Final

from core.board_pack import PackChart, PackFigure, PackTable, SectionContent, SectionWish
from core.charts import bars
from core.dates import LONDON, count_in_words
from governance.codes import Rag, RiskBand
from governance.queries.pack_figures import BAND_ORDER, RegisterFigures, read_registers

_RAGS: Final = (Rag.RED, Rag.AMBER, Rag.GREEN)


def build_pack_section(wish: SectionWish) -> SectionContent:
    """Return how the registers stand at the cut."""
    figures = read_registers(wish.organization_id, on=wish.until.astimezone(LONDON).date())
    return SectionContent(
        summary=_summary(figures),
        source=(
            "Governance: registers of the committees of these organisations; what belongs to "
            "private or restricted items is not counted. An action is late when it is overdue or "
            "was moved twice. Risks by the 5 × 5 matrix."
        ),
        figures=[
            PackFigure(
                label="Open actions",
                value=f"{figures.actions.total():,}",
                change=f"{figures.actions[Rag.RED]:,} late",
            ),
            PackFigure(
                label="Open risks",
                value=f"{figures.risks:,}",
                change=f"{figures.escalated:,} at 15 or more",
            ),
            PackFigure(label="Agreements in force", value=f"{figures.agreements:,}"),
            PackFigure(
                label="Run out within 90 days",
                value=f"{figures.running_out:,}",
                change=f"{figures.run_out:,} have run out",
            ),
        ],
        charts=[_actions_chart(figures)],
        tables=[_risk_table(figures)],
    )


def _summary(figures: RegisterFigures) -> str:
    late = figures.actions[Rag.RED]
    return (
        f"{count_in_words(figures.actions.total(), 'action')} open, {late:,} late. "
        f"{count_in_words(figures.risks, 'risk')} open, {figures.escalated:,} escalated. "
        f"{count_in_words(figures.running_out, 'agreement')} "
        f"{'runs' if figures.running_out == 1 else 'run'} out within 90 days."
    )


def _actions_chart(figures: RegisterFigures) -> PackChart:
    rows = [(str(rag.label), figures.actions[rag]) for rag in _RAGS]
    said = ", ".join(f"{number:,} {label.lower()}" for label, number in rows)
    return PackChart(
        spec=bars(rows, across="How they stand", up="Actions"),
        alternative=f"Bar chart of open actions: {said}.",
        table=PackTable(
            caption="Open actions",
            headings=["How they stand", "Actions"],
            rows=[[label, f"{number:,}"] for label, number in rows],
            numeric=[1],
        ),
    )


def _risk_table(figures: RegisterFigures) -> PackTable:
    return PackTable(
        caption="Open risks by band of their current score",
        headings=["Band", "Risks"],
        rows=[[RiskBand(band).label, f"{figures.bands[band]:,}"] for band in BAND_ORDER],
        numeric=[1],
    )
