"""The API answers with the figures of the pages, to those who may see them."""

import csv
import io
from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from accounts.codes import JobRole
from accounts.models import Organization, PractitionerRole
from analytics.demo.benefits import load_benefits
from analytics.measures.control import CHARTS
from analytics.measures.registry import MEASURES
from core.dates import LONDON
from tests.factories.accounts import (
    BoardFactory,
    HospitalFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.analytics import an_analyst, keep, openings, people, sign_ins, stratum_of
from training.models import TrainingManager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=LONDON)
API = "/api/analytics"
LISTS = ["measures/", "figures/?measure=openings", "today/", "annotations/", "reports/"]
TABLES = [
    "tables/steps/",
    "tables/steps-by/?by=role",
    "tables/retention/",
    "tables/retention/?months=rolling",
    "tables/silent-teams/",
    "tables/control/",
    f"tables/control-chart/?chart={CHARTS[0].code}",
    "tables/benefits/",
    "tables/claims/",
]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hospital() -> Organization:
    """Return a hospital with two months of openings, beside a surgery of another board."""
    hospital = HospitalFactory.create()
    other = SurgeryFactory.create(
        ods_code="M91001", parent=BoardFactory.create(ods_code="QUA", short_name="Another board")
    )
    who, theirs = people(9), people(9)
    mine = stratum_of(hospital)
    keep(
        [
            *openings(101, mine, on=date(2026, 10, 7), people=who),
            *sign_ins(151, mine, on=date(2026, 10, 7), people=who),
            *openings(211, mine, on=date(2026, 9, 7), people=who),
            *openings(307, stratum_of(other), on=date(2026, 10, 7), people=theirs),
        ]
    )
    return hospital


def get(role: PractitionerRole, address: str):
    client = APIClient()
    client.force_login(role.user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"{API}/{address}")


class TestFigures:
    def test_are_those_of_the_page(self, hospital, client):
        role = an_analyst(hospital.parent)

        found = get(role, "figures/?measure=openings&period=3").json()

        client.force_login(role.user, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(reverse("analytics:export", args=["use", "csv"]), {"period": "3"})
        rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
        said = {month["month"]: month["figure"]["value"] for month in found["months"]}
        assert said == {"2026-08-01": 0, "2026-09-01": 211, "2026-10-01": 101}
        assert [{"211", "101"} & set(row) for row in rows if {"211", "101"} & set(row)] == [
            {"211"},
            {"101"},
        ]
        assert found["total"]["value"] == 312
        assert [group["code"] for group in found["groups"]] == [hospital.ods_code]

    def test_of_the_whole_service_have_all_of_it(self, hospital):
        found = get(an_analyst(sees_all=True), "figures/?measure=openings&period=1&by=board").json()

        assert found["total"]["value"] == 408
        assert {each["code"]: each["figure"]["value"] for each in found["groups"]} == {
            "QOC": 101,
            "QUA": 307,
        }

    def test_of_few_people_have_no_value_and_say_why(self, hospital):
        nurses = stratum_of(hospital, JobRole.NURSE)
        keep(openings(17, nurses, on=date(2026, 10, 8), people=people(2)))

        answer = get(an_analyst(hospital.parent), "figures/?measure=openings&period=1&role=nurse")

        total = answer.json()["total"]
        assert total["value"] is None
        assert total["withheld"] == "few-people"
        assert "17" not in str(answer.json()["months"])

    @pytest.mark.parametrize(
        "query",
        [
            "measure=nothing",
            "measure=openings&by=weekday",
            "measure=openings&board=QUA",
            "measure=openings&organization=M91001",
            "measure=openings&period=2026-13_2027-01",
            "measure=openings&role=%00",
            "measure=openings&compare=year",
        ],
    )
    def test_that_cannot_be_asked_for_are_refused_in_words(self, hospital, query):
        answer = get(an_analyst(hospital.parent), f"figures/?{query}")

        assert answer.status_code == 400
        assert "307" not in answer.text

    def test_of_today_are_counted_so_far(self, hospital):
        who = people(6)
        keep(sign_ins(23, stratum_of(hospital), on=NOW.date(), people=who))

        found = get(an_analyst(hospital.parent), "today/").json()

        assert {each["measure"]: each["so_far"] for each in found["figures"]}["sign-ins"] == 23


class TestMeasures:
    def test_are_all_listed_and_each_says_how_it_is_counted(self, hospital):
        role = an_analyst(hospital.parent)

        listed = get(role, "measures/").json()

        assert [each["code"] for each in listed] == [each.code for each in MEASURES]
        assert "SELECT" in get(role, "measures/openings/").json()["plain_sql"]
        assert get(role, "measures/nothing/").status_code == 404


class TestTables:
    @pytest.mark.parametrize("address", TABLES)
    def test_have_rows_as_wide_as_their_headings(self, hospital, address):
        load_benefits(NOW)

        answer = get(an_analyst(hospital.parent), address)

        assert answer.status_code == 200, answer.text
        table = answer.json()
        assert all(len(row) == len(table["headings"]) for row in table["rows"])

    @pytest.mark.parametrize(
        "address",
        [
            "tables/retention/?months=lunar",
            "tables/control-chart/",
            "tables/benefits/?scenario=dream",
            "tables/benefits/?basis=hope",
            "tables/steps/?organization=M91001",
        ],
    )
    def test_refuse_what_they_cannot_say(self, hospital, address):
        load_benefits(NOW)

        assert get(an_analyst(hospital.parent), address).status_code == 400

    @pytest.mark.parametrize("address", ["tables/secrets/", "tables/residents/?kind=moon"])
    def test_that_are_not_there_are_not_found(self, hospital, address):
        assert get(an_analyst(hospital.parent), address).status_code == 404

    def test_tell_nothing_of_other_boards(self, hospital):
        load_benefits(NOW)
        role = an_analyst(hospital.parent)

        for address in (*TABLES, *LISTS):
            said = get(role, address).text
            assert "M91001" not in said
            assert "Radbrook" not in said


class TestAccess:
    @pytest.mark.parametrize("address", [*LISTS, *TABLES])
    def test_clinicians_are_refused_and_strangers_sent_away(self, address):
        assert get(PractitionerRoleFactory.create(), address).status_code == 403
        assert APIClient().get(f"{API}/{address}").status_code == 401

    def test_a_manager_sees_the_own_organisation(self, hospital):
        role = PractitionerRoleFactory.create(organization=hospital)
        TrainingManager.objects.create(user=role.user, organization=hospital)

        found = get(role, "figures/?measure=openings&period=1").json()

        assert found["total"]["value"] == 101

    def test_the_document_describes_every_call(self):
        GENERATOR_STATS.reset()

        document = SchemaGenerator().get_schema(request=None, public=True)

        assert GENERATOR_STATS._warn_cache == {}
        assert GENERATOR_STATS._error_cache == {}
        paths = [path for path in document["paths"] if path.startswith(API)]
        assert len(paths) == 9
