"""The few figures of the home page."""

from dataclasses import dataclass

from analytics.codes import Did, FactKind
from analytics.measures.periods import Period
from analytics.measures.publishing import Cell
from analytics.models import Reach

from .counts import count_people, read_cell
from .selection import list_strata


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """True counts of a month, to be published."""

    sign_ins: Cell
    openings: Cell
    active: int


def read_month(reach: Reach, month: Period) -> MonthFigures:
    """Return how those within reach used the service in a month."""
    strata = [row.id for row in list_strata(reach)]
    return MonthFigures(
        sign_ins=read_cell(FactKind.SIGN_INS, strata, month),
        openings=read_cell(FactKind.OPENINGS, strata, month),
        active=count_people(Did.OPENED, strata, month),
    )
