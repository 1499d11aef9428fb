"""Keeps the search row of a ticket: its subject, what opened it, and every event's words."""

from collections.abc import Collection

from django.db import connection

from helpdesk.codes import Visibility
from helpdesk.models import Ticket, TicketEvent

# PostgreSQL takes a megabyte of words for one ticket; beyond these limits the rest is not found.
LONGEST_TEXT = 20_000
MOST_WORDS = 30_000

SUBJECT = "setweight(to_tsvector('english', %(subject)s), 'A')"
TEXT = "setweight(to_tsvector('english', %(text)s), %(weight)s::\"char\")"

BEGIN = f"""
    INSERT INTO helpdesk_ticketsearch (ticket_id, public_words, all_words)
    VALUES (%(ticket)s, {SUBJECT}, {SUBJECT})
    ON CONFLICT (ticket_id) DO NOTHING
"""  # noqa: S608 — built of constants
ADD_PUBLIC = f"""
    UPDATE helpdesk_ticketsearch
    SET public_words = public_words || {TEXT}, all_words = all_words || {TEXT}
    WHERE ticket_id = %(ticket)s AND length(all_words) < {MOST_WORDS}
"""  # noqa: S608 — built of constants
ADD_INTERNAL = f"""
    UPDATE helpdesk_ticketsearch SET all_words = all_words || {TEXT}
    WHERE ticket_id = %(ticket)s AND length(all_words) < {MOST_WORDS}
"""  # noqa: S608 — built of constants

# Each text is taken apart once; OFFSET keeps the planner from doing it again for each column.
REBUILD = f"""
    INSERT INTO helpdesk_ticketsearch (ticket_id, public_words, all_words)
    SELECT number, public_words, public_words || internal_words
    FROM (
        SELECT t.number,
               setweight(to_tsvector('english', t.subject), 'A')
               || setweight(to_tsvector('english', coalesce(w.first, '')), 'B')
               || setweight(to_tsvector('english', coalesce(w.public, '')), 'C') AS public_words,
               setweight(to_tsvector('english', coalesce(w.internal, '')), 'C') AS internal_words
        FROM helpdesk_ticket t
        LEFT JOIN (
            SELECT e.ticket_id,
                   string_agg(left(x.body, {LONGEST_TEXT}), ' ' ORDER BY e.position)
                       FILTER (WHERE e.position = 1) AS first,
                   string_agg(left(x.body, {LONGEST_TEXT}), ' ' ORDER BY e.position)
                       FILTER (WHERE e.position > 1 AND e.visibility = 'public') AS public,
                   string_agg(left(x.body, {LONGEST_TEXT}), ' ' ORDER BY e.position)
                       FILTER (WHERE e.position > 1 AND e.visibility <> 'public') AS internal
            FROM helpdesk_ticketevent e JOIN helpdesk_eventtext x ON x.event_id = e.id
            WHERE e.ticket_id = ANY(%(tickets)s)
            GROUP BY e.ticket_id
        ) w ON w.ticket_id = t.number
        WHERE t.number = ANY(%(tickets)s)
        OFFSET 0
    ) taken_apart
    ON CONFLICT (ticket_id) DO UPDATE
    SET public_words = excluded.public_words, all_words = excluded.all_words
"""  # noqa: S608 — built of constants


def add_words(ticket: Ticket, event: TicketEvent, text: str) -> None:
    """Make what an event says findable: by all who see the ticket, or by staff alone."""
    values: dict[str, str | int] = {
        "ticket": ticket.number,
        "subject": ticket.subject,
        "text": text[:LONGEST_TEXT],
        "weight": "B" if event.position == 1 else "C",
    }
    with connection.cursor() as cursor:
        if event.position == 1:
            cursor.execute(BEGIN, values)
        if text:
            public = event.visibility == Visibility.PUBLIC
            cursor.execute(ADD_PUBLIC if public else ADD_INTERNAL, values)


def rebuild_words(numbers: Collection[int]) -> None:
    """Make the search rows of tickets anew from what their events still say."""
    with connection.cursor() as cursor:
        cursor.execute(REBUILD, {"tickets": list(numbers)})
