"""What a benchmark says: one JSON line for its figures, notes on the error stream."""

import json
import os
import sys
from collections.abc import Sequence


def answer(  # the five names that every reader of the lines relies on
    *, bench: str, value: float, unit: str, reference: float, **more: object
) -> None:
    """Print the figures of a benchmark; the ratio is that of its value to the reference."""
    line: dict[str, object] = {
        "bench": bench,
        "value": rounded(value),
        "unit": unit,
        "reference": rounded(reference),
        "ratio": rounded(value / reference) if reference else None,
        **more,
        "load": rounded(os.getloadavg()[0]),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Say on the error stream what is going on."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def rounded(number: float) -> float:
    """Return a figure to three places, or whole where it is large."""
    return round(number, 3) if abs(number) < 1000 else round(number)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
