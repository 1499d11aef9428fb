"""Read how long pages took: of the whole service, because a page is everybody's."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db import connection

_BY_PAGE: Final = """
    SELECT page, is_felt, local_date >= %(first)s AS is_now, bucket, sum(n)::int
    FROM analytics_pagetime WHERE local_date BETWEEN %(before)s AND %(last)s
    GROUP BY page, is_felt, is_now, bucket
"""
_BY_DAY: Final = """
    SELECT local_date, is_felt, bucket, sum(n)::int
    FROM analytics_pagetime WHERE local_date BETWEEN %(first)s AND %(last)s AND page = %(page)s
    GROUP BY local_date, is_felt, bucket
"""

Bands = Counter[int]


@dataclass(slots=True)
class PageBands:
    """How many pages fell into which band: as felt, as the server took, and as felt before."""

    felt: Bands = field(default_factory=Counter)
    server: Bands = field(default_factory=Counter)
    felt_before: Bands = field(default_factory=Counter)


def read_pages(first: date, last: date) -> Mapping[str, PageBands]:
    """Return bands by page of days, and those as felt on as many days before."""
    pages: defaultdict[str, PageBands] = defaultdict(PageBands)
    days = (last - first).days + 1
    values = {"first": first, "last": last, "before": first - timedelta(days=days)}
    with connection.cursor() as cursor:
        cursor.execute(_BY_PAGE, values)
        for page, is_felt, is_now, bucket, number in cursor.fetchall():
            if is_now:
                bands = pages[page].felt if is_felt else pages[page].server
                bands[bucket] += number
            elif is_felt:
                pages[page].felt_before[bucket] += number
    return dict(pages)


def read_days(page: str, first: date, last: date) -> Mapping[date, PageBands]:
    """Return the bands of a page on each day that it was seen."""
    days: defaultdict[date, PageBands] = defaultdict(PageBands)
    with connection.cursor() as cursor:
        cursor.execute(_BY_DAY, {"first": first, "last": last, "page": page})
        for day, is_felt, bucket, number in cursor.fetchall():
            bands = days[day].felt if is_felt else days[day].server
            bands[bucket] += number
    return dict(days)
