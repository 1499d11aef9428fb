"""Everybody sees how the service is; leads say it, and every page repeats it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import service_notices
from helpdesk.actions.service_status import Said, set_status
from helpdesk.codes import ComponentStatus
from helpdesk.models import StatusNotice
from tests.factories.accounts import BoardFactory
from tests.factories.helpdesk import ServiceComponentFactory

STATUS = "/helpdesk/status/"
LATE = "Results of today are late. Ring the laboratory if you cannot wait."


def say(lead, *, component=None, text=LATE, **said):
    status = said.pop("status", ComponentStatus.DEGRADED)
    notice = set_status(
        component=component or ServiceComponentFactory.create(),
        said=Said(status=status, text=text, **said),
        by=lead.active_role,
        at=timezone.now(),
    )
    service_notices.read_again()
    return notice


class TestStatus:
    def test_tells_how_each_part_is_and_since_when(self, client, sign_in, clinician, team_lead):
        ServiceComponentFactory.create(code="record-viewer")
        say(team_lead)
        sign_in(client, clinician)

        page = client.get(STATUS).text

        assert LATE in page
        assert "since today" in page
        assert "Slow or unreliable" in page
        assert "1 of 2 need attention" in page
        assert "Say how a part is" not in page

    def test_tells_of_work_that_is_ahead(self, client, sign_in, clinician, team_lead):
        tomorrow = timezone.now() + timedelta(days=1)
        say(
            team_lead,
            text="No sign-in for an hour.",
            status=ComponentStatus.MAINTENANCE,
            starts_at=tomorrow,
            ends_at=tomorrow + timedelta(hours=1),
        )
        sign_in(client, clinician)

        page = client.get(STATUS).text

        assert "Planned work" in page
        assert "All working" in page
        assert "No sign-in for an hour." not in client.get("/").text

    def test_is_closed_to_strangers(self, client):
        assert client.get(STATUS).status_code == 302

    def test_needs_few_questions(
        self, client, sign_in, clinician, team_lead, django_assert_max_num_queries
    ):
        for number in range(30):
            say(team_lead, component=ServiceComponentFactory.create(code=f"part-{number}"))
        sign_in(client, clinician)
        client.get(STATUS)

        with django_assert_max_num_queries(9):
            client.get(STATUS)


class TestStatusSet:
    def form(self, **changes):
        component = ServiceComponentFactory.create()
        return {"component": component.pk, "status": "disrupted", "text": LATE, **changes}

    def test_publishes_what_a_lead_says(self, client, sign_in, team_lead):
        sign_in(client, team_lead)

        response = client.post(f"{STATUS}set/", self.form(), follow=True)

        assert LATE in response.text
        assert "within 15 seconds" in response.text

    @pytest.mark.parametrize("person", ["clinician", "desk_agent"])
    def test_is_refused_to_all_others(self, client, sign_in, person, request):
        sign_in(client, request.getfixturevalue(person))

        assert client.get(f"{STATUS}set/").status_code == 403
        assert client.post(f"{STATUS}set/", self.form()).status_code == 403
        assert not StatusNotice.objects.exists()

    def test_asks_for_words(self, client, sign_in, team_lead):
        sign_in(client, team_lead)

        response = client.post(f"{STATUS}set/", self.form(text=""))

        assert "Say in a sentence" in response.text
        assert not StatusNotice.objects.exists()

    def test_plans_work_in_londons_time(self, client, sign_in, team_lead):
        sign_in(client, team_lead)
        day = timezone.localdate() + timedelta(days=3)
        planned = {
            "status": "maintenance",
            "planned_on_day": day.day,
            "planned_on_month": day.month,
            "planned_on_year": day.year,
            "from_time": "18:00",
            "to_time": "20:30",
        }

        client.post(f"{STATUS}set/", self.form(**planned))

        notice = StatusNotice.objects.get()
        assert timezone.localtime(notice.starts_at).hour == 18
        assert notice.ends_at
        assert notice.ends_at - notice.starts_at == timedelta(hours=2, minutes=30)

    def test_what_was_said_before_ends(self, client, sign_in, team_lead):
        sign_in(client, team_lead)
        client.post(f"{STATUS}set/", self.form())

        client.post(f"{STATUS}set/", self.form(status="operational", text=""))

        assert StatusNotice.objects.get().ends_at is not None

    def test_a_number_typed_there_becomes_a_reference(self, client, sign_in, team_lead):
        sign_in(client, team_lead)

        client.post(f"{STATUS}set/", self.form(text="Nothing shows for 999 012 3454."))

        assert "999" not in StatusNotice.objects.get().text


class TestBanner:
    def test_stands_on_home_and_on_the_page_of_everybody_there(
        self, client, sign_in, clinician, team_lead
    ):
        say(team_lead)
        sign_in(client, clinician)

        page = client.get("/").text

        assert LATE in page
        assert reverse("helpdesk:status") in page

    def test_is_not_for_another_region(self, client, sign_in, clinician, team_lead):
        elsewhere = BoardFactory.create(ods_code="QUA")
        say(team_lead, component=ServiceComponentFactory.create(region=elsewhere))
        sign_in(client, clinician)

        assert LATE not in client.get("/").text

    def test_strangers_read_only_what_is_marked_for_them(self, client, team_lead):
        say(team_lead)
        say(
            team_lead,
            component=ServiceComponentFactory.create(code="sign-in", region=None),
            text="Smartcards are refused now and then.",
            is_for_strangers=True,
        )

        page = client.get("/accounts/sign-in/").text

        assert "Smartcards are refused" in page
        assert LATE not in page

    def test_goes_when_it_works_again(self, client, sign_in, clinician, team_lead):
        notice = say(team_lead)
        sign_in(client, team_lead)
        client.post(f"{STATUS}notices/{notice.pk}/withdraw/")
        service_notices.read_again()

        assert LATE not in client.get("/").text
