"""Training's section of board packs: how many of those who must be are trained, place by place."""

from collections.abc import Sequence
from typing import Final

from core.board_pack import PackChart, PackFigure, PackTable, SectionContent, SectionWish
from core.charts import bars
from core.dates import LONDON, count_in_words, format_day
from training.queries.compliance import Share, Taken
from training.queries.pack_figures import (
    PlaceFigures,
    SessionFigures,
    read_places,
    read_sessions,
)

# More bars than these cannot be told apart; the table has them all, up to a page.
MOST_BARS: Final = 12
MOST_ROWS: Final = 40


def build_pack_section(wish: SectionWish) -> SectionContent:
    """Return how compliance stands and what changed since the last cut, and the sessions held."""
    on = wish.until.astimezone(LONDON).date()
    days = max(1, (wish.until - wish.since).days)
    taken, places = read_places(wish.organization_id, on=on, days=days)
    sessions = read_sessions(wish.organization_id, since=wish.since, until=wish.until)
    return SectionContent(
        summary=_summary(taken, places, sessions),
        source=(
            "Training: the nightly count of what each job role must hold; within its period or due "
            "for renewal counts as trained. Sessions by the organisation that hosts them."
        ),
        figures=_figures(taken, places, sessions),
        charts=[_chart(places)] if places else [],
    )


def _summary(taken: Taken, places: Sequence[PlaceFigures], sessions: SessionFigures) -> str:
    held = f"{count_in_words(sessions.held, 'session')} held, {sessions.cancelled} cancelled."
    if taken.on is None or not places:
        return f"Compliance has not been counted yet. {held}"
    most = len(places) - MOST_ROWS
    cut = f" The table has the {MOST_ROWS} lowest; {most} more stand higher." if most > 0 else ""
    return (
        f"{_percent(_total(places, is_now=True))} of what is required is held, counted on "
        f"{format_day(taken.on)} in {count_in_words(len(places), 'organisation')}. {held}{cut}"
    )


def _figures(
    taken: Taken, places: Sequence[PlaceFigures], sessions: SessionFigures
) -> list[PackFigure]:
    before = _total(places, is_now=False)
    change = (
        f"{_percent(before)} on {format_day(taken.before)}"
        if taken.before and before.in_scope
        else ""
    )
    now = _total(places, is_now=True)
    return [
        PackFigure(
            label="Trained as required",
            value=_percent(now) if now.in_scope else "Not counted",
            change=change,
        ),
        PackFigure(label="Sessions held", value=f"{sessions.held:,}"),
        PackFigure(label="People who came", value=f"{sessions.came:,}"),
        PackFigure(label="Places that stayed empty", value=f"{sessions.missed:,}"),
    ]


def _chart(places: Sequence[PlaceFigures]) -> PackChart:
    shown = places[:MOST_BARS]
    lowest = places[0]
    return PackChart(
        spec=bars(
            [(place.name, round(100 * place.now.ratio, 1)) for place in shown],
            across="The lowest first",
            up="Trained as required, %",
        ),
        alternative=(
            f"Bar chart of the share that is trained. The lowest is {lowest.name} with "
            f"{_percent(lowest.now)}. The table below has the figures."
        ),
        table=PackTable(
            caption="Trained as required, by organisation",
            headings=["Organisation", "Required", "Held", "Share", "Before"],
            rows=[
                [
                    place.name,
                    f"{place.now.in_scope:,}",
                    f"{place.now.compliant:,}",
                    _percent(place.now),
                    _percent(place.before) if place.before.in_scope else "Not counted",
                ]
                for place in places[:MOST_ROWS]
            ],
            numeric=[1, 2, 3, 4],
        ),
    )


def _total(places: Sequence[PlaceFigures], *, is_now: bool) -> Share:
    total = Share()
    for place in places:
        total = total.plus(place.now if is_now else place.before)
    return total


def _percent(share: Share) -> str:
    """Return a share in whole per cent, never rounded up to all."""
    return f"{int(100 * share.ratio)} %"
