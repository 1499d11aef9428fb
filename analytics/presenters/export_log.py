"""Who took figures away, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from analytics.models import ExportLine
from analytics.queries.export_log import Difference
from core.dates import TIME, format_date

_WORDS = {
    "board": "board", "organization": "organisation", "setting": "setting", "role": "role",
    "period": "months", "compare": "compared with", "place": "of", "by": "by", "measure": "measure",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportView:
    """A file that somebody took."""

    at: str
    who: str
    place: str
    what: str
    filters: str
    rows: str
    withheld: str
    is_flagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """Two files of one person between which few people stand."""

    who: str
    one: str
    other: str


def present_exports(
    lines: Sequence[ExportLine], differences: Sequence[Difference]
) -> list[ExportView]:
    """Return files in words; those of a difference are marked."""
    flagged = {line.pk for each in differences for line in (each.one, each.other)}
    return [
        ExportView(
            at=format_date(line.at, TIME),
            who=str(line.user),
            place=line.organization.short_name,
            what=line.what,
            filters=_say_filters(line),
            rows=f"{line.rows:,}",
            withheld=f"{line.withheld:,}",
            is_flagged=line.pk in flagged,
        )
        for line in lines
    ]


def present_differences(differences: Sequence[Difference]) -> list[DifferenceView]:
    """Return pairs of files in words, without saying how many people stand between them."""
    return [
        DifferenceView(who=str(each.one.user), one=_say_file(each.one), other=_say_file(each.other))
        for each in differences
    ]


def _say_file(line: ExportLine) -> str:
    return f"{line.what} ({_say_filters(line)}), {format_date(line.at, TIME)}"


def _say_filters(line: ExportLine) -> str:
    said = [
        f"{_WORDS[name]} {value.replace('_', ' to ')}"
        for name, value in parse_qsl(line.selection)
        if name in _WORDS
    ]
    return ", ".join(said) or "no filters"
