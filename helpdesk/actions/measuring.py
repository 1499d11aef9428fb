"""
Works out from events what reports say of tickets, for those that have gone on since.

Set by set in SQL: one by one would take an hour for a quarter of a million tickets.
"""

from typing import Final

from django.db import connection, transaction

from helpdesk.codes import OPEN_STATES

TICKETS_AT_ONCE: Final = 2_000

STALE: Final = """
    SELECT t.number FROM helpdesk_ticket t
    LEFT JOIN helpdesk_ticketmeasure m ON m.ticket_id = t.number
    LEFT JOIN helpdesk_satisfactionrequest q ON q.ticket_id = t.number
    WHERE m.as_of IS DISTINCT FROM t.last_event_id
       OR m.scored_at IS DISTINCT FROM q.answered_at
    ORDER BY t.number LIMIT %(most)s
"""
# Tickets are not locked, so that nobody waits: what goes on meanwhile is measured the next time.
ALONE: Final = "SELECT pg_try_advisory_xact_lock(hashtext('helpdesk.measuring'))"
FORGET_SPELLS: Final = "DELETE FROM helpdesk_openspell WHERE ticket_id = ANY(%(tickets)s)"
FORGET_MEASURES: Final = "DELETE FROM helpdesk_ticketmeasure WHERE ticket_id = ANY(%(tickets)s)"
# A change of many that was taken back is no handover; a caller's own act is no answer.
MEASURE: Final = """
    INSERT INTO helpdesk_ticketmeasure
        (ticket_id, opened_at, answered_at, resolved_at, replies, handovers, reopenings,
         was_answered_in_time, was_resolved_in_time, score, scored_at, counts, as_of)
    WITH happened AS (
        SELECT e.ticket_id, e.at, e.position, e.kind, e.facts,
               e.kind = 'state-changed' AND e.facts ->> 'to' = 'resolved' AS resolves,
               e.kind = 'reply' OR (
                   e.kind = 'state-changed' AND e.visibility = 'public'
                   AND e.actor_id IS DISTINCT FROM t.requester_id
                   AND (e.text_length > 0 OR e.facts ->> 'to' = 'resolved')) AS answers
        FROM helpdesk_ticketevent e JOIN helpdesk_ticket t ON t.number = e.ticket_id
        WHERE e.ticket_id = ANY(%(tickets)s)
    ), resolved AS (
        SELECT ticket_id, min(position) AS position, min(at) AS at
        FROM happened WHERE resolves GROUP BY ticket_id
    ), summed AS (
        SELECT h.ticket_id,
               min(h.at) FILTER (WHERE h.position = 1) AS opened_at,
               min(h.at) FILTER (WHERE h.answers) AS answered_at,
               min(r.at) AS resolved_at,
               count(*) FILTER (WHERE h.kind = 'reply'
                   AND h.position < coalesce(r.position, 2147483647)) AS replies,
               count(*) FILTER (WHERE NOT h.facts ? 'undoes' AND (h.kind = 'moved' OR (
                   h.kind = 'assigned' AND h.facts ->> 'from' <> '' AND h.facts ->> 'to' <> '')))
                   AS handovers,
               count(*) FILTER (WHERE h.kind = 'reopened') AS reopenings
        FROM happened h LEFT JOIN resolved r ON r.ticket_id = h.ticket_id
        GROUP BY h.ticket_id
    )
    SELECT t.number, s.opened_at, s.answered_at, s.resolved_at, s.replies, s.handovers,
           s.reopenings, NOT answer.was_breached, NOT solution.was_breached,
           q.score, q.answered_at, t.state NOT IN ('spam', 'merged'), t.last_event_id
    FROM summed s JOIN helpdesk_ticket t ON t.number = s.ticket_id
    LEFT JOIN helpdesk_ticketclock answer ON answer.ticket_id = t.number
        AND answer.metric = 'first-response' AND answer.state = 'fulfilled'
    LEFT JOIN helpdesk_ticketclock solution ON solution.ticket_id = t.number
        AND solution.metric = 'resolution' AND solution.state = 'fulfilled'
    LEFT JOIN helpdesk_satisfactionrequest q ON q.ticket_id = t.number
"""
# What an event makes of a ticket, open or not; of several alike the first begins or ends a spell.
SPELLS: Final = """
    INSERT INTO helpdesk_openspell (ticket_id, starts_at, ends_at)
    WITH turned AS (
        SELECT e.ticket_id, e.at, e.position,
               CASE WHEN e.kind IN ('opened', 'unmerged') THEN true
                    WHEN e.kind = 'merged' THEN t.state <> 'merged'
                    ELSE e.facts ->> 'to' = ANY(%(open)s) END AS is_open
        FROM helpdesk_ticketevent e JOIN helpdesk_ticket t ON t.number = e.ticket_id
        WHERE e.ticket_id = ANY(%(tickets)s)
          AND e.kind IN ('opened', 'state-changed', 'reopened', 'merged', 'unmerged')
    ), changes AS (
        SELECT ticket_id, at, position, is_open,
               lag(is_open) OVER (PARTITION BY ticket_id ORDER BY position) AS was_open
        FROM turned
    )
    SELECT ticket_id, at, CASE WHEN ends_at IS NOT NULL THEN greatest(at, ends_at) END FROM (
        SELECT ticket_id, at, is_open,
               lead(at) OVER (PARTITION BY ticket_id ORDER BY position) AS ends_at
        FROM changes WHERE is_open IS DISTINCT FROM was_open
    ) spells WHERE is_open
"""


def measure_tickets(*, most: int = TICKETS_AT_ONCE) -> int:
    """
    Measure the tickets that have gone on since they were measured; return how many.

    While another worker does so already there is nothing to do.
    """
    measured = 0
    while number := _measure_some(most):
        measured += number
    return measured


@transaction.atomic
def _measure_some(most: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(STALE, {"most": most})
        tickets = [number for (number,) in cursor.fetchall()]
        if not tickets:
            return 0
        values = {"tickets": tickets, "open": [state.value for state in OPEN_STATES]}
        for statement in (FORGET_SPELLS, FORGET_MEASURES, MEASURE, SPELLS):
            cursor.execute(statement, values)
    return len(tickets)
