"""The few figures of the home page, in words."""

from dataclasses import dataclass

from analytics.measures.publishing import INTERNAL, Published, published_events, published_people
from analytics.queries.panel import MonthFigures


@dataclass(frozen=True, slots=True)
class PanelFigure:
    """A figure as the figures component wants it."""

    label: str
    value: str


def present_month(figures: MonthFigures) -> list[PanelFigure]:
    """Return the figures of a month; `*` where too few people stand behind one."""
    return [
        PanelFigure("Sign-ins", _say(published_events(figures.sign_ins, INTERNAL))),
        PanelFigure("Record openings", _say(published_events(figures.openings, INTERNAL))),
        PanelFigure("Active people", _say(published_people(figures.active, INTERNAL))),
    ]


def _say(published: Published) -> str:
    return "*" if published.n is None else f"{published.n:,}"
