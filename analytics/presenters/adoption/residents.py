"""Openings beside residents or trained people: a funnel plot, and no table of ranks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from accounts.codes import OrganizationKind
from analytics.measures.adoption import PER_100_ELIGIBLE, PER_1000
from analytics.measures.funnel_limits import FEWEST_PEERS, Limits, dispersion_of, limits_of
from analytics.measures.publishing import (
    INTERNAL,
    Cell,
    Published,
    published_breakdown,
    published_events,
    published_people,
)
from analytics.presenters.charting import ChartView
from analytics.presenters.filtering import Choice, FilterField
from analytics.presenters.tables import (
    WITHHELD,
    Number,
    TableView,
    number_of,
    say_number,
    say_withheld,
)
from analytics.queries.residents import Peer, Peers
from core.dates import format_short_day

from .funnel_plot import Dot, Standing, funnel_plot

# With fewer organizations out of reach their pool would tell of one of them.
FEWEST_OTHERS: Final = 3
_NO_LIMITS: Final = "–"
# A rate this large is read without decimals.
_LARGE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentsView:
    """A kind of organization: its chart with its table, and what must be known to read it."""

    chart: ChartView
    words: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """An organization with its rate, as it may be seen."""

    peer: Peer
    openings: Published
    beside: Published
    rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The rate of all organizations of a kind together, and how much they differ beyond chance."""

    rate: float
    dispersion: float
    peers: int

    @property
    def has_limits(self) -> bool:
        """Whether there are peers enough to say what is far from them."""
        return self.peers >= FEWEST_PEERS

    def limits(self, beside: float, *, per: int) -> Limits:
        """Return between which rates chance would leave an organization of a size."""
        expected = self.rate * beside / per
        return limits_of(expected, dispersion=self.dispersion).divided(beside / per)


def present_kinds(kinds: Sequence[str], chosen: str) -> FilterField:
    """Return the choice of a kind of organization."""
    options = [Choice(value=kind, text=OrganizationKind(kind).label) for kind in kinds]
    return FilterField(name="kind", label="Kind", options=options, value=chosen)


def present_residents(
    peers: Peers, *, kind: str, board: str, csv_url: str = "", xlsx_url: str = ""
) -> ResidentsView:
    """Return the organizations of a kind, of one board or of all."""
    measure = PER_1000 if peers.by_residents else PER_100_ELIGIBLE
    per = 1000 if peers.by_residents else 100
    lines = _lines(peers, per)
    pool = _pool(peers, per)
    asked = [line for line in lines if board in ("", line.peer.board)]
    dots = [_dot(line, pool, per) for line in asked]
    label = OrganizationKind(kind).label
    chart = ChartView(
        title=f"{measure.title}: {label.lower() if label[1].islower() else label}",
        spec=funnel_plot(
            [dot for dot in dots if dot is not None],
            limits=_curve(pool, [d for d in dots if d], per),
            pooled=pool.rate if pool else None,
            across="Residents" if peers.by_residents else "Trained people",
            up=measure.title,
        ),
        alternative=_say(dots, pool, measure.title.lower()),
        table=_table(peers, asked, dots, measure.title),
        csv_url=csv_url,
        xlsx_url=xlsx_url,
        counted_url=reverse("analytics:measure_detail", args=[measure.code]),
    )
    return ResidentsView(chart=chart, words=_words(peers, pool))


def _lines(peers: Peers, per: int) -> list[_Line]:
    openings = published_breakdown({p.ods_code: p.openings for p in peers.own}, INTERNAL)
    lines = []
    for peer in sorted(peers.own, key=lambda each: each.name):
        beside = _beside(peer, by_residents=peers.by_residents)
        shown = openings[peer.ods_code]
        rate = None if shown.n is None or not beside.n else per * shown.n / beside.n
        lines.append(_Line(peer=peer, openings=shown, beside=beside, rate=rate))
    return lines


def _beside(peer: Peer, *, by_residents: bool) -> Published:
    # Residents are no people of ours, and their number is known to all.
    if by_residents:
        return Published(peer.residents)
    return published_people(peer.eligible, INTERNAL)


def _pool(peers: Peers, per: int) -> Pool | None:
    """Return the pool of all of a kind, or of those within reach where the others are few."""
    pooled = [*peers.own, *(peers.others if len(peers.others) >= FEWEST_OTHERS else ())]
    openings = published_events(
        Cell(sum(p.openings.n for p in pooled), sum(p.openings.people for p in pooled)), INTERNAL
    )
    sizes = [(peer.residents if peers.by_residents else peer.eligible) or 0 for peer in pooled]
    beside = Published(sum(sizes)) if peers.by_residents else published_people(sum(sizes), INTERNAL)
    if not openings.n or not beside.n:
        return None
    rate = per * openings.n / beside.n
    counts = [float(peer.openings.n) for peer in pooled]
    spread = dispersion_of(counts, [rate * size / per for size in sizes])
    return Pool(rate=rate, dispersion=spread, peers=len(pooled))


def _dot(line: _Line, pool: Pool | None, per: int) -> Dot | None:
    if line.rate is None or not line.beside.n:
        return None
    standing = Standing.UNKNOWN
    if pool is not None and pool.has_limits:
        standing = _stand(line.rate, pool.limits(line.beside.n, per=per))
    return Dot(line.peer.name, float(line.beside.n), line.rate, standing)


def _stand(rate: float, limits: Limits) -> Standing:
    if rate > limits.outer_high:
        return Standing.FAR_ABOVE
    if rate > limits.inner_high:
        return Standing.ABOVE
    if rate < limits.outer_low:
        return Standing.FAR_BELOW
    return Standing.BELOW if rate < limits.inner_low else Standing.WITHIN


def _curve(pool: Pool | None, dots: Sequence[Dot], per: int) -> list[tuple[float, Limits]]:
    """Return the limits at sizes from the smallest to the largest organization."""
    if pool is None or not pool.has_limits or not dots:
        return []
    low, high = min(d.size for d in dots) * 0.7, max(d.size for d in dots) * 1.1
    steps = 40
    sizes = [low + (high - low) * step / steps for step in range(steps + 1)]
    return [(size, pool.limits(size, per=per)) for size in sizes]


def _table(
    peers: Peers, lines: Sequence[_Line], dots: Sequence[Dot | None], title: str
) -> TableView:
    rows = [
        [
            line.peer.name,
            number_of(line.openings),
            number_of(line.beside),
            *([_say_source(line.peer)] if peers.by_residents else []),
            Number(WITHHELD)
            if line.rate is None
            else say_number(line.rate, decimals=_decimals(line.rate)),
            _NO_LIMITS if dot is None else dot.standing.value,
        ]
        for line, dot in zip(lines, dots, strict=True)
    ]
    beside = ["Residents", "Counted"] if peers.by_residents else ["Trained people"]
    rounded = "" if peers.by_residents else "Trained people are rounded to the nearest 5."
    withheld = say_withheld([each for line in lines for each in (line.openings, line.beside)])
    return TableView(
        caption=f"{title}, by organisation",
        headings=["Organisation", "Openings", *beside, title, "Beside its peers"],
        rows=rows,
        numeric=[1, 2, 4] if peers.by_residents else [1, 2, 3],
        note=" ".join(filter(None, [rounded, withheld])),
    )


def _say_source(peer: Peer) -> str:
    day = "" if peer.counted_on is None else format_short_day(peer.counted_on)
    return f"{peer.source}, {day}".strip(", ")


def _say(dots: Sequence[Dot | None], pool: Pool | None, title: str) -> str:
    if pool is None:
        return "There are too few openings to compare organisations."
    shown = [dot for dot in dots if dot is not None]
    told = f"All of this kind together: {pool.rate:,.{_decimals(pool.rate)}f} {title}."
    if not pool.has_limits:
        return f"{told} There are too few organisations of this kind to say which differ."
    out = [dot for dot in shown if dot.standing.is_outside]
    if not out:
        return f"{told} None of the {len(shown)} shown is outside the 99.8% limits."
    names = "; ".join(f"{dot.name} ({dot.standing.value.lower()})" for dot in out)
    return f"{told} Outside the 99.8% limits: {names}."


def _words(peers: Peers, pool: Pool | None) -> list[str]:
    words = []
    if not peers.by_residents:
        words.append(
            "These organisations have no residents of their own, so openings are shown per 100 of "
            "their trained people instead."
        )
    if pool is not None and pool.has_limits:
        words.append(
            "An organisation between the limits differs from its peers by no more than chance. "
            "About 1 in 20 lies outside the inner limits, and 1 in 500 outside the outer ones, "
            "without any reason. More openings are not better by themselves."
        )
        if pool.dispersion > 1:
            words.append(
                f"Openings come in clusters, and these organisations differ {pool.dispersion:,.0f} "
                "times as much as single chances would make them; the limits are widened by that."
            )
    if peers.others:
        words.append(
            "The line is that of all organisations of this kind; those that you may not see are in "
            "it and nowhere else."
            if len(peers.others) >= FEWEST_OTHERS
            else "The line is that of the organisations shown: too few others are of this kind."
        )
    return words


def _decimals(rate: float) -> int:
    """Return how many decimals say anything of a rate."""
    return 1 if rate < _LARGE else 0
