"""Measures of adoption: who may use the service, who does, and who comes back."""

from datetime import date
from enum import IntEnum
from typing import Final

from analytics.codes import Direction, UsageKind
from analytics.measures import use
from analytics.measures.measure import Measure, Scoring

# A habit: records opened in so many of the last whole weeks.
HABIT_WEEKS: Final = 3
OF_WEEKS: Final = 4
# A team is silent where fewer than this percentage of its trained people opened a record.
SILENT_PERCENT: Final = 20
SMALLEST_TEAM: Final = 5
# The length of a rolling month, in days.
ROLLING_DAYS: Final = 30

_SINCE: Final = date(2026, 11, 25)
_OWNER: Final = "Head of analytics"
_ROLES: Final = "Roles and accounts of people, and competencies that training gave"
_BOTH: Final = f"{_ROLES}; audit trail, counted by month and by day"


class Step(IntEnum):
    """How far somebody has come; each step counts only those who took all before it."""

    INVITED = 0
    TRAINED = 1
    IN_USE = 2
    OPENED = 3
    HABIT = 4


INVITED: Final = Measure(
    code="invited-people",
    version=1,
    since=_SINCE,
    title="Invited",
    unit="people",
    definition=(
        "People with an open account whose role on the day may open records, at an organisation "
        "that takes part. Each is counted once, however many roles they hold."
    ),
    owner=_OWNER,
    source=_ROLES,
    scoring=Scoring.PEOPLE,
    direction=Direction.NEITHER,
)
ELIGIBLE: Final = Measure(
    code="eligible-people",
    version=1,
    since=_SINCE,
    title="Trained",
    unit="people",
    definition=(
        "Invited people who hold, on the day, every competency that the record asks of their "
        "role. These are the people who can use the service: the eligible. Where the record asks "
        "for nothing, all who are invited count."
    ),
    owner=_OWNER,
    source=_ROLES,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
    caution="People within days of grace are not counted: what they hold has run out.",
)
IN_USE: Final = Measure(
    code="accounts-in-use",
    version=1,
    since=_SINCE,
    title="Has used the account",
    unit="people",
    definition=(
        "Trained people who have signed in at least once. Whoever searched or opened a record "
        "has signed in."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
)
OPENED: Final = Measure(
    code="first-openings",
    version=1,
    since=_SINCE,
    title="Has opened a record",
    unit="people",
    definition=(
        "Trained people with an account in use who have opened at least one record in the role "
        "and at the organisation that they are counted in."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
)
HABIT: Final = Measure(
    code="weekly-habit",
    version=1,
    since=_SINCE,
    title="Opens records weekly",
    unit="people",
    definition=(
        f"People of the step before who opened a record in at least {HABIT_WEEKS} of the last "
        f"{OF_WEEKS} whole weeks, Monday to Sunday, that were over on the day."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
)
ACTIVE_ELIGIBLE: Final = Measure(
    code="active-eligible-people",
    version=1,
    since=_SINCE,
    title="Trained and active",
    unit="people",
    definition=(
        "Trained people who opened at least one record in the last month of the period, in the "
        "role and at the organisation that they are counted in."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
)
ACTIVE_SHARE: Final = Measure(
    code="active-share",
    version=1,
    since=_SINCE,
    title="Active, of those trained",
    unit="%",
    definition=(
        "Trained people who opened a record in the last month of the period, of all trained "
        "people on its last day."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
    numerator=ACTIVE_ELIGIBLE.code,
    denominator=ELIGIBLE.code,
    caution="Training that runs out takes people from both parts: read it with the number trained.",
)
STARTERS: Final = Measure(
    code="starters",
    version=1,
    since=_SINCE,
    title="People who started",
    unit="people",
    definition=(
        "People whose first opening of a record, within what is selected, fell in the period."
    ),
    owner=_OWNER,
    source="Audit trail: accesses to records",
    scoring=Scoring.PEOPLE,
    plain_sql=f"""
        SELECT count(*) FROM (
            SELECT person_id FROM analytics_usageevent
            WHERE kind = {UsageKind.OPEN.value} AND stratum_id = ANY(%(strata)s)
              AND local_date <= %(last)s AND person_id IS NOT NULL
            GROUP BY person_id HAVING min(local_date) >= %(first)s) AS started
    """,
)
RETAINED: Final = Measure(
    code="retained-people",
    version=1,
    since=_SINCE,
    title="People who came back",
    unit="people",
    definition=(
        "People of one starting month who opened a record again so many months later. By calendar "
        f"month: in that month. By rolling month: within {ROLLING_DAYS} days that begin "
        f"{ROLLING_DAYS} days, or a multiple of them, after the day of their own first opening."
    ),
    owner=_OWNER,
    source="Audit trail: accesses to records",
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
    caution=(
        "By calendar month, somebody who starts on the last evening of a month and goes on after "
        "midnight has come back the month after. Rolling months count days, and do not."
    ),
)
RETENTION: Final = Measure(
    code="retention",
    version=1,
    since=_SINCE,
    title="Came back, of those who started",
    unit="%",
    definition="People who came back so many months later, of those who started in one month.",
    owner=_OWNER,
    source="Audit trail: accesses to records",
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
    numerator=RETAINED.code,
    denominator=STARTERS.code,
)
RESIDENTS: Final = Measure(
    code="residents",
    version=1,
    since=_SINCE,
    title="Residents",
    unit="residents",
    definition=(
        "Residents of a council's area, or registered patients of a practice, by the latest count "
        "on or before the last day of the period."
    ),
    owner=_OWNER,
    source="Counts that analysts keep, each with its source",
    scoring=Scoring.CONTINUOUS,
)
PER_1000: Final = Measure(
    code="openings-per-1000-residents",
    version=1,
    since=_SINCE,
    title="Openings per 1,000 residents",
    unit="openings per 1,000 residents",
    definition="Record openings of the period by people of an organisation, per 1,000 residents.",
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.RATIO,
    numerator=use.OPENINGS.code,
    denominator=RESIDENTS.code,
    decimals=1,
    caution="More is not better by itself: organisations care for different people.",
)
PER_100_ELIGIBLE: Final = Measure(
    code="openings-per-100-eligible",
    version=1,
    since=_SINCE,
    title="Openings per 100 trained people",
    unit="openings per 100 trained people",
    definition=(
        "Record openings of the period by people of an organisation, per 100 of its trained "
        "people on the last day. For organisations that have no residents of their own."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.RATIO,
    numerator=use.OPENINGS.code,
    denominator=ELIGIBLE.code,
    decimals=1,
    caution="More is not better by itself: organisations care for different people.",
)
SILENT_TEAMS: Final = Measure(
    code="silent-teams",
    version=1,
    since=_SINCE,
    title="Trained but silent teams",
    unit="teams",
    definition=(
        f"People of one job role at one organisation, at least {SMALLEST_TEAM} of them trained, "
        f"of whom fewer than {SILENT_PERCENT}% opened a record in the last {OF_WEEKS} whole weeks."
    ),
    owner=_OWNER,
    source=_BOTH,
    scoring=Scoring.CONTINUOUS,
    direction=Direction.DOWN,
)

OF_STEP: Final = {
    Step.INVITED: INVITED,
    Step.TRAINED: ELIGIBLE,
    Step.IN_USE: IN_USE,
    Step.OPENED: OPENED,
    Step.HABIT: HABIT,
}
MEASURES: Final = (
    INVITED,
    ELIGIBLE,
    IN_USE,
    OPENED,
    HABIT,
    ACTIVE_ELIGIBLE,
    ACTIVE_SHARE,
    STARTERS,
    RETAINED,
    RETENTION,
    RESIDENTS,
    PER_1000,
    PER_100_ELIGIBLE,
    SILENT_TEAMS,
)
