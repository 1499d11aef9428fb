"""Small trend lines, drawn on the server as points of an SVG polyline."""

from collections.abc import Sequence
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 90, 24, 3


def sparkline_points(values: Sequence[float | Decimal]) -> str:
    """Return the points of a line through the values, oldest first, equal steps apart."""
    numbers = [float(value) for value in values]
    if not numbers:
        return ""
    if len(numbers) == 1:
        numbers *= 2
    low, high = min(numbers), max(numbers)
    across = (WIDTH - 2 * MARGIN) / (len(numbers) - 1)
    up = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0
    base = HEIGHT - MARGIN if up else HEIGHT / 2
    return " ".join(
        f"{MARGIN + index * across:.1f},{base - (number - low) * up:.1f}"
        for index, number in enumerate(numbers)
    )
