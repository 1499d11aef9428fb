"""Measures of use: counted from events."""

from datetime import date
from typing import Final

from analytics.codes import SAME_OPENING_MINUTES, Direction, FactKind, UsageKind
from analytics.measures.measure import Measure, Scoring

_SINCE: Final = date(2026, 11, 25)
_OWNER: Final = "Head of analytics"
_TRAIL: Final = "Audit trail: sign-in events and accesses to records, taken in every minute"
_WITHIN: Final = """
    FROM analytics_usageevent
    WHERE local_date BETWEEN %(first)s AND %(last)s AND stratum_id = ANY(%(strata)s)
"""


def _count(kind: UsageKind) -> str:
    return f"SELECT count(*) {_WITHIN} AND kind = {kind.value}"


# An opening counts unless the same person opened the same record within the time before.
_FIRST_OPENINGS: Final = f"""
    SELECT e.local_date, e.at, e.person_id, e.subject, e.stratum_id, e.in_emergency
    FROM analytics_usageevent e
    WHERE e.local_date BETWEEN %(first)s AND %(last)s AND e.stratum_id = ANY(%(strata)s)
      AND e.kind = {UsageKind.OPEN.value}
      AND NOT EXISTS (
          SELECT FROM analytics_usageevent b
          WHERE b.local_date BETWEEN e.local_date - 1 AND e.local_date
            AND b.kind = {UsageKind.OPEN.value}
            AND b.person_id = e.person_id AND b.subject = e.subject
            AND b.at > e.at - interval '{SAME_OPENING_MINUTES} minutes'
            AND (b.at, b.source, b.source_id) < (e.at, e.source, e.source_id))
"""

SIGN_INS: Final = Measure(
    code="sign-ins",
    version=1,
    since=_SINCE,
    title="Sign-ins",
    unit="sign-ins",
    definition=(
        "Sessions that began with a right name and password, single sign-on or a launch from "
        "another system. Somebody with several roles counts where they last acted."
    ),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    kind=FactKind.SIGN_INS,
    plain_sql=_count(UsageKind.SIGN_IN),
    caution="Not every sign-in opens a record: do not read it as use of records.",
)
FAILED_SIGN_INS: Final = Measure(
    code="failed-sign-ins",
    version=1,
    since=_SINCE,
    title="Failed sign-ins",
    unit="attempts",
    definition="Attempts with a wrong name or password, and those refused by a lock-out.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    direction=Direction.DOWN,
    kind=FactKind.FAILED_SIGN_INS,
    plain_sql=(
        f"SELECT count(*) {_WITHIN} AND kind IN "
        f"({UsageKind.FAILED_SIGN_IN.value}, {UsageKind.LOCKED_OUT.value})"
    ),
)
SEARCHES: Final = Measure(
    code="searches",
    version=1,
    since=_SINCE,
    title="Searches",
    unit="searches",
    definition="Searches for a person, whether or not anybody was found.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    kind=FactKind.SEARCHES,
    plain_sql=_count(UsageKind.SEARCH),
)
OPENINGS: Final = Measure(
    code="openings",
    version=1,
    since=_SINCE,
    title="Record openings",
    unit="openings",
    definition=(
        "One opening of one person's record by one user. Opened again within "
        f"{SAME_OPENING_MINUTES} minutes of the last time, it is the same opening."
    ),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    direction=Direction.UP,
    kind=FactKind.OPENINGS,
    plain_sql=f"SELECT count(*) FROM ({_FIRST_OPENINGS}) AS opening",
)
FOUND: Final = Measure(
    code="openings-found",
    version=1,
    since=_SINCE,
    title="Openings that found something",
    unit="openings",
    definition=(
        "Record openings after which the same person read a section, an entry or a document of "
        f"that record within {SAME_OPENING_MINUTES} minutes."
    ),
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    direction=Direction.UP,
    kind=FactKind.FOUND,
    plain_sql=f"""
        SELECT count(*) FROM ({_FIRST_OPENINGS}) AS opening
        WHERE EXISTS (
            SELECT FROM analytics_usageevent r
            WHERE r.local_date BETWEEN opening.local_date AND opening.local_date + 1
              AND r.kind IN ({UsageKind.SECTION.value}, {UsageKind.ENTRY.value},
                             {UsageKind.DOCUMENT.value})
              AND r.person_id = opening.person_id AND r.subject = opening.subject
              AND r.at >= opening.at
              AND r.at < opening.at + interval '{SAME_OPENING_MINUTES} minutes')
    """,
    caution="The summary alone may answer a question: those openings are not counted here.",
)
SECTIONS: Final = Measure(
    code="sections",
    version=1,
    since=_SINCE,
    title="Sections read",
    unit="sections",
    definition="Pages of a section of a record that were opened.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    kind=FactKind.SECTIONS,
    plain_sql=_count(UsageKind.SECTION),
)
DOCUMENTS: Final = Measure(
    code="documents",
    version=1,
    since=_SINCE,
    title="Documents read",
    unit="documents",
    definition="Letters and other documents of a record that were opened.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    kind=FactKind.DOCUMENTS,
    plain_sql=_count(UsageKind.DOCUMENT),
)
EMERGENCY: Final = Measure(
    code="emergency-openings",
    version=1,
    since=_SINCE,
    title="Openings in an emergency",
    unit="openings",
    definition="Record openings under an emergency passage, by people whose training had lapsed.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.EVENTS,
    direction=Direction.DOWN,
    kind=FactKind.EMERGENCY,
    plain_sql=f"SELECT count(*) FROM ({_FIRST_OPENINGS}) AS opening WHERE in_emergency",
)
ACTIVE: Final = Measure(
    code="active-people",
    version=1,
    since=_SINCE,
    title="Active people",
    unit="people",
    definition="People who opened at least one record in the period, each counted once.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
    plain_sql=f"SELECT count(DISTINCT person_id) {_WITHIN} AND kind = {UsageKind.OPEN.value}",
    caution="People of two months do not add up: many of them are the same.",
)
SIGNED_IN: Final = Measure(
    code="people-signed-in",
    version=1,
    since=_SINCE,
    title="People who signed in",
    unit="people",
    definition="People who signed in at least once in the period, each counted once.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.PEOPLE,
    direction=Direction.UP,
    plain_sql=f"SELECT count(DISTINCT person_id) {_WITHIN} AND kind = {UsageKind.SIGN_IN.value}",
    caution="People of two months do not add up: many of them are the same.",
)
OPENINGS_PER_PERSON: Final = Measure(
    code="openings-per-person",
    version=1,
    since=_SINCE,
    title="Openings per active person",
    unit="openings a person",
    definition="Record openings divided by active people of the same period.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.RATIO,
    numerator=OPENINGS.code,
    denominator=ACTIVE.code,
    decimals=1,
)
OPENINGS_PER_SIGN_IN: Final = Measure(
    code="openings-per-sign-in",
    version=1,
    since=_SINCE,
    title="Openings per sign-in",
    unit="openings a sign-in",
    definition="Record openings divided by sign-ins of the same period.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.RATIO,
    direction=Direction.UP,
    numerator=OPENINGS.code,
    denominator=SIGN_INS.code,
    decimals=3,
    caution="Below 1, some sign-ins opened no record at all.",
)
FOUND_SHARE: Final = Measure(
    code="found-share",
    version=1,
    since=_SINCE,
    title="Openings that found something, of all",
    unit="%",
    definition="Openings that found something, of all record openings of the period.",
    owner=_OWNER,
    source=_TRAIL,
    scoring=Scoring.PROPORTION,
    direction=Direction.UP,
    numerator=FOUND.code,
    denominator=OPENINGS.code,
    decimals=1,
)

MEASURES: Final = (
    SIGN_INS,
    OPENINGS,
    ACTIVE,
    SIGNED_IN,
    SEARCHES,
    SECTIONS,
    DOCUMENTS,
    FOUND,
    EMERGENCY,
    FAILED_SIGN_INS,
    OPENINGS_PER_PERSON,
    OPENINGS_PER_SIGN_IN,
    FOUND_SHARE,
)
