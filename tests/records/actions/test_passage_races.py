"""A form that is sent twice at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from core.record_gate import StandingState
from helpdesk.models import Ticket
from records.actions.passages import Emergency, open_passage
from records.codes import EmergencyKind
from records.models import EmergencyPassage
from tests.factories.gate import stands, the_record_asks
from tests.factories.helpdesk import QueueFactory
from tests.factories.training import learner

pytestmark = pytest.mark.django_db(transaction=True)

CLICKS = 6


class TestAtOnce:
    def test_makes_one_passage_and_one_ticket(self):
        the_record_asks()
        QueueFactory.create()
        role = learner()
        stands(role.user, StandingState.LAPSED)
        ready = Barrier(CLICKS)
        emergency = Emergency(kind=EmergencyKind.LIFE, words="Cardiac arrest.")

        def click(_number: int) -> object:
            try:
                connection.ensure_connection()
                ready.wait(timeout=60)
                at = timezone.now()
                return open_passage(role=role, emergency=emergency, session_key="s", at=at).pk
            finally:
                connection.close()

        with ThreadPoolExecutor(CLICKS) as pool:
            keys = set(pool.map(click, range(CLICKS)))

        assert keys == {EmergencyPassage.objects.get().pk}
        assert Ticket.objects.count() == 1
