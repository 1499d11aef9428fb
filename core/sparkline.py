"""Small trend lines, drawn on the server as points of an SVG polyline."""

from collections.abc import Sequence
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 90, 24, 3
# A change of less than a fifth of the value is drawn small, because it is small.
SMALLEST_RANGE = 0.2
NOTHING = 1e-9


def sparkline_points(values: Sequence[float | Decimal]) -> str:
    """Return the points of a line through the values, oldest first, equal steps apart."""
    numbers = [float(value) for value in values]
    if not numbers:
        return ""
    if len(numbers) == 1:
        numbers *= 2
    low, high = min(numbers), max(numbers)
    span = max(high - low, SMALLEST_RANGE * max(abs(low), abs(high)), NOTHING)
    middle = (low + high) / 2
    across = (WIDTH - 2 * MARGIN) / (len(numbers) - 1)
    up = (HEIGHT - 2 * MARGIN) / span
    return " ".join(
        f"{MARGIN + index * across:.1f},{HEIGHT / 2 - (number - middle) * up:.1f}"
        for index, number in enumerate(numbers)
    )
