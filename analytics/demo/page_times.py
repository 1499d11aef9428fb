"""How long pages took, made up for sixty days."""

from collections import Counter
from datetime import date, timedelta
from math import exp, log
from random import Random
from typing import Final

from analytics.demo.answers import DAYS, SEED
from analytics.demo.curve import EVERY_DAY
from analytics.measures.timing import bucket_of
from analytics.models import PageTime

# Pages, how often a day each is asked for, and the server's usual milliseconds.
PAGES: Final = (
    ("home", 5_200, 34),
    ("records:patient_list", 1_300, 72),
    ("records:record_detail", 7_600, 96),
    ("records:section_detail", 1_900, 88),
    ("records:document_detail", 420, 130),
    ("helpdesk:ticket_list", 260, 92),
    ("training:compliance", 60, 240),
    ("analytics:overview", 75, 210),
)
# What the browser and the way there add, and how widely times scatter.
ON_THE_WAY: Final = 160
SCATTER: Final = 0.45
DRAWS: Final = 300


def load_page_times(*, today: date) -> None:
    """Write down how long pages took, as the server counted and as it was felt."""
    chance = Random(SEED)
    rows: list[PageTime] = []
    for back in range(1, DAYS + 1):
        day = today - timedelta(days=back)
        slow = 1.5 if back == 23 else 1.0  # a day on which the database was busy
        for page, asked, usual in PAGES:
            number = round(asked * EVERY_DAY[day.weekday()] * chance.uniform(0.93, 1.07))
            for is_felt in (False, True):
                middle = slow * (usual + ON_THE_WAY) if is_felt else slow * usual
                rows += [
                    PageTime(local_date=day, page=page, is_felt=is_felt, bucket=bucket, n=n)
                    for bucket, n in _scattered(chance, middle, number).items()
                ]
    PageTime.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)


def _scattered(chance: Random, middle: float, number: int) -> Counter[int]:
    """Return how many of a number of pages fell into which band of time."""
    drawn = Counter(
        bucket_of(exp(chance.gauss(log(middle), SCATTER))) for _ in range(min(DRAWS, number))
    )
    times = number / min(DRAWS, number)
    return Counter({bucket: max(1, round(n * times)) for bucket, n in drawn.items()})
