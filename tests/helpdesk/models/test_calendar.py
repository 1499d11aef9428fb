"""What was agreed, and what happened to clocks, is kept by the database as it was written."""

import pytest
from django.db import IntegrityError, transaction

from helpdesk.codes import ClockState, Metric
from helpdesk.models import CalendarVersion, ClockEvent, SlaPolicyVersion, TicketClock
from tests.helpdesk.clock_world import agree, live, london

pytestmark = pytest.mark.django_db


@pytest.fixture
def life():
    agree(Metric.RESOLUTION, 8)
    return live(london("2026-11-24", "09:00"))


class TestAppendOnly:
    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (CalendarVersion, {"is_always_open": True}),
            (SlaPolicyVersion, {"target_seconds": 1}),
            (ClockEvent, {"facts": {}}),
        ],
    )
    def test_versions_and_clock_events_are_neither_changed_nor_removed(self, life, model, change):
        for attempt in (
            lambda: model.objects.update(**change),
            lambda: model.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                attempt()

    def test_a_number_is_given_once(self, life):
        for kept in (CalendarVersion.objects.get(), SlaPolicyVersion.objects.get()):
            kept.pk = None
            kept._state.adding = True
            with pytest.raises(IntegrityError), transaction.atomic():
                kept.save(force_insert=True)


class TestTicketClock:
    def test_a_paused_one_cannot_have_a_deadline(self, life):
        with pytest.raises(IntegrityError, match="paused"), transaction.atomic():
            TicketClock.objects.update(state=ClockState.PAUSED)

    def test_a_ticket_has_one_of_each_metric(self, life):
        clock = life.clock()
        clock.pk = None
        clock._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            clock.save(force_insert=True)
