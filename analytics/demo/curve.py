"""How use grew: month by month, season by season, place by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from accounts.codes import CareSetting, OrganizationKind
from accounts.models import Organization
from analytics.measures.periods import Period, add_months, month_of
from governance.policies.bank_holidays import bank_holidays

MONTHS: Final = 45
# What a published case study says of the first and of the last month.
SIGN_INS: Final = (11_527, 236_105)
OPENINGS: Final = (11_245, 229_793)
# How the openings of the last month fall on settings; what is left is everything else.
LAST_BY_SETTING: Final[Mapping[CareSetting, int]] = {
    CareSetting.EMERGENCY: 23_400,
    CareSetting.PRIMARY_CARE: 35_000,
    CareSetting.SOCIAL_CARE: 120,
    CareSetting.OTHER: 171_273,
}
# January to December.
SEASONS: Final = (1.05, 1.02, 1.06, 0.98, 1.0, 1.0, 0.97, 0.88, 1.02, 1.05, 1.03, 0.86)
# Monday to Sunday, where care is given on weekdays, and where it is given around the clock.
WEEKDAYS: Final = (1.12, 1.06, 1.02, 1.0, 0.88, 0.05, 0.03)
EVERY_DAY: Final = (1.1, 1.05, 1.03, 1.0, 1.0, 0.8, 0.78)
HOLIDAY: Final = (0.04, 0.75)
# A day on which next to nothing worked: in which month of all, and how little was left of it.
OUTAGE_MONTH: Final = 38
OUTAGE_LEFT: Final = 0.03

K = OrganizationKind
# When organizations began, in months from the first: their board's turn and their own.
_TURN_OF_BOARD: Final = {"QOC": 0, "QNC": 10, "QUA": 19}
_TURN_OF_KIND: Final = {
    K.ACUTE: 0, K.COMMUNITY: 0, K.MENTAL_HEALTH: 4, K.AMBULANCE: 6, K.HOSPICE: 9,
    K.LOCAL_AUTHORITY: 12, K.ICB: 0,
}  # fmt: skip
_LATER: Final = {"RL4": 3, "RBK": 6, "RXK": 9, "RLY": 4, "E08000031": 10}
# Councils that have begun; the others are still preparing.
_COUNCILS: Final = frozenset({"E06000051", "E10000028", "E08000031"})
_LAST_TURN: Final = 39


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a month is to hold; the running month ends yesterday and has its part of the whole."""

    index: int
    first: date
    last: date
    sign_ins: int
    openings: int
    is_complete: bool
    is_outage: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How busy a day is where care is given on weekdays, or around the clock."""

    day: date
    around_the_clock: bool
    busy: float
    left: float


def months_until(today: date, *, scale: float, months: int = MONTHS) -> list[Month]:
    """Return the complete months up to now, oldest first, and the running one to yesterday."""
    running = month_of(today)
    firsts = [add_months(running, number - months) for number in range(months + 1)]
    kept = []
    for index, first in enumerate(firsts):
        whole = Period(first=first, last=first)
        last = min(whole.end, today - timedelta(days=1))
        if last < first:
            break
        part = _part_of(whole, last)
        sign_ins, openings = (
            round(scale * part * _total(ends, firsts, index)) for ends in (SIGN_INS, OPENINGS)
        )
        kept.append(
            Month(
                index=index,
                first=first,
                last=last,
                sign_ins=sign_ins,
                openings=openings,
                is_complete=first < running,
                is_outage=index == shortened(OUTAGE_MONTH, months),
            )
        )
    return kept


def days_of(month: Month) -> Iterator[Day]:
    """Give its days, once for each way in which care is given."""
    holidays = bank_holidays(month.first, month.last)
    outage = outage_day(month.first) if month.is_outage else None
    for number in range((month.last - month.first).days + 1):
        day = month.first + timedelta(days=number)
        for around_the_clock, week in ((False, WEEKDAYS), (True, EVERY_DAY)):
            yield Day(
                day=day,
                around_the_clock=around_the_clock,
                busy=HOLIDAY[around_the_clock] if day in holidays else week[day.weekday()],
                left=OUTAGE_LEFT if day == outage else 1.0,
            )


def shortened(index: int, months: int) -> int:
    """Return when something happened, where the history has fewer months than the whole."""
    return index * months // MONTHS


def outage_day(month: date) -> date:
    """Return the second Tuesday of a month."""
    return month + timedelta(days=(1 - month.weekday()) % 7 + 7)


def went_live(place: Organization, *, first: date, months: int = MONTHS) -> date | None:
    """Return the day from which an organization used the service; None means that it has yet to."""
    kind, code = K(place.kind), place.ods_code
    if kind == K.LOCAL_AUTHORITY and code not in _COUNCILS:
        return None
    own = 1 + sum(code.encode()) % 19 if kind == K.GP_PRACTICE else _TURN_OF_KIND.get(kind, 8)
    board = place.board
    turn_of_board = _TURN_OF_BOARD.get(board.ods_code, 0) if board else 0
    whole = min(turn_of_board + own + _LATER.get(code, 0), _LAST_TURN)
    turn = shortened(whole, months)
    if turn == 0:
        return first
    month = add_months(first, turn)
    return month + timedelta(days=(-month.weekday()) % 7 + 7)  # the second Monday, or near it


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in these proportions that make up the total (largest remainders)."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    exact = [total * weight / whole for weight in weights]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
    for number in by_remainder[: total - sum(parts)]:
        parts[number] += 1
    return parts


def _total(ends: tuple[int, int], firsts: Sequence[date], index: int) -> float:
    """Return the total of a month: even growth times the season, true at both ends."""
    last = len(firsts) - 2
    along = index / last if last else 0.0
    grown = ends[0] * (ends[1] / ends[0]) ** along
    at_ends = _season(firsts[0]) ** (1 - along) * _season(firsts[last]) ** along
    return float(grown * _season(firsts[index]) / at_ends)


def _season(month: date) -> float:
    return SEASONS[month.month - 1]


def _part_of(whole: Period, last: date) -> float:
    """Return how much of a month's work is done by the end of a day."""
    holidays = bank_holidays(whole.first, whole.end)
    done = of_all = 0.0
    for number in range((whole.end - whole.first).days + 1):
        day = whole.first + timedelta(days=number)
        busy = HOLIDAY[1] if day in holidays else EVERY_DAY[day.weekday()]
        of_all += busy
        done += busy if day <= last else 0.0
    return done / of_all
