"""
Take events in from the audit trails, each once, and count the days that they fell on.

Lines of a trail become visible in the order in which their transactions end, which is not that of
their numbers. So each intake reads some lines before the last one again; what is there already
stays, by its key.
"""

import time
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.codes import SETTING_OF_KIND, CareSetting, SignInEventKind
from analytics.codes import EventSource, UsageKind
from analytics.models import IntakeRun
from records.codes import AccessKind
from records.queries.usage import USAGE_ROWS

from .facts import LOCK, count_days

# How many lines before the last are looked at again.
LOOK_BACK: Final = 5_000
_SIGN_INS: Final = {
    SignInEventKind.SUCCESS: UsageKind.SIGN_IN,
    SignInEventKind.FAILURE: UsageKind.FAILED_SIGN_IN,
    SignInEventKind.LOCKOUT: UsageKind.LOCKED_OUT,
    SignInEventKind.SIGN_OUT: UsageKind.SIGN_OUT,
    SignInEventKind.TIMED_OUT: UsageKind.TIMED_OUT,
    SignInEventKind.ROLE_CHANGED: UsageKind.ROLE_CHANGED,
}
_ACCESSES: Final = {
    AccessKind.SEARCH: UsageKind.SEARCH,
    AccessKind.OPEN: UsageKind.OPEN,
    AccessKind.SECTION: UsageKind.SECTION,
    AccessKind.ENTRY: UsageKind.ENTRY,
    AccessKind.DOCUMENT: UsageKind.DOCUMENT,
    AccessKind.REPORT: UsageKind.REPORT,
}


def _cases(words: Iterable[tuple[str, str | int]]) -> str:
    return " ".join(f"WHEN '{word!s}' THEN {value!s}" for word, value in words)


_SETTING: Final = f"""
    coalesce(nullif(line.care_setting, ''), CASE place.kind {
    _cases((kind.value, f"'{setting.value}'") for kind, setting in SETTING_OF_KIND.items())
} ELSE '{CareSetting.OTHER.value}' END)
"""
_TAKE: Final = f"""
    CREATE TEMPORARY TABLE analytics_taken ON COMMIT DROP AS
    SELECT line.*, (line.at AT TIME ZONE 'Europe/London')::date AS local_date,
           {_SETTING} AS setting
    FROM (
        SELECT {EventSource.SIGN_IN:d}::smallint AS source, id AS source_id, at, user_id,
               organization_id, job_role, care_setting, NULL::bigint AS subject,
               CASE kind {_cases(_SIGN_INS.items())} END AS kind,
               false AS in_emergency
        FROM accounts_signinevent WHERE id > %(last_sign_in)s
        UNION ALL
        SELECT {EventSource.RECORD_ACCESS:d}::smallint, id, at, user_id,
               organization_id, job_role, care_setting,
               ('x' || encode(substr(sha256(convert_to(%(key)s || patient_id::text, 'UTF8')), 1, 8),
                              'hex'))::bit(64)::bigint,
               CASE kind {_cases(_ACCESSES.items())} END,
               in_emergency
        FROM ({USAGE_ROWS}) AS access WHERE id > %(last_access)s
    ) AS line
    LEFT JOIN accounts_organization place ON place.id = line.organization_id
    WHERE line.kind IS NOT NULL AND NOT EXISTS (
        SELECT FROM analytics_usageevent there
        WHERE there.local_date = (line.at AT TIME ZONE 'Europe/London')::date
          AND there.source = line.source AND there.source_id = line.source_id)
"""
_PEOPLE: Final = """
    INSERT INTO analytics_usageperson (user_id)
    SELECT DISTINCT user_id FROM analytics_taken WHERE user_id IS NOT NULL
    EXCEPT SELECT user_id FROM analytics_usageperson
    ON CONFLICT DO NOTHING
"""
# The board of an organization: itself or the nearest above that is one.
_BOARDS: Final = """
    CREATE TEMPORARY TABLE analytics_board ON COMMIT DROP AS
    WITH RECURSIVE above AS (
        SELECT id, id AS at, parent_id, kind, 0 AS steps FROM accounts_organization
        UNION ALL
        SELECT above.id, up.id, up.parent_id, up.kind, steps + 1
        FROM above JOIN accounts_organization up ON up.id = above.parent_id
    )
    SELECT DISTINCT ON (id) id AS organization_id, at AS board_id
    FROM above WHERE kind = 'icb' ORDER BY id, steps
"""
_STRATA: Final = """
    INSERT INTO analytics_stratum (organization_id, board_id, job_role, care_setting)
    SELECT DISTINCT organization_id, board_id, job_role, setting
    FROM analytics_taken LEFT JOIN analytics_board USING (organization_id)
    ON CONFLICT DO NOTHING
"""
_MAKE_MONTHS: Final = """
    SELECT analytics_make_month(month) FROM (
        SELECT DISTINCT date_trunc('month', local_date)::date AS month FROM analytics_taken
    ) AS months
"""
_KEEP: Final = """
    INSERT INTO analytics_usageevent (
        at, source_id, subject, local_date, person_id, stratum_id, intake_id, source, kind,
        in_emergency)
    SELECT taken.at, source_id, subject, local_date, person.id, stratum.id, %s, source, taken.kind,
           in_emergency
    FROM analytics_taken taken
    LEFT JOIN analytics_board USING (organization_id)
    LEFT JOIN analytics_usageperson person USING (user_id)
    JOIN analytics_stratum stratum
      ON stratum.organization_id IS NOT DISTINCT FROM taken.organization_id
     AND stratum.board_id IS NOT DISTINCT FROM analytics_board.board_id
     AND stratum.job_role = taken.job_role AND stratum.care_setting = taken.setting
    ON CONFLICT DO NOTHING
"""
_SUMMARY: Final = """
    SELECT coalesce(max(source_id) FILTER (WHERE source = 1), 0),
           coalesce(max(source_id) FILTER (WHERE source = 2), 0),
           count(*), array_agg(DISTINCT local_date) FILTER (WHERE local_date IS NOT NULL)
    FROM analytics_taken
"""


@transaction.atomic
def take_in_events(*, at: datetime, look_back: int = LOOK_BACK) -> IntakeRun | None:
    """
    Take in what the trails say that is not yet here, and count the days that it fell on.

    Returns the run, or None where there was nothing new. All of it is one transaction: killed in
    the middle, nothing was taken, and the next intake takes it.
    """
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = IntakeRun.objects.order_by("-pk").first()
        last_sign_in = last.last_sign_in if last else 0
        last_access = last.last_access if last else 0
        cursor.execute(
            _TAKE,
            {
                "last_sign_in": last_sign_in - look_back,
                "last_access": last_access - look_back,
                "key": settings.ANALYTICS_SUBJECT_KEY,
            },
        )
        cursor.execute(_SUMMARY)
        [[sign_in, access, taken, days]] = cursor.fetchall()
        if not taken:
            cursor.execute("DROP TABLE analytics_taken")
            return None
        run = IntakeRun.objects.create(
            at=at,
            taken=taken,
            last_sign_in=max(last_sign_in, sign_in),
            last_access=max(last_access, access),
        )
        _keep(cursor, run)
    count_days(days)
    run.seconds = time.monotonic() - began
    run.save(update_fields=["seconds"])
    return run


def make_months(first: date, last: date) -> None:
    """Make the partitions of the months from one to another, where they are not there yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT analytics_make_month(month::date) "
            "FROM generate_series(%s::date, %s::date, interval '1 month') AS month",
            [first, last],
        )


def _keep(cursor: CursorWrapper, run: IntakeRun) -> None:
    for statement in (_PEOPLE, _BOARDS, _STRATA, _MAKE_MONTHS):
        cursor.execute(statement)
    cursor.execute(_KEEP, [run.pk])
    cursor.execute("DROP TABLE analytics_taken, analytics_board")
