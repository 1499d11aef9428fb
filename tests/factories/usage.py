"""Facts of use for tests that need many weeks: counted days, without the events behind them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from analytics.codes import Did, FactKind
from analytics.models import (
    DailyFact,
    DailyPerson,
    MonthlyFact,
    MonthlyPerson,
    Stratum,
    UsagePerson,
)

EVERYTHING = Did.SIGNED_IN | Did.OPENED | Did.SEARCHED | Did.READ
Days = Mapping[date, Mapping[FactKind, int]]


def used(stratum: Stratum, days: Days, people: Sequence[UsagePerson]) -> None:
    """Keep what was counted on days at which all these people did everything, with the months."""
    months: defaultdict[tuple[date, FactKind], int] = defaultdict(int)
    for day, counts in days.items():
        for kind, n in counts.items():
            months[day.replace(day=1), kind] += n
    DailyFact.objects.bulk_create(
        DailyFact(local_date=day, stratum=stratum, kind=kind, n=n)
        for day, counts in days.items()
        for kind, n in counts.items()
        if n
    )
    MonthlyFact.objects.bulk_create(
        MonthlyFact(month=month, stratum=stratum, kind=kind, n=n)
        for (month, kind), n in months.items()
        if n
    )
    DailyPerson.objects.bulk_create(
        DailyPerson(local_date=day, person=person, stratum=stratum, did=EVERYTHING)
        for day in days
        for person in people
    )
    MonthlyPerson.objects.bulk_create(
        MonthlyPerson(month=month, person=person, stratum=stratum, did=EVERYTHING, days=1)
        for month in {day.replace(day=1) for day in days}
        for person in people
    )


def mondays(number: int, *, before: date) -> list[date]:
    """Return the first days of so many whole weeks that were over before a day, in order."""
    monday = before - timedelta(days=before.weekday())
    return [monday - timedelta(weeks=each) for each in range(number, 0, -1)]
