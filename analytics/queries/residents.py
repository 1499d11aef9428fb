"""Openings beside those whom an organization cares for, or beside its own people: true counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from analytics.codes import Did, FactKind
from analytics.measures.periods import Period
from analytics.measures.publishing import Cell
from analytics.models import Reach
from records.codes import CARE_ROLES

from .adoption import count_eligible
from .roster import read_roster

# Every organization of a kind that takes part, with its openings, the people behind them, and how
# many residents it had by the latest count.
_PEERS: Final = f"""
    WITH strata AS MATERIALIZED (
        SELECT id, organization_id FROM analytics_stratum WHERE organization_id IS NOT NULL
    ), events AS (
        SELECT organization_id, sum(n)::bigint AS n
        FROM analytics_monthlyfact JOIN strata ON strata.id = stratum_id
        WHERE month BETWEEN %(first)s AND %(last)s AND kind = {FactKind.OPENINGS:d}
        GROUP BY organization_id
    ), people AS (
        SELECT organization_id, count(DISTINCT person_id) AS n
        FROM analytics_monthlyperson JOIN strata ON strata.id = stratum_id
        WHERE month BETWEEN %(first)s AND %(last)s AND did & {Did.OPENED:d} > 0
        GROUP BY organization_id
    ), residents AS (
        SELECT DISTINCT ON (organization_id) organization_id, people AS n, counted_on, source
        FROM analytics_population WHERE counted_on <= %(end)s
        ORDER BY organization_id, counted_on DESC
    )
    SELECT o.id, o.ods_code, o.short_name, o.kind,
           coalesce(events.n, 0), coalesce(people.n, 0),
           residents.n, residents.counted_on, residents.source
    FROM accounts_organization o
    LEFT JOIN events ON events.organization_id = o.id
    LEFT JOIN people ON people.organization_id = o.id
    LEFT JOIN residents ON residents.organization_id = o.id
    WHERE o.is_active AND (residents.n IS NOT NULL OR events.n IS NOT NULL OR EXISTS (
        SELECT FROM accounts_practitionerrole r
        WHERE r.organization_id = o.id AND r.job_role = ANY(%(care_roles)s)
          AND r.starts_on <= %(end)s AND (r.ends_on IS NULL OR r.ends_on >= %(end)s)))
"""


class Peer(NamedTuple):
    """An organization: its openings with the people behind them, and what they stand beside."""

    id: UUID
    ods_code: str
    name: str
    kind: str
    board: str
    openings: Cell
    residents: int | None
    counted_on: date | None
    source: str
    eligible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """The organizations of a kind: those that a viewer may see, and the others, only to pool."""

    own: Sequence[Peer]
    others: Sequence[Peer]
    by_residents: bool


def read_peers(reach: Reach, period: Period) -> dict[str, Peers]:
    """
    Return the organizations by kind, where a viewer may see at least one; seven questions.

    A kind stands beside residents where any organization of it has a count of them: those of the
    kind without one are left out. `others` are beyond reach: show nothing of them but their pool.
    """
    values: dict[str, Any] = {
        "first": period.first,
        "last": period.last,
        "end": period.end,
        "care_roles": [role.value for role in CARE_ROLES],
    }
    everybody = Reach(viewer=reach.viewer, organizations=None, edits=False)
    roster = read_roster(everybody, on=period.end)
    eligible = count_eligible(roster)
    with connection.cursor() as cursor:
        cursor.execute(_PEERS, values)
        peers = [_peer(row, eligible, roster.boards) for row in cursor.fetchall()]
    found = {}
    for kind in sorted({peer.kind for peer in peers}):
        alike = [peer for peer in peers if peer.kind == kind]
        by_residents = any(peer.residents for peer in alike)
        alike = [peer for peer in alike if (peer.residents if by_residents else peer.eligible)]
        own = [peer for peer in alike if reach.covers(peer.id)]
        if own:
            others = [peer for peer in alike if not reach.covers(peer.id)]
            found[kind] = Peers(own=own, others=others, by_residents=by_residents)
    return found


def _peer(
    row: tuple,  # type: ignore[type-arg]  # of _PEERS
    eligible: dict[str, int],
    boards: dict[str, str],
) -> Peer:
    key, code, name, kind, openings, people, residents, counted_on, source = row
    return Peer(
        id=key,
        ods_code=code,
        name=name,
        kind=kind,
        board=boards[code],
        openings=Cell(openings, people),
        residents=residents,
        counted_on=counted_on,
        source=source or "",
        eligible=eligible.get(code, 0),
    )
