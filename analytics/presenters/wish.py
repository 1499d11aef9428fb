"""What the overview shows of a selection, and the addresses that lead from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from analytics.codes import Dimension
from analytics.measures.measure import Measure
from analytics.measures.periods import Period
from analytics.queries.selection import Selection, StratumRow

BY: Final = {
    Dimension.BOARD: "ICB",
    Dimension.ORGANIZATION: "Organisation",
    Dimension.SETTING: "Care setting",
    Dimension.JOB_ROLE: "Job role",
}
# What a row of a breakdown is broken down by when it is chosen.
_THEN_BY: Final = {
    Dimension.BOARD: Dimension.ORGANIZATION,
    Dimension.ORGANIZATION: Dimension.JOB_ROLE,
    Dimension.SETTING: Dimension.ORGANIZATION,
    Dimension.JOB_ROLE: Dimension.ORGANIZATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the page shows of a selection: which measure, broken down by what."""

    selection: Selection
    measure: Measure
    by: Dimension
    strata: Sequence[StratumRow] = ()
    so_far: date | None = None
    begins: date | None = None

    @property
    def compared(self) -> Period | None:
        """What it is compared with; None where there is nothing, or not of all its months."""
        compared = self.selection.compared()
        if compared is None or (self.begins and compared.first < self.begins):
            return None
        return compared

    def query(self, **others: str) -> str:
        """Return the query of the page's address, with other values."""
        held = {"measure": self.measure.code, "by": self.by.value, **others}
        return self.selection.query(**held)

    def narrowed_to(self, value: str) -> str:
        """Return the address of the page for a row of the breakdown; blank where there is none."""
        if not value or self.selection.value(self.by):
            return ""
        narrowed = self.selection.narrowed(self.by, value)
        then = next((each for each in _walk(self.by) if not narrowed.value(each)), self.by)
        return f"?{narrowed.query(measure=self.measure.code, by=then.value)}"

    @property
    def counted_url(self) -> str:
        """Where the dictionary says what the measure counts."""
        return counted_url(self.measure)

    def files(self, what: str) -> tuple[str, str]:
        """Return the addresses of a table as CSV and as XLSX."""
        csv, xlsx = (reverse("analytics:export", args=[what, fmt]) for fmt in ("csv", "xlsx"))
        return f"{csv}?{self.query()}", f"{xlsx}?{self.query()}"


def in_sentence(by: Dimension) -> str:
    """Return a dimension as it stands within a sentence."""
    return BY[by] if by == Dimension.BOARD else BY[by].lower()


def counted_url(measure: Measure) -> str:
    """Return where the dictionary says what a measure counts."""
    return reverse("analytics:measure_detail", args=[measure.code])


def _walk(by: Dimension) -> list[Dimension]:
    """Return by what to break down next, the likeliest first."""
    return [_THEN_BY[by], Dimension.JOB_ROLE, Dimension.SETTING, Dimension.ORGANIZATION, by]
