"""Every measure that there is. What is not here is shown nowhere."""

from collections.abc import Mapping, Sequence
from typing import Final

from analytics.measures import adoption, benefits, change, quality, use
from analytics.measures.measure import Measure

# In the order in which the dictionary of measures lists them.
MEASURES: Final[Sequence[Measure]] = (
    *use.MEASURES,
    *adoption.MEASURES,
    *change.MEASURES,
    *benefits.MEASURES,
    *quality.MEASURES,
)
BY_CODE: Final[Mapping[str, Measure]] = {measure.code: measure for measure in MEASURES}


def get_measure(code: str) -> Measure:
    """
    Return the measure of a code.

    :raises KeyError: there is none
    """
    return BY_CODE[code]
