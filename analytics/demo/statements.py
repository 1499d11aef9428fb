"""The statements that history is made by: chance is a hash, and totals come out exactly."""

from typing import Final

from analytics.codes import EventSource, UsageKind

# How many times more often names and passwords were wrong on the day of an outage.
FAILED_IN_OUTAGE: Final = 25
# A record that is opened again at once: within half an hour, so that it is not counted again.
AGAIN_AFTER: Final = 240

# Sorting half a million rows in memory.
MORE_MEMORY: Final = "SET work_mem = '96MB'"
MAKE_MEMBERS: Final = """
    CREATE TEMPORARY TABLE demo_member (
        number int, person_id int, stratum_id int, group_number int, around_the_clock boolean,
        opens float8, signs_in float8, starts date, ends date)
"""
FILL_MEMBERS: Final = """
    INSERT INTO demo_member SELECT * FROM unnest(
        %s::int[], %s::int[], %s::int[], %s::int[], %s::boolean[],
        %s::float8[], %s::float8[], %s::date[], %s::date[])
"""
MAKE_DAYS: Final = """
    CREATE TEMPORARY TABLE demo_day ON COMMIT DROP AS
    SELECT * FROM unnest(%s::date[], %s::boolean[], %s::float8[], %s::float8[])
        AS t (day, around_the_clock, busy, left_over)
"""
MAKE_TOTALS: Final = """
    CREATE TEMPORARY TABLE demo_total ON COMMIT DROP AS
    SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[])
        AS t (group_number, openings, sign_ins, failures)
"""
# What somebody does on a day has three parts: how much they work at all, how busy the day is, and
# chance; two days in five somebody is hardly there. In the order of chance, running totals that
# are rounded hand out exactly what the month has.
MAKE_CELLS: Final = f"""
    CREATE TEMPORARY TABLE demo_cell ON COMMIT DROP AS
    WITH wished AS (
        SELECT m.number, m.person_id, m.stratum_id, m.group_number, m.around_the_clock, d.day, h,
               m.opens * worked AS opens, m.signs_in * worked AS signs_in,
               m.signs_in * d.busy
                   * CASE WHEN d.left_over < 1 THEN {FAILED_IN_OUTAGE} ELSE 1 END AS fails
        FROM demo_member m
        JOIN demo_day d ON d.around_the_clock = m.around_the_clock
         AND d.day BETWEEN m.starts AND m.ends
        CROSS JOIN LATERAL
            hashint8extended(m.number * 100000::bigint + (d.day - '2000-01-01'), %(seed)s) AS h
        CROSS JOIN LATERAL (
            SELECT d.busy * d.left_over * least(1.0, 0.4 + (d.day - m.starts) / 150.0)
                * CASE WHEN (h & 1023) < 400 THEN 0.01
                       ELSE 0.3 + 2.2 * ((h >> 10) & 1023) / 1024 END AS worked) AS w
    ), running AS (
        SELECT wished.*,
               floor(t.openings * (sum(opens) OVER upto / nullif(sum(opens) OVER whole, 0))
                     + 1e-6) AS openings,
               floor(t.sign_ins * (sum(signs_in) OVER upto / nullif(sum(signs_in) OVER whole, 0))
                     + 1e-6) AS sign_ins,
               floor(t.failures * (sum(fails) OVER upto / nullif(sum(fails) OVER whole, 0))
                     + 1e-6) AS failures
        FROM wished JOIN demo_total t USING (group_number)
        WINDOW whole AS (PARTITION BY group_number),
               upto AS (PARTITION BY group_number ORDER BY h, number, day
                        ROWS UNBOUNDED PRECEDING)
    )
    SELECT number, person_id, stratum_id, around_the_clock, day, h,
           (openings - lag(openings, 1, 0) OVER upto)::int AS openings,
           (sign_ins - lag(sign_ins, 1, 0) OVER upto)::int AS sign_ins,
           (failures - lag(failures, 1, 0) OVER upto)::int AS failures
    FROM running
    WINDOW upto AS (PARTITION BY group_number ORDER BY h, number, day)
"""
# Times are seconds from midnight in London, so that they keep their distance in the night in which
# the clocks go back. Nothing happens within the last half hour of a day, so that each day's
# openings are its own. A person opens no record twice within two days, apart from those opened
# again at once.
KEEP: Final = f"""
    INSERT INTO analytics_usageevent (
        at, source_id, subject, local_date, person_id, stratum_id, intake_id, source, kind,
        in_emergency)
    WITH slot AS (
        SELECT cell.*, j, %(first_id)s + 10 * row_number() OVER () AS id
        FROM (
            SELECT number, person_id, stratum_id, day, openings, sign_ins, failures,
                   number * 99991::bigint + (day - '2000-01-01') * 9973 AS first_record,
                   (day::timestamp AT TIME ZONE 'Europe/London')
                       + begins * interval '1 second' AS begins,
                   lasts / greatest(openings, sign_ins, failures) AS apart
            FROM demo_cell
            CROSS JOIN LATERAL (
                SELECT CASE WHEN NOT around_the_clock THEN 28800 + ((h >> 20) & 4095)
                            WHEN (h >> 32) & 7 < 4 THEN 25200 + ((h >> 20) & 2047)
                            WHEN (h >> 32) & 7 < 7 THEN 48600 + ((h >> 20) & 2047)
                            ELSE 300 END AS begins,
                       CASE WHEN around_the_clock THEN 28200.0::float8 ELSE 29400 END AS lasts
            ) AS shift
            WHERE openings + sign_ins + failures > 0
            ORDER BY day
        ) AS cell
        CROSS JOIN LATERAL generate_series(1, greatest(openings, sign_ins, failures)) AS j
    ), decided AS (
        SELECT id, day, person_id, stratum_id, first_record + j AS record, c,
               begins + apart * (j - 1 + ((c >> 48) & 255) / 256.0::float8)
                   * interval '1 second' AS at,
               CASE WHEN j <= sign_ins THEN 1 ELSE 0 END
                   | CASE WHEN j <= failures THEN 2 ELSE 0 END
                   | CASE WHEN j > openings THEN 0 ELSE
                       8 | CASE WHEN ((c >> 18) & 255) < 38 THEN 4 ELSE 0 END
                         | CASE WHEN ((c >> 26) & 255) < %(reads)s THEN 16 ELSE 0 END
                         | CASE WHEN ((c >> 34) & 255) < 13 THEN 32 ELSE 0 END
                         | CASE WHEN ((c >> 10) & 255) < 10 THEN 64 ELSE 0 END
                     END AS does
        FROM slot CROSS JOIN LATERAL hashint8extended(id, %(seed)s) AS c
        OFFSET 0  -- decided once for all kinds
    )
    SELECT at + interval '1 second' * CASE e.number
               WHEN 0 THEN -90 + ((c >> 42) & 31)
               WHEN 1 THEN -120 + ((c >> 42) & 15)
               WHEN 2 THEN -40 + ((c >> 42) & 31)
               WHEN 4 THEN 15 + ((c >> 42) & 127)
               WHEN 5 THEN 30 + ((c >> 40) & 255)
               WHEN 6 THEN {AGAIN_AFTER} + ((c >> 42) & 1023)
               ELSE 0 END,
           id + e.number,
           CASE WHEN e.number >= 3 THEN hashint8extended(record %% 4000037, 7) END,
           day, person_id, stratum_id, %(intake)s, {EventSource.CARRIED_OVER:d},
           CASE WHEN e.number = 1 AND (c & 15) = 7 THEN {UsageKind.LOCKED_OUT:d} ELSE e.kind END,
           e.number >= 3 AND (c & 1023) < 3
    FROM decided
    JOIN (VALUES
        (0, {UsageKind.SIGN_IN:d}), (1, {UsageKind.FAILED_SIGN_IN:d}), (2, {UsageKind.SEARCH:d}),
        (3, {UsageKind.OPEN:d}), (4, {UsageKind.SECTION:d}), (5, {UsageKind.DOCUMENT:d}),
        (6, {UsageKind.OPEN:d})
    ) AS e (number, kind) ON does & (1 << e.number) > 0
"""
