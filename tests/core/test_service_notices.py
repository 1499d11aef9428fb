"""What is said of the service costs pages nothing, and never breaks one."""

import time
from uuid import uuid4

import pytest
from django.db import InterfaceError, connection

from core import service_notices
from core.service_notices import (
    SECONDS_KEPT,
    ServiceNotice,
    board_for,
    board_for_strangers,
    read_again,
    take_as_read,
)

LATE = ServiceNotice(title="Results are late.", text="They come by noon.")


@pytest.fixture
def source(monkeypatch):
    """Have the notices come from a list, which counts how often it was read."""
    held: list[ServiceNotice] = []
    reads: list[int] = []

    def read() -> list[ServiceNotice]:
        reads.append(1)
        return list(held)

    monkeypatch.setattr(service_notices._kept, "read", read)
    read_again()
    return held, reads


def pass_time(monkeypatch, seconds):
    now = time.monotonic()
    monkeypatch.setattr(service_notices, "monotonic", lambda: now + seconds)


class TestBoardFor:
    def test_reads_once_for_many_pages(self, db, source):
        held, reads = source
        held.append(LATE)

        boards = [board_for(None) for _ in range(50)]

        assert all(board.notices == [LATE] for board in boards)
        assert len(reads) == 1

    def test_is_right_within_fifteen_seconds(self, db, source, monkeypatch):
        held, _ = source
        assert board_for(None).notices == []
        held.append(LATE)

        pass_time(monkeypatch, 14.9)

        assert SECONDS_KEPT < 14.9
        assert board_for(None).notices == [LATE]

    def test_shows_the_first_two_and_counts_the_rest(self, db, source):
        held, _ = source
        held.extend([LATE] * 5)

        board = board_for(None)

        assert (len(board.notices), board.more) == (2, 3)

    def test_keeps_to_the_region(self, db, source):
        held, _ = source
        here, elsewhere = uuid4(), uuid4()
        held.append(ServiceNotice(title="Here.", regions=frozenset({here})))

        assert board_for(here).notices
        assert not board_for(elsewhere).notices
        assert board_for(None).notices

    def test_stands_when_the_table_cannot_be_read(self, db, monkeypatch):
        def fail() -> list[ServiceNotice]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM there_is_no_such_table")
            return []

        take_as_read([LATE])
        monkeypatch.setattr(service_notices._kept, "read", fail)
        read_again()

        assert board_for(None).notices == [LATE]
        with connection.cursor() as cursor:  # the page's own transaction goes on
            cursor.execute("SELECT 1")

    def test_asks_no_more_often_when_it_fails(self, db, monkeypatch, source):
        _, reads = source

        for _ in range(5):
            board_for(None)

        assert len(reads) == 1


class TestBoardForStrangers:
    def test_tells_only_what_is_meant_for_them(self, db, source):
        held, _ = source
        public = ServiceNotice(title="Sign-in is slow.", is_for_strangers=True)
        held.extend([LATE, public])

        board = board_for_strangers()

        assert (board.notices, board.url_name) == ([public], "")


class TestUnreachableDatabase:
    def test_leaves_the_page_with_what_was_known(self, db, monkeypatch):
        def fail() -> list[ServiceNotice]:
            raise InterfaceError("the connection is closed")

        take_as_read([LATE])
        monkeypatch.setattr(service_notices._kept, "read", fail)
        read_again()

        assert board_for(None).notices == [LATE]
