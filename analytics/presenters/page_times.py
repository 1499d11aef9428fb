"""How long pages took, in words, tables and charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from analytics.measures.publishing import Published, published_people
from analytics.measures.quality import FELT_P75, PAGES, SERVER_P75
from analytics.measures.timing import percentile
from analytics.presenters.charting import ChartView, bars_across
from analytics.presenters.dated_lines import DatedPoint, dated_lines
from analytics.presenters.page_names import name_page
from analytics.presenters.quality_parts import Files, Headline, QualityPart
from analytics.presenters.tables import (
    NOTHING,
    WITHHELD,
    Number,
    TableView,
    number_of,
    say_number,
    say_withheld,
)
from analytics.presenters.wish import counted_url
from analytics.queries.page_times import Bands, PageBands
from core.dates import format_short_day

# How many pages the chart shows; the table has all of them.
MOST_DRAWN: Final = 12
# The page that most of care is done on.
FIRST_SHOWN: Final = "records:record_detail"
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWish:
    """Which days are asked for, and the page whose days are drawn."""

    first: date
    last: date
    days: int
    page: str

    def query(self, **others: str) -> str:
        """Return it as the query of an address."""
        return urlencode({"days": str(self.days), "page": self.page, **others})


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What may be said of bands: how many pages, and the two percentiles where there are enough."""

    number: Published
    p75: Number
    p95: Number


def times_of(bands: Bands) -> Times:
    """Return what may be said of bands: of few pages nothing."""
    number = published_people(sum(bands.values()), PAGES)
    return Times(number=number, p75=_say(bands, number, 0.75), p95=_say(bands, number, 0.95))


def present_pages(
    pages: Mapping[str, PageBands],
    days: Mapping[date, PageBands],
    *,
    wish: PageWish,
    files: Mapping[str, Files],
) -> QualityPart:
    """Return the part on page times: all pages, and one of them day by day."""
    overall = times_of(sum((each.felt for each in pages.values()), start=Bands()))
    part = {
        "key": "pages",
        "title": "Page times",
        "source": "Counted of the whole service by page and day, never by person.",
        "as_of": f"{_span(wish)}; today is not over and is left out.",
        "headline": Headline("3 of 4 pages were there within", _with_unit(overall.p75)),
    }
    if not pages:
        return QualityPart(
            **part,  # type: ignore[arg-type]  # words and a headline
            empty="No page was timed in these days.",
        )
    return QualityPart(
        **part,  # type: ignore[arg-type]  # words and a headline
        lead=(
            f"Of all pages, 3 of 4 were there within {_with_unit(overall.p75)} and 19 of 20 within "
            f"{_with_unit(overall.p95)}, as people felt them."
        ),
        charts=(
            _draw_pages(pages, wish=wish, files=files["pages"]),
            _draw_days(days, wish=wish, files=files["days"]),
        ),
    )


def page_table(pages: Mapping[str, PageBands], *, wish: PageWish, url: str = "") -> TableView:
    """Return all pages with their times, the most seen first."""
    rows, seen, urls = [], [], []
    for page, bands in sorted(pages.items(), key=_most_seen):
        felt, server, before = times_of(bands.felt), times_of(bands.server), bands.felt_before
        seen += [felt.number, server.number]
        urls.append(f"{url}?{wish.query(page=page)}#chart-days")
        rows.append(
            (
                name_page(page),
                number_of(felt.number),
                felt.p75,
                felt.p95,
                times_of(before).p75 if before else Number(NOTHING),
                number_of(server.number),
                server.p75,
                server.p95,
            )
        )
    return TableView(
        caption=f"Page times, {_span(wish)}",
        headings=(
            "Page", "Felt: pages", "3 of 4 within, ms", "19 of 20 within, ms",
            "3 of 4 before, ms", "Server: pages", "3 of 4 within, ms", "19 of 20 within, ms",
        ),
        rows=rows,
        numeric=(1, 2, 3, 4, 5, 6, 7),
        urls=urls if url else (),
        note=_note(seen),
    )  # fmt: skip


def day_table(days: Mapping[date, PageBands], *, wish: PageWish) -> TableView:
    """Return a page day by day: from the calendar, so that no day is missing."""
    rows, seen = [], []
    for day in _calendar(wish):
        bands = days.get(day, PageBands())
        felt, server = times_of(bands.felt), times_of(bands.server)
        seen += [felt.number, server.number]
        rows.append(
            (
                format_short_day(day),
                number_of(felt.number),
                felt.p75,
                felt.p95,
                number_of(server.number),
                server.p75,
                server.p95,
            )
        )
    return TableView(
        caption=f"{name_page(wish.page)} by day",
        headings=(
            "Day", "Felt: pages", "3 of 4 within, ms", "19 of 20 within, ms",
            "Server: pages", "3 of 4 within, ms", "19 of 20 within, ms",
        ),
        rows=rows,
        numeric=(1, 2, 3, 4, 5, 6),
        note=_note(seen),
    )  # fmt: skip


def list_choices(pages: Mapping[str, PageBands], chosen: str) -> list[dict[str, str]]:
    """Return the pages whose days can be shown, by name."""
    known = {*pages, chosen}
    return sorted(
        ({"value": page, "text": name_page(page)} for page in known), key=lambda each: each["text"]
    )


def _draw_pages(pages: Mapping[str, PageBands], *, wish: PageWish, files: Files) -> ChartView:
    rows: list[tuple[str, float | None, str, str]] = []
    for page, bands in sorted(pages.items(), key=_most_seen):
        p75 = times_of(bands.felt).p75
        if p75.value is not None and len(rows) < MOST_DRAWN:
            rows.append((name_page(page), p75.value, f"{p75.words} ms", ""))
    words = (
        f"The {len(rows)} pages most seen. The slowest is “{max(rows, key=_value)[0]}”."
        if rows
        else "No page was seen often enough to say how long it took."
    )
    return ChartView(
        title=FELT_P75.title,
        counted_url=counted_url(FELT_P75),
        spec=bars_across(rows, along="Milliseconds until 3 of 4 pages were there"),
        alternative=words,
        table=page_table(pages, wish=wish, url="."),
        csv_url=files.csv_url,
        xlsx_url=files.xlsx_url,
    )


def _draw_days(days: Mapping[date, PageBands], *, wish: PageWish, files: Files) -> ChartView:
    points = []
    for day in _calendar(wish):
        bands = days.get(day, PageBands())
        felt, server = times_of(bands.felt), times_of(bands.server)
        points += [
            DatedPoint(series=name, on=day, value=number.value, words=_with_unit(number))
            for name, number in (
                ("Felt, 3 of 4", felt.p75),
                ("Felt, 19 of 20", felt.p95),
                ("Server, 3 of 4", server.p75),
            )
        ]
    return ChartView(
        title=f"{name_page(wish.page)}, day by day",
        counted_url=counted_url(SERVER_P75),
        spec=dated_lines(points, up="Milliseconds"),
        alternative=_say_change(days, wish),
        table=day_table(days, wish=wish),
        csv_url=files.csv_url,
        xlsx_url=files.xlsx_url,
    )


def _say_change(days: Mapping[date, PageBands], wish: PageWish) -> str:
    """Return how the first and the second half of the days differ."""
    middle = wish.first + (wish.last - wish.first) / 2
    earlier = times_of(sum((b.felt for d, b in days.items() if d <= middle), start=Bands()))
    later = times_of(sum((b.felt for d, b in days.items() if d > middle), start=Bands()))
    if earlier.p75.value is None or later.p75.value is None:
        return "Too few of this page were seen to say how its time changed."
    return (
        f"3 of 4 were there within {_with_unit(earlier.p75)} in the first half of these days and "
        f"{_with_unit(later.p75)} in the second. The server’s own time is part of it."
    )


def _calendar(wish: PageWish) -> list[date]:
    return [wish.first + number * _ONE_DAY for number in range((wish.last - wish.first).days + 1)]


def _say(bands: Bands, number: Published, share: float) -> Number:
    if not number.is_shown:
        return Number(WITHHELD)
    found = percentile(bands, share)
    return say_number(None if found is None else round(found))


def _with_unit(number: Number) -> str:
    return f"{number.words} ms" if number.value is not None else number.words


def _note(seen: Sequence[Published]) -> str:
    withheld = say_withheld(seen)
    rounded = f"Pages are rounded to {PAGES.rounding}; of fewer than {PAGES.threshold} no time."
    return f"{rounded} {withheld}".strip()


def _span(wish: PageWish) -> str:
    return f"{format_short_day(wish.first)} to {format_short_day(wish.last)}"


def _most_seen(item: tuple[str, PageBands]) -> tuple[int, str]:
    page, bands = item
    return -(bands.felt.total() + bands.server.total()), page


def _value(row: tuple[str, float | None, str, str]) -> float:
    return row[1] or 0
