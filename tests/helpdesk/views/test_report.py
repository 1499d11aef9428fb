"""The page that says how the desk does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from helpdesk.actions.measuring import measure_tickets
from helpdesk.actions.reporting import add_up_weeks
from tests.factories.helpdesk import QueueFactory, make_ticket

pytestmark = pytest.mark.django_db

REPORT = "/helpdesk/desk/report/"


def counted():
    measure_tickets()
    add_up_weeks(at=timezone.now())


class TestReport:
    def test_shows_figures_that_lead_to_tickets_and_says_what_they_mean(
        self, client, sign_in, team_lead
    ):
        make_ticket(at=timezone.now(), subject="Counted")
        counted()
        sign_in(client, team_lead)

        html = client.get(REPORT).content.decode()
        link = html.split('class="ohc-number ohc-right" data-label="Opened"><a href="')[1]
        behind = client.get(link.split('"')[0].replace("&amp;", "&")).content.decode()

        assert "What the words mean" in html
        assert "so far" in html
        assert "Counted" in behind

    def test_compares_queues_regions_and_categories(self, client, sign_in, team_lead):
        make_ticket(at=timezone.now())
        make_ticket(at=timezone.now(), queue=QueueFactory.create(code="access"))
        counted()
        sign_in(client, team_lead)

        for by, name in (("queue", "Access"), ("category", "Software"), ("region", "Shropshire")):
            assert name in client.get(f"{REPORT}?by={by}").content.decode()

    @pytest.mark.parametrize("query", ["?by=x&weeks=x&queue=x", "?weeks=52&category=training"])
    def test_takes_any_address_and_no_tickets(self, client, sign_in, team_lead, query):
        sign_in(client, team_lead)

        answer = client.get(REPORT + query)

        assert "Nothing happened to tickets" in answer.content.decode()

    def test_strangers_and_callers_are_refused(self, client, sign_in, clinician, desk_agent):
        assert client.get(REPORT).url.startswith("/accounts/sign-in/")
        sign_in(client, clinician)
        assert client.get(REPORT).status_code == 403
        sign_in(client, desk_agent)
        assert client.get(REPORT).status_code == 200

    def test_asks_no_more_questions_for_more_tickets(self, client, sign_in, team_lead):
        sign_in(client, team_lead)
        client.get(REPORT)
        asked = []
        for made in (1, 6):
            for _ in range(made):
                make_ticket(at=timezone.now())
            counted()
            with CaptureQueriesContext(connection) as queries:
                client.get(REPORT)
            asked.append(len(queries))

        assert asked[0] == asked[1] <= 12
