"""How large the benchmarks are: full by default, or small to show that they run at all."""

import os
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The two sizes of each benchmark, and how often it is repeated."""

    import_entries: tuple[int, int]
    record_patients: tuple[int, int]
    index_patients: tuple[int, int]
    tickets: tuple[int, int]
    peer_tickets: int
    list_rows: tuple[int, int]
    trainees: tuple[int, int]
    links: tuple[int, int]
    pack_pages: tuple[int, int]
    pack_readers: tuple[int, int]
    use_openings: tuple[int, int]
    night_events: tuple[int, int]
    use_months: int
    use_people: int
    import_rounds: int
    requests: int
    searches: int
    page_requests: int


SCALES = {
    "full": Scale(
        import_entries=(20_000, 200_000),
        record_patients=(1_000, 50_000),
        index_patients=(100_000, 1_000_000),
        tickets=(20_000, 250_000),
        peer_tickets=50_000,
        list_rows=(1_000, 10_000),
        trainees=(1_500, 15_000),
        links=(10_000, 100_000),
        pack_pages=(25, 100),
        pack_readers=(10, 50),
        use_openings=(330_000, 3_300_000),
        night_events=(2_500, 25_000),
        use_months=45,
        use_people=3_000,
        import_rounds=3,
        requests=400,
        searches=200,
        page_requests=24,
    ),
    "small": Scale(
        import_entries=(500, 1_000),
        record_patients=(100, 200),
        index_patients=(500, 1_000),
        tickets=(300, 1_000),
        peer_tickets=300,
        list_rows=(20, 60),
        trainees=(60, 200),
        links=(100, 300),
        pack_pages=(5, 10),
        pack_readers=(1, 2),
        use_openings=(1_000, 2_000),
        night_events=(60, 120),
        use_months=4,
        use_people=200,
        import_rounds=1,
        requests=16,
        searches=10,
        page_requests=3,
    ),
}


def chosen_scale() -> Scale:
    """
    Return the scale that the variable BENCH_SCALE names.

    :raises ImproperlyConfigured: there is none of that name
    """
    name = os.environ.get("BENCH_SCALE") or "full"
    if name not in SCALES:
        raise ImproperlyConfigured(f"BENCH_SCALE is {name!r} (use one of {', '.join(SCALES)}).")
    return SCALES[name]
