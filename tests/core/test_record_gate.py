from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.base import SessionBase

from core import record_gate
from core.record_gate import PassageTold, Standing, StandingState

TODAY = date(2026, 11, 23)
TOLD = PassageTold(
    passage_id=uuid4(),
    at=datetime(2026, 11, 23, 12, tzinfo=UTC),
    reason="A major incident",
    words="Mrs Secret is here",
    competencies=("Record safe use",),
)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    made = record_gate._Registry()
    monkeypatch.setattr(record_gate, "_registry", made)
    return made


class TestStandingOf:
    def test_is_open_where_no_room_asks_for_anything(self):
        assert record_gate.standing_of(object(), on=TODAY).state == StandingState.OPEN

    def test_is_what_the_room_above_says(self):
        lapsed = Standing(state=StandingState.LAPSED)
        record_gate.register_gate(lambda _role, **_on: lapsed)

        assert record_gate.standing_of("x", on=TODAY) == lapsed

    def test_lets_a_failure_go_on(self):
        def fail(role: object, *, on: date) -> Standing:
            raise LookupError

        record_gate.register_gate(fail)

        with pytest.raises(LookupError):
            record_gate.standing_of("x", on=TODAY)


class TestTellPassage:
    def test_goes_on_after_one_that_fails_and_logs_no_word_of_it(self, caplog):
        heard = []

        def fail(told: PassageTold, *, role: object) -> None:
            raise LookupError(told.words)

        record_gate.register_passage_listener(fail)
        record_gate.register_passage_listener(lambda told, role: heard.append((told, role)))

        record_gate.tell_passage(TOLD, role="x")

        assert heard == [(TOLD, "x")]
        assert f"{TOLD.passage_id} could not be told" in caplog.text
        assert "LookupError" in caplog.text
        assert "Secret" not in caplog.text


class TestBegin:
    def test_forgets_what_was_open(self):
        session = SessionBase()
        session[record_gate.KEPT] = {"role": "x"}

        record_gate.begin(session)

        assert dict(session.items()) == {record_gate.ARRIVING: True}
