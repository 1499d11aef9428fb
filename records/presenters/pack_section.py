"""The record's section of board packs: whether its feeds come on time, and what was set aside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from core.board_pack import PackChart, PackFigure, PackTable, SectionContent, SectionWish
from core.charts import bars
from core.dates import count_in_words, format_duration
from records.queries.pack_figures import FeedFigures, read_feeds

# More bars than these cannot be told apart; the table has them all.
MOST_BARS: Final = 12


def build_pack_section(wish: SectionWish) -> SectionContent:
    """Return how the feeds stand at the cut, and what their runs did since the last one."""
    feeds = read_feeds(wish.organization_id, since=wish.since, until=wish.until)
    late = sum(1 for feed in feeds if feed.standing.is_late(wish.until))
    return SectionContent(
        summary=_summary(feeds, late),
        source=(
            "Shared care record: active feeds of these organisations, or shared with them. A feed "
            "is late when its newest data is older than was agreed."
        ),
        figures=[
            PackFigure(label="Feeds on time", value=f"{len(feeds) - late} of {len(feeds)}"),
            PackFigure(
                label="Runs",
                value=f"{sum(feed.runs for feed in feeds):,}",
                change=f"{sum(feed.failed for feed in feeds):,} failed",
            ),
            PackFigure(label="Entries received", value=f"{sum(feed.received for feed in feeds):,}"),
            PackFigure(
                label="In quarantine now",
                value=f"{sum(feed.standing.open_quarantined for feed in feeds):,}",
                change=f"{sum(feed.quarantined for feed in feeds):,} set aside in this time",
            ),
        ],
        charts=[_chart(feeds, wish.until)] if feeds else [],
    )


def _summary(feeds: Sequence[FeedFigures], late: int) -> str:
    if not feeds:
        return "No feed of these organisations is active yet."
    if not late:
        return f"All of {count_in_words(len(feeds), 'feed')} are on time."
    names = [feed.standing.name for feed in feeds if feed.standing.last_received_at is None]
    never = f" Nothing was ever received from {', '.join(names)}." if names else ""
    return f"{late} of {count_in_words(len(feeds), 'feed')} late.{never}"


def _chart(feeds: Sequence[FeedFigures], at: datetime) -> PackChart:
    aged = [(feed.standing, feed.standing.lag(at)) for feed in feeds]
    oldest = sorted(
        ((standing.code, lag.total_seconds() / 3600) for standing, lag in aged if lag),
        key=_age,
        reverse=True,
    )
    shown = [(code, round(hours, 1)) for code, hours in oldest[:MOST_BARS]]
    words = f" The oldest is {shown[0][0]}, {shown[0][1]:g} hours." if shown else ""
    return PackChart(
        spec=bars(shown, across="The oldest first", up="Age of the newest data, hours"),
        alternative=f"Bar chart of how old each feed's newest data is.{words}",
        table=PackTable(
            caption="How old the newest data of each feed is",
            headings=["Feed", "Newest data", "Agreed", "Runs", "Failed", "In quarantine"],
            rows=[_row(feed, at) for feed in feeds],
            numeric=[1, 2, 3, 4, 5],
        ),
    )


def _row(feed: FeedFigures, at: datetime) -> list[str]:
    lag = feed.standing.lag(at)
    age = f"{format_duration(lag)} old" if lag is not None else "Never received"
    return [
        f"{feed.standing.name} ({feed.standing.code})",
        f"{age}, late" if feed.standing.is_late(at) else age,
        format_duration(feed.standing.agreed_lag),
        f"{feed.runs:,}",
        f"{feed.failed:,}",
        f"{feed.standing.open_quarantined:,}",
    ]


def _age(row: tuple[str, float]) -> float:
    return row[1]
