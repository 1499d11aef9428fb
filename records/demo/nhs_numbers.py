"""NHS numbers of invented people: the 999 range, with the right check digit."""

from collections.abc import Collection, Iterator

RANGE = 1_000_000
STEP = 387_419  # coprime with RANGE, so the walk visits every number once
CAPACITY = 900_000


def check_digit(nine: str) -> int | None:
    """Return the modulus 11 check digit of nine digits, or None where no number exists."""
    weighted = sum(
        int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)
    )
    digit = 11 - weighted % 11
    if digit == 10:
        return None
    return 0 if digit == 11 else digit


def numbers(seed: int, taken: Collection[str]) -> Iterator[str]:
    """Walk the range from a place that the seed chooses, without those taken or repeated."""
    start = (seed * 104_729 + 17) % RANGE
    for step in range(RANGE):
        nine = f"999{(start + step * STEP) % RANGE:06d}"
        digit = check_digit(nine)
        if digit is None:
            continue
        number = f"{nine}{digit}"
        if number not in taken and len(set(number)) > 1:
            yield number
