"""What is asked for: filters over strata, and a period. The address of a page holds all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Self
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Min

from analytics.codes import Comparison, Dimension
from analytics.measures.periods import DEFAULT, Period
from analytics.models import MonthlyFact, Reach, Stratum


class StratumRow(NamedTuple):
    """A stratum with its words: what filters and breakdowns work on."""

    id: int
    board: str
    organization: str
    setting: str
    role: str
    board_name: str
    organization_name: str
    kind: str

    def value(self, dimension: Dimension) -> str:
        """Return its code in a dimension; blank where it has none."""
        return str(getattr(self, dimension.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """
    Filters and a period. Boards and organizations are named by their ODS codes; blank is all.

    `name` is how the period was chosen: a key of `periods.NAMED`, or months as `2025-01_2025-06`.
    """

    period: Period
    name: str = DEFAULT
    board: str = ""
    organization: str = ""
    setting: str = ""
    role: str = ""
    comparison: Comparison = Comparison.NOTHING

    def value(self, dimension: Dimension) -> str:
        """Return what a dimension is narrowed to; blank where it is not."""
        return str(getattr(self, dimension.value))

    def fits(self, row: StratumRow) -> bool:
        """Whether a stratum is asked for."""
        return all(self.value(each) in ("", row.value(each)) for each in Dimension)

    def narrowed(self, dimension: Dimension, value: str) -> Self:
        """Return it with one filter set, or lifted by a blank value."""
        return replace(self, **{dimension.value: value})  # type: ignore[arg-type]  # a text field

    def narrowed_by(self) -> list[Dimension]:
        """Return the dimensions that are narrowed."""
        return [each for each in Dimension if self.value(each)]

    def compared(self) -> Period | None:
        """Return the period that it is compared with."""
        if self.comparison == Comparison.BEFORE:
            return self.period.before()
        return self.period.shifted(-12) if self.comparison == Comparison.YEAR else None

    def query(self, **others: str) -> str:
        """Return it as the query of an address, with other values; blanks are left out."""
        held = {
            "period": "" if self.name == DEFAULT else self.name,
            **{each.value: self.value(each) for each in Dimension},
            "compare": self.comparison.value,
            **others,
        }
        return urlencode({name: value for name, value in held.items() if value})


def list_strata(reach: Reach) -> list[StratumRow]:
    """Return the strata that a viewer may see. Who sees all sees those without a role as well."""
    return list_strata_of(reach.organizations)


def list_strata_of(organizations: frozenset[UUID] | None) -> list[StratumRow]:
    """Return the strata of organizations; None is the whole service. Who may see them, is asked."""
    strata = Stratum.objects.all()
    if organizations is not None:
        strata = strata.filter(organization__in=organizations)
    rows = strata.annotate(
        board_code=F("board__ods_code"),
        code=F("organization__ods_code"),
        board_title=F("board__short_name"),
        title=F("organization__short_name"),
        organization_kind=F("organization__kind"),
    ).values_list(
        "id", "board_code", "code", "care_setting", "job_role",
        "board_title", "title", "organization_kind",
    )  # fmt: skip
    return [StratumRow._make(value if value is not None else "" for value in row) for row in rows]


def keys_of(selection: Selection, rows: Sequence[StratumRow]) -> list[int]:
    """Return the keys of the strata that are asked for."""
    return [row.id for row in rows if selection.fits(row)]


def find_first_month() -> date | None:
    """Return the first month of which there is anything, wherever that was."""
    first: date | None = MonthlyFact.objects.aggregate(first=Min("month"))["first"]
    return first
