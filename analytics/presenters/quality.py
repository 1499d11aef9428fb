"""How well feeds, the helpdesk and training do, in words, tables and charts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse

from analytics.measures.publishing import (
    INTERNAL,
    Cell,
    Published,
    Withheld,
    published_events,
    published_people,
    published_percentage,
)
from analytics.measures.quality import COMPLIANCE, FEEDS_IN_TIME, RESOLVED_IN_TIME
from analytics.presenters.charting import ChartView, bars_across
from analytics.presenters.dated_lines import DatedPoint, dated_lines
from analytics.presenters.quality_parts import Files, Headline, QualityPart, say_percentage
from analytics.presenters.tables import NOTHING, Number, TableView, number_of, say_withheld
from analytics.presenters.wish import counted_url
from core.dates import count_in_words, format_ago, format_duration, format_late, format_short_day
from core.times import say_clock
from helpdesk.queries.pack_figures import WeekFigures
from records.queries.feeds import FeedStanding
from records.queries.pack_figures import FeedFigures
from training.queries.compliance import Share, Taken
from training.queries.pack_figures import PlaceFigures

# How far back the runs of feeds are counted.
FEED_DAYS: Final = 28
# A longer chart cannot be taken in; the table has all.
MOST_BARS: Final = 20
_HOUR: Final = timedelta(hours=1)


def present_feeds(feeds: Sequence[FeedFigures], *, at: datetime, files: Files) -> QualityPart:
    """Return the part on feeds: how old the newest of each is, against what was agreed."""
    late = [each for each in feeds if each.standing.is_late(at)]
    share = f"{len(feeds) - len(late)} of {len(feeds)}"
    lead = (
        f"{count_in_words(len(late), 'feed')} of {len(feeds)} brought nothing for longer than was "
        f"agreed: {', '.join(each.standing.name for each in late)}."
        if late
        else f"All {len(feeds)} feeds are in time."
    )
    chart = ChartView(
        title="Hours since the newest data",
        counted_url=counted_url(FEEDS_IN_TIME),
        spec=bars_across([_lag_row(each.standing, at) for each in feeds], along="Hours"),
        alternative=lead,
        table=feed_table(feeds, at=at),
        csv_url=files.csv_url,
        xlsx_url=files.xlsx_url,
    )
    return QualityPart(
        key="feeds",
        title="Feeds",
        source=FEEDS_IN_TIME.source,
        as_of=f"As of {say_clock(at)} today.",
        headline=Headline(FEEDS_IN_TIME.title, share if feeds else NOTHING),
        charts=(chart,) if feeds else (),
        empty="" if feeds else "No active feed comes from these organisations.",
        link_url=reverse("helpdesk:status"),
        link_text="Status of the service",
    )


def feed_table(feeds: Sequence[FeedFigures], *, at: datetime) -> TableView:
    """Return the feeds with how late they are and what their imports did."""
    return TableView(
        caption=f"Feeds, with their imports of the last {FEED_DAYS} days",
        headings=("Feed", "From", "Newest data", "Agreed", "State", "Imports", "Failed"),
        rows=[
            (
                each.standing.name,
                each.standing.organization,
                _say_newest(each.standing, at),
                f"within {format_duration(each.standing.agreed_lag)}",
                _say_state(each.standing, at),
                Number(f"{each.runs:,}", each.runs),
                Number(f"{each.failed:,}", each.failed),
            )
            for each in feeds
        ],
        numeric=(5, 6),
    )


def present_tickets(weeks: Mapping[date, WeekFigures], *, files: Files) -> QualityPart:
    """Return the part on the helpdesk: tickets resolved in time, week by week."""
    with_target = _published_targets(weeks)
    shares = {monday: _share_in_time(weeks[monday], with_target[monday]) for monday in weeks}
    resolved = sum(each.with_target for each in weeks.values())
    whole = published_events(Cell(resolved, resolved), INTERNAL)
    in_time = sum(each.in_time for each in weeks.values())
    overall = say_percentage(100 * in_time / resolved if resolved else None, whole)
    last = max(weeks)
    chart = ChartView(
        title="Tickets resolved in time, by week",
        counted_url=counted_url(RESOLVED_IN_TIME),
        spec=dated_lines(
            [
                DatedPoint(series="In time", on=monday, value=share.value, words=share.words)
                for monday, share in shares.items()
            ],
            up="% in time",
            most=100,
        ),
        alternative=(
            f"{overall.words} of tickets with a target were resolved in time in the last "
            f"{len(weeks)} whole weeks; in the week of {format_short_day(last)} it was "
            f"{shares[last].words}."
        ),
        table=ticket_table(weeks),
        csv_url=files.csv_url,
        xlsx_url=files.xlsx_url,
    )
    return QualityPart(
        key="tickets",
        title="Helpdesk",
        source=RESOLVED_IN_TIME.source,
        as_of=f"Whole weeks up to {format_short_day(last + timedelta(days=6))}.",
        headline=Headline(RESOLVED_IN_TIME.title, overall.words),
        charts=(chart,) if resolved else (),
        empty="" if resolved else "No ticket with a target was resolved in these weeks.",
        link_url=reverse("helpdesk:home"),
        link_text="Helpdesk",
    )


def ticket_table(weeks: Mapping[date, WeekFigures]) -> TableView:
    """Return what happened to tickets week by week; few in a week are withheld."""
    opened = _published(weeks, "opened")
    resolved = _published(weeks, "resolved")
    backlog = _published(weeks, "backlog")
    with_target = _published_targets(weeks)
    rows = [
        (
            format_short_day(monday),
            number_of(opened[monday]),
            number_of(resolved[monday]),
            number_of(with_target[monday]),
            _share_in_time(weeks[monday], with_target[monday]),
            number_of(backlog[monday]),
        )
        for monday in weeks
    ]
    shown = [*opened.values(), *resolved.values(), *with_target.values(), *backlog.values()]
    return TableView(
        caption="Tickets by week, each named by its Monday",
        headings=(
            "Week of", "Opened", "Resolved", "Of these with a target", "In time", "Open at the end",
        ),
        rows=rows,
        numeric=(1, 2, 3, 4, 5),
        note=say_withheld(shown),
    )  # fmt: skip


def present_compliance(
    taken: Taken, places: Sequence[PlaceFigures], *, files: Files, may_enter: bool
) -> QualityPart:
    """Return the part on training: how compliant organizations are, the worst first."""
    scope = sum(place.now.in_scope for place in places)
    whole = published_people(scope, INTERNAL)
    part = published_people(sum(place.now.compliant for place in places), INTERNAL)
    overall = say_percentage(published_percentage(part, whole), part, whole)
    ordered = [(place.name, share.value, share.words, "") for place, share in _by_share(places)]
    rows = ordered[:MOST_BARS]
    drawn = f" The chart has the lowest {MOST_BARS}." if len(ordered) > MOST_BARS else ""
    chart = ChartView(
        title="Training compliance by organisation",
        counted_url=counted_url(COMPLIANCE),
        spec=bars_across(rows, along="%"),
        alternative=f"{overall.words} of what roles need is held. The lowest stand first.{drawn}",
        table=compliance_table(places),
        csv_url=files.csv_url,
        xlsx_url=files.xlsx_url,
    )
    counted = f"Counted on {format_short_day(taken.on)}." if taken.on else "Not counted yet."
    return QualityPart(
        key="training",
        title="Training",
        source=COMPLIANCE.source,
        as_of=counted,
        headline=Headline(COMPLIANCE.title, overall.words if scope else NOTHING),
        charts=(chart,) if scope else (),
        empty="" if scope else "Nobody’s training was counted at these organisations.",
        link_url=reverse("training:compliance") if may_enter else "",
        link_text="Compliance in training",
    )


def compliance_table(places: Sequence[PlaceFigures]) -> TableView:
    """Return organizations with what is held of what is required; rounded, few withheld."""
    rows, shown = [], []
    for place, share in _by_share(places):
        held, scope = _published_share(place, place.now)
        earlier_held, earlier_scope = _published_share(place, place.before)
        shown += [held, scope, earlier_held, earlier_scope]
        rows.append(
            (
                place.name,
                number_of(scope),
                number_of(held),
                share,
                say_percentage(
                    published_percentage(earlier_held, earlier_scope), earlier_held, earlier_scope
                ),
            )
        )
    rounded = f"Counts are rounded to {INTERNAL.rounding}, percentages are of rounded counts."
    return TableView(
        caption="Training compliance by organisation, the lowest first",
        headings=("Organisation", "Required", "Held", "Compliance", "30 days before"),
        rows=rows,
        numeric=(1, 2, 3, 4),
        note=f"{rounded} {say_withheld(shown)}".strip(),
    )


def _by_share(places: Sequence[PlaceFigures]) -> list[tuple[PlaceFigures, Number]]:
    """Return organizations by what may be seen of them: where one is withheld it stands last."""
    shares = []
    for place in places:
        held, scope = _published_share(place, place.now)
        share = say_percentage(published_percentage(held, scope), held, scope)
        shares.append((place, share))
    return sorted(shares, key=_lowest_first)


def _lowest_first(row: tuple[PlaceFigures, Number]) -> tuple[bool, float, str]:
    place, share = row
    return share.value is None, share.value or 0, place.name


def _published_share(place: PlaceFigures, share: Share) -> tuple[Published, Published]:
    """Return what is held and what is required; of too few people neither."""
    if share.in_scope and place.people < INTERNAL.threshold:
        hidden = Published(None, Withheld.FEW_PEOPLE)
        return hidden, hidden
    return published_people(share.compliant, INTERNAL), published_people(share.in_scope, INTERNAL)


def _published_targets(weeks: Mapping[date, WeekFigures]) -> dict[date, Published]:
    return _published(weeks, "with_target")


def _published(weeks: Mapping[date, WeekFigures], name: str) -> dict[date, Published]:
    """
    Return counts of tickets by week; behind a ticket one person stands.

    No sum of weeks is shown, so that none can be found by subtraction.
    """
    numbers = {monday: int(getattr(week, name)) for monday, week in weeks.items()}
    return {key: published_events(Cell(n, n), INTERNAL) for key, n in numbers.items()}


def _share_in_time(week: WeekFigures, with_target: Published) -> Number:
    share = 100 * week.in_time / week.with_target if week.with_target else None
    return say_percentage(share, with_target)


def _lag_row(feed: FeedStanding, at: datetime) -> tuple[str, float | None, str, str]:
    lag = feed.lag(at)
    # Whole hours, as they are said: the drawing stays the same until one more has passed.
    hours = None if lag is None else max(lag // _HOUR, 0)
    return feed.name, hours, f"{_say_newest(feed, at)}; {_say_state(feed, at).lower()}", ""


def _say_newest(feed: FeedStanding, at: datetime) -> str:
    if feed.last_received_at is None:
        return "Nothing yet"
    return format_ago(feed.last_received_at, now=at)


def _say_state(feed: FeedStanding, at: datetime) -> str:
    lag = feed.lag(at)
    if lag is None:
        return "Late"
    return format_late(lag - feed.agreed_lag).capitalize() if feed.is_late(at) else "In time"
