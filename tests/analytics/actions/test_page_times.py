"""What was counted of pages goes into the database once, whatever dies in between."""

from datetime import date

import psycopg
import pytest
from django.db import connection

from analytics.actions.page_times import move_page_times
from analytics.http import PAGE_TIMES, field_of, note_time
from analytics.measures.timing import bucket_of
from analytics.models import PageTime
from core.valkey import connect, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("page-times")]
DAY = date(2026, 11, 23)
PAGE = "records:record_detail"


@pytest.fixture(autouse=True)
def nothing_counted():
    def forget():
        connect().delete(key_of("page-times"), key_of("page-times:taken"))

    forget()
    yield
    forget()


def note(milliseconds, *, is_felt=False):
    note_time(PAGE, milliseconds, is_felt=is_felt, on=DAY)


def kept():
    rows = PageTime.objects.values_list("page", "is_felt", "bucket", "n")
    return {row[:3]: row[3] for row in rows if row[0] == PAGE}


def another_transaction(*, ends_well):
    """Return the number of a transaction of another connection that has ended."""
    held = connection.get_connection_params()
    named = {"dbname", "host", "user", "password", "port"} & held.keys()
    with psycopg.connect(**{name: held[name] for name in named}) as other:
        [[number]] = other.execute("SELECT pg_current_xact_id()::text").fetchall()
        if not ends_well:
            other.rollback()
    return number


def test_counts_are_added_to_those_of_the_day():
    note(80)
    note(80)
    note(900, is_felt=True)
    move_page_times()
    note(80)

    moved = move_page_times()

    assert moved == 1
    assert kept() == {(PAGE, False, bucket_of(80)): 3, (PAGE, True, bucket_of(900)): 1}


def test_nothing_counted_is_nothing_moved():
    assert move_page_times() == 0


def test_what_a_job_took_before_it_was_killed_is_moved_by_the_next():
    note(80)
    PAGE_TIMES.take()
    PAGE_TIMES.sign(another_transaction(ends_well=False))
    note(80)

    move_page_times()

    assert kept() == {(PAGE, False, bucket_of(80)): 2}


def test_what_is_in_the_database_already_is_not_added_again():
    note(80)
    PAGE_TIMES.take()
    PAGE_TIMES.sign(another_transaction(ends_well=True))
    note(900)

    move_page_times()

    assert kept() == {(PAGE, False, bucket_of(900)): 1}


def test_dropping_late_leaves_what_another_has_taken_since():
    note(80)
    PAGE_TIMES.take()
    PAGE_TIMES.sign("7")

    PAGE_TIMES.drop("6")

    assert PAGE_TIMES.take().counts == {field_of(PAGE, 80, is_felt=False, on=DAY): 1}
