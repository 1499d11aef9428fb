"""How well the service runs: each part by its room's own figures, for whom one may see."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.codes import OrganizationKind
from analytics.measures.quality import MEASURES
from analytics.models import ExportLine
from tests.factories.accounts import HospitalFactory, OrganizationFactory
from tests.factories.analytics import an_analyst
from tests.factories.quality import counted_compliance, page_times, resolved_tickets
from tests.factories.records import FeedFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
YESTERDAY = date(2026, 11, 24)
LAST_WEEK = date(2026, 11, 16)
RECORD = "records:record_detail"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def analyst(client, sign_in):
    role = an_analyst()
    sign_in(client, role.user)
    return role


@pytest.fixture
def hospital(analyst):
    return HospitalFactory.create(parent=analyst.organization, short_name="Severn General")


@pytest.fixture
def elsewhere():
    board = OrganizationFactory.create(kind=OrganizationKind.ICB)
    return OrganizationFactory.create(parent=board, short_name="Trent General")


def words(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def look(client, **query):
    return words(client.get(reverse("analytics:quality"), query))


def take(client, what, fmt="csv", **query):
    return client.get(reverse("analytics:quality_export", args=[what, fmt]), query)


def lines(client, what, **query):
    response = take(client, what, **query)
    assert response.status_code == 200
    return response.content.decode("utf-8-sig").splitlines()


class TestPageTimes:
    def test_says_by_when_most_pages_were_there(self, client, analyst):
        page_times(RECORD, 300, 90, on=YESTERDAY)
        page_times(RECORD, 2_000, 10, on=YESTERDAY)
        page_times(RECORD, 90, 100, on=YESTERDAY, is_felt=False)

        [_, row, *_] = lines(client, "pages")

        name, felt, p75, p95, before, server, server_p75, _ = row.split(",")
        assert (name, felt, server) == ("Record: summary", "100", "100")
        assert 250 <= int(p75) <= 320
        assert 1_700 <= int(p95) <= 2_100
        assert before == "–"
        assert 70 <= int(server_p75) <= 95

    def test_says_nothing_of_pages_that_few_opened(self, client, analyst):
        page_times("records:passage_list", 300, 19, on=YESTERDAY)

        text = look(client)

        assert "Records: passage list * * *" in text
        assert "* is a figure that is not shown" in text
        assert "Too few of this page" in text

    def test_rounds_how_often_a_page_was_seen(self, client, analyst):
        page_times(RECORD, 300, 34, on=YESTERDAY)

        assert lines(client, "pages")[1].split(",")[1] == "30"

    def test_leaves_today_out_and_no_day_in_between(self, client, analyst):
        page_times(RECORD, 300, 50, on=date(2026, 11, 25))
        page_times(RECORD, 300, 40, on=date(2026, 11, 22))

        found = lines(client, "days", days="7")

        assert [line.split(",")[:2] for line in found[1:8]] == [
            ["18 Nov 2026", "0"], ["19 Nov 2026", "0"], ["20 Nov 2026", "0"], ["21 Nov 2026", "0"],
            ["22 Nov 2026", "40"], ["23 Nov 2026", "0"], ["24 Nov 2026", "0"],
        ]  # fmt: skip

    def test_holds_a_page_against_the_days_before(self, client, analyst):
        page_times(RECORD, 300, 50, on=YESTERDAY)
        page_times(RECORD, 1_000, 50, on=YESTERDAY - timedelta(days=7))

        before = lines(client, "pages", days="7")[1].split(",")[4]

        assert 840 <= int(before) <= 1_010

    def test_leaves_out_what_nobody_can_ask_for(self, client, analyst):
        text = look(client, days="999", page="/records/7/")

        assert "28 Oct 2026 to 24 Nov 2026" in text


class TestFeeds:
    def test_names_the_late_ones_of_the_viewers_organizations(
        self, client, analyst, hospital, elsewhere
    ):
        FeedFactory.create(
            organization=hospital, name="Severn letters", last_received_at=NOW - timedelta(days=9)
        )
        FeedFactory.create(organization=hospital, name="Severn results", last_received_at=NOW)
        FeedFactory.create(organization=elsewhere, name="Trent letters", shared_with=[])

        text = look(client)

        assert "1 feed of 2 brought nothing for longer than was agreed: Severn letters." in text
        assert "Trent letters" not in text


class TestTickets:
    def test_says_how_many_were_resolved_in_time(self, client, analyst, hospital, elsewhere):
        resolved_tickets(20, in_time=15, week=LAST_WEEK, region=hospital)
        resolved_tickets(40, in_time=0, week=LAST_WEEK, region=elsewhere)

        assert "75 % of tickets with a target were resolved in time" in look(client)
        assert lines(client, "tickets")[-1].startswith("16 Nov 2026,20,20,20,75")

    def test_leaves_out_the_week_that_is_not_over(self, client, analyst, hospital):
        resolved_tickets(20, in_time=15, week=date(2026, 11, 23), region=hospital)

        assert "No ticket with a target was resolved in these weeks" in look(client)

    def test_withholds_weeks_of_few_tickets(self, client, analyst, hospital):
        resolved_tickets(4, in_time=4, week=LAST_WEEK, region=hospital)

        assert "16 Nov 2026,*,*,*,*,0" in lines(client, "tickets")


class TestCompliance:
    def test_is_of_rounded_counts_by_organization(self, client, analyst, hospital, elsewhere):
        counted_compliance(hospital, required=41, held=33, on=YESTERDAY)
        counted_compliance(elsewhere, required=40, held=0, on=YESTERDAY)

        assert lines(client, "training")[1] == "Severn General,40,35,88,–"
        assert "Trent General" not in look(client)

    def test_stands_by_what_may_be_seen(self, client, analyst, hospital):
        other = OrganizationFactory.create(parent=analyst.organization, short_name="A Surgery")
        counted_compliance(hospital, required=40, held=20, on=YESTERDAY)
        counted_compliance(other, required=3, held=0, on=YESTERDAY)

        found = lines(client, "training")

        assert [line.split(",")[0] for line in found[1:3]] == ["Severn General", "A Surgery"]

    def test_draws_the_lowest_and_has_all_in_the_table(self, client, analyst):
        for held in range(15, 37):
            place = OrganizationFactory.create(
                parent=analyst.organization, short_name=f"Surgery {held}"
            )
            counted_compliance(place, required=40, held=held, on=YESTERDAY)

        page = look(client)

        assert "The chart has the lowest 20." in page
        assert len(lines(client, "training")) > 22

    def test_withholds_few_people_of_whom_much_is_required(self, client, analyst, hospital):
        counted_compliance(hospital, required=3, held=1, on=YESTERDAY, competencies=4)

        assert lines(client, "training")[1] == "Severn General,*,*,*,–"


class TestServiceQuality:
    def test_is_refused_to_whom_no_figures_are(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(reverse("analytics:quality")).status_code == 403
        assert take(client, "feeds").status_code == 403

    def test_says_where_there_is_nothing(self, client, analyst):
        text = look(client)

        assert "No page was timed in these days." in text
        assert "No active feed comes from these organisations." in text
        assert "Nobody’s training was counted at these organisations." in text

    def test_leads_each_where_more_is_said(self, client, analyst):
        page = client.get(reverse("analytics:quality")).content.decode()

        assert f'href="{reverse("training:compliance")}"' in page
        assert f'href="{reverse("helpdesk:status")}"' in page

    @pytest.mark.parametrize("measure", MEASURES, ids=[each.code for each in MEASURES])
    def test_rests_on_measures_of_the_dictionary(self, client, analyst, measure):
        response = client.get(reverse("analytics:measure_detail", args=[measure.code]))

        assert measure.definition[:40] in words(response)

    def test_says_of_each_chart_what_is_counted(self, client, analyst, hospital):
        page_times(RECORD, 300, 50, on=YESTERDAY)
        FeedFactory.create(organization=hospital, last_received_at=NOW)
        resolved_tickets(20, in_time=15, week=LAST_WEEK, region=hospital)
        counted_compliance(hospital, required=41, held=33, on=YESTERDAY)

        page = client.get(reverse("analytics:quality")).content.decode()

        for code in ("page-felt-p75", "feeds-in-time", "tickets-in-time", "training-compliance"):
            assert f'href="{reverse("analytics:measure_detail", args=[code])}"' in page

    def test_shows_all_to_who_sees_the_whole_service(self, client, sign_in, hospital, elsewhere):
        sign_in(client, an_analyst(sees_all=True).user)
        counted_compliance(elsewhere, required=40, held=20, on=YESTERDAY)
        resolved_tickets(40, in_time=10, week=LAST_WEEK, region=None)

        text = look(client)

        assert "Trent General" in text
        assert "25 % of tickets" in text

    def test_notes_who_took_a_table(self, client, analyst):
        page_times(RECORD, 300, 50, on=YESTERDAY)

        response = take(client, "pages", "xlsx", days="7")

        assert response.status_code == 200
        line = ExportLine.objects.get()
        assert (line.what, line.rows, line.user) == ("quality-pages", 1, analyst.user)

    @pytest.mark.parametrize(("what", "fmt"), [("people", "csv"), ("pages", "pdf")])
    def test_has_no_other_tables(self, client, analyst, what, fmt):
        assert take(client, what, fmt).status_code == 404

    def test_asks_the_database_sixteen_times_at_most(
        self, client, analyst, hospital, django_assert_max_num_queries
    ):
        for number in range(30):
            page_times(f"helpdesk:page_{number}", 300, 50, on=YESTERDAY)
        FeedFactory.create(organization=hospital, last_received_at=NOW)
        resolved_tickets(20, in_time=15, week=LAST_WEEK, region=hospital)
        counted_compliance(hospital, required=41, held=33, on=YESTERDAY, competencies=5)
        client.get(reverse("analytics:quality"))

        with django_assert_max_num_queries(16):
            client.get(reverse("analytics:quality"))
