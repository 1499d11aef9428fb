"""NHS numbers of invented people: the 999 range, with the right check digit."""

from collections.abc import Collection, Iterator

from core.nhs_number import with_check_digit

RANGE = 1_000_000
STEP = 387_419  # coprime with RANGE, so the walk visits every number once
CAPACITY = 900_000


def numbers(seed: int, taken: Collection[str]) -> Iterator[str]:
    """Walk the range from a place that the seed chooses, without those taken or repeated."""
    start = (seed * 104_729 + 17) % RANGE
    for step in range(RANGE):
        nine = f"999{(start + step * STEP) % RANGE:06d}"
        number = with_check_digit(nine)
        if number and number.value not in taken and not number.is_placeholder:
            yield number.value
