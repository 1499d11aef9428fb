"""What the record asks once it is open is never worth the page."""

import logging
from datetime import UTC, datetime
from uuid import UUID

import pytest

from core import record_prompts
from core.record_prompts import RecordOpened, RecordPrompt, find_prompt, register_prompt

OPENED = RecordOpened(access_id=7, patient_id=UUID(int=7), at=datetime(2026, 11, 23, 9, tzinfo=UTC))
PROMPT = RecordPrompt(template="a.html", context={})


@pytest.fixture(autouse=True)
def nobody_asks(monkeypatch):
    monkeypatch.setattr(record_prompts, "_asks", [])


def test_nothing_is_asked_where_no_room_asks():
    assert find_prompt(OPENED, role=None) is None


def test_the_first_room_that_has_a_question_puts_it():
    register_prompt(lambda *_, **__: None)
    register_prompt(lambda opened, role: PROMPT if (opened, role) == (OPENED, "me") else None)
    register_prompt(lambda *_, **__: RecordPrompt(template="b.html", context={}))

    assert find_prompt(OPENED, role="me") is PROMPT


def test_a_room_that_fails_stops_nothing_and_tells_the_log_no_words(caplog):
    def fail(*_, **__):
        raise ValueError("what somebody typed")

    register_prompt(fail)
    register_prompt(lambda *_, **__: PROMPT)

    with caplog.at_level(logging.ERROR):
        found = find_prompt(OPENED, role=None)

    assert found is PROMPT
    assert "ValueError" in caplog.text
    assert "typed" not in caplog.text
