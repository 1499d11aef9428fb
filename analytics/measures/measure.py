"""A measure: what a figure counts, said so that anybody can count it again (FHIR Measure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.codes import Direction, FactKind


class Scoring(StrEnum):
    """How the value of a measure comes about (FHIR measure-scoring)."""

    EVENTS = "cohort-events"
    PEOPLE = "cohort-people"
    RATIO = "ratio"
    PROPORTION = "proportion"
    CONTINUOUS = "continuous-variable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An earlier version of a measure: until when it was used, and what was different."""

    version: int
    until: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """
    One measure in its present version.

    `plain_sql` counts it from raw events; it takes `%(first)s` and `%(last)s`, days in London, both
    within, and `%(strata)s`, keys of strata, and gives one number. A measure of another room says
    in `source` whose query it is, and has none. A ratio names its parts.
    """

    code: str
    version: int
    since: date
    title: str
    unit: str
    definition: str
    owner: str
    source: str
    scoring: Scoring
    direction: Direction = Direction.NEITHER
    kind: FactKind | None = None
    plain_sql: str = ""
    numerator: str = ""
    denominator: str = ""
    decimals: int = 0
    caution: str = ""
    changes: Sequence[Change] = ()
