"""The pages of adoption: for whom they are, whose people they count, and their files."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.codes import JobRole, OrganizationKind
from analytics.models import ExportLine, Population, UsagePerson
from tests.factories.accounts import (
    BoardFactory,
    CouncilFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.analytics import an_analyst, keep, openings, stratum_of
from tests.factories.gate import the_record_asks, trained_until

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
STEPS = "/analytics/adoption/"
RETENTION = f"{STEPS}retention/"
RESIDENTS = f"{STEPS}residents/"
SILENT = f"{STEPS}silent-teams/"
PAGES = [STEPS, RETENTION, RESIDENTS, SILENT]
# Whoever asks takes six of them: the session, the person, the role, and whose figures they see.
MOST_STATEMENTS = 17


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def team(number, organization, job_role=JobRole.CLINICIAN):
    """Return trained people of an organization."""
    roles = [
        PractitionerRoleFactory.create(organization=organization, job_role=job_role)
        for _ in range(number)
    ]
    for role in roles:
        trained_until(role.user, date(2027, 6, 1))
    return roles


def come(roles, *days, number=1):
    people = [UsagePerson.objects.get_or_create(user=role.user)[0] for role in roles]
    stratum = stratum_of(roles[0].organization, roles[0].job_role, roles[0].setting)
    return [
        each
        for day in days
        for each in openings(number * len(people), stratum, on=day, people=people)
    ]


@pytest.fixture
def world(db):
    """A hospital that uses the service, a silent surgery, and another board's hospital."""
    the_record_asks()
    hospital, surgery = HospitalFactory.create(), SurgeryFactory.create()
    other = BoardFactory.create(ods_code="QUA", short_name="Black Country ICB")
    far = OrganizationFactory.create(ods_code="RL4", short_name="Far Hospital", parent=other)
    the_record_asks("far", organization=other)
    used, silent = team(12, hospital), team(9, surgery, JobRole.NURSE)
    council = CouncilFactory.create()
    Population.objects.create(
        organization=council, counted_on=date(2021, 3, 21), people=320_000, source="Census 2021"
    )
    social = team(6, council, JobRole.SOCIAL_CARE_PROFESSIONAL)
    distant = team(8, far)
    keep(
        come(used, date(2026, 9, 3), date(2026, 10, 8), date(2026, 10, 15), date(2026, 10, 22))
        + come(social, date(2026, 10, 5))
        + come(distant, date(2026, 10, 5))
    )
    return {"silent": silent, "far": far}


def get(client, sign_in, role, url):
    sign_in(client, role.user)
    return client.get(url)


class TestWhoMay:
    @pytest.mark.parametrize("url", [*PAGES, f"{STEPS}files/steps.csv"])
    def test_a_clinician_may_not(self, client, sign_in, clinician, url):
        sign_in(client, clinician)

        assert client.get(url).status_code == 403

    @pytest.mark.parametrize("url", PAGES)
    def test_whoever_has_not_signed_in_is_asked_to(self, client, url):
        assert client.get(url).status_code == 302

    @pytest.mark.parametrize("url", PAGES)
    def test_an_analyst_sees_nothing_of_another_board(self, client, sign_in, world, url):
        response = get(client, sign_in, an_analyst(), url)

        assert response.status_code == 200
        assert "Far Hospital" not in response.content.decode()
        assert "Black Country" not in response.content.decode()

    def test_an_analyst_of_the_service_sees_all(self, client, sign_in, world):
        response = get(client, sign_in, an_analyst(sees_all=True), STEPS)

        assert "Far Hospital" in response.content.decode()

    def test_a_filter_for_others_is_left_out(self, client, sign_in, world):
        response = get(client, sign_in, an_analyst(), f"{STEPS}?organization=RL4")

        assert "There are no figures of this organisation here." in response.content.decode()


@pytest.mark.parametrize("url", PAGES)
def test_a_page_asks_no_more_for_more_people(client, sign_in, world, url):
    role = an_analyst()
    sign_in(client, role.user)
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    keep(come(team(6, HospitalFactory.create(), JobRole.NURSE), date(2026, 9, 9)))

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS


class TestSteps:
    def test_shows_how_far_the_people_of_the_board_have_come(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), STEPS).content.decode()

        assert (
            "On 31 October 2026, 25 people were invited: 25 of them were trained, 20 had used "
            "their account, 20 had opened a record, and 10 opened records weekly."
        ) in page

    def test_a_team_that_never_came_can_be_chosen(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), f"{STEPS}?organization=M82016&by=role")

        assert "10 people were invited: 10 of them were trained, 0 had used" in (
            page.content.decode()
        )

    def test_is_broken_down_by_board_where_there_are_several(self, client, sign_in, world):
        one = get(client, sign_in, an_analyst(), STEPS).content.decode()
        several = get(client, sign_in, an_analyst(sees_all=True), STEPS).content.decode()

        assert "Steps by organisation" in one
        assert "Steps by ICB" in several

    def test_offers_its_tables_as_files(self, client, sign_in, world):
        response = get(client, sign_in, an_analyst(), f"{STEPS}files/steps-by-role.csv?period=3")

        lines = response.content.decode().splitlines()
        assert lines[0].startswith("\ufeffJob role,Invited,Trained,")
        assert lines[1] == "Clinical practitioner,10,10,10,10,10,100"
        line = ExportLine.objects.get()
        assert (line.what, line.selection) == ("adoption-steps-by-role", "period=3&by=role")

    @pytest.mark.parametrize("what", ["steps.pdf", "nothing.csv"])
    def test_knows_no_other_files(self, client, sign_in, world, what):
        assert get(client, sign_in, an_analyst(), f"{STEPS}files/{what}").status_code == 404


class TestRetention:
    def test_shows_who_came_back(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), RETENTION).content.decode()

        assert "67% opened a record again a month later" not in page
        assert "100% opened a record again a month later" in page

    def test_rolling_months_are_counted_from_the_first_day(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), f"{RETENTION}?months=rolling").content.decode()

        assert "counted from the day of their own first opening" in page

    def test_can_be_taken_as_a_workbook(self, client, sign_in, world):
        response = get(client, sign_in, an_analyst(), f"{STEPS}files/retention.xlsx?months=rolling")

        assert response.status_code == 200
        assert ExportLine.objects.get().selection == "months=rolling"


class TestResidents:
    def test_shows_openings_per_1000_residents(self, client, sign_in, world):
        kind = OrganizationKind.LOCAL_AUTHORITY
        page = get(client, sign_in, an_analyst(), f"{RESIDENTS}?kind={kind}").content.decode()

        assert "Openings per 1,000 residents" in page
        assert "320,000" in page

    def test_hospitals_stand_beside_their_trained_people(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), f"{RESIDENTS}?kind=acute").content.decode()

        assert "openings are shown per 100 of their trained people instead" in page

    def test_an_unknown_kind_is_the_first(self, client, sign_in, world):
        assert get(client, sign_in, an_analyst(), f"{RESIDENTS}?kind=castle").status_code == 200


class TestSilentTeams:
    def test_names_the_team_and_leads_to_its_training(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), SILENT).content.decode()

        assert "Radbrook Green Surgery" in page
        assert "/training/compliance/organisations/M82016/?role=nurse" in page
        assert "/helpdesk/new/" in page

    def test_without_any_says_so(self, client, sign_in, world):
        page = get(client, sign_in, an_analyst(), f"{SILENT}?role=health-professional")

        assert "There are no figures of this job role here." in page.content.decode()

    def test_without_any_there_is_no_file(self, client, sign_in):
        assert get(client, sign_in, an_analyst(), f"{STEPS}files/silent-teams.csv").status_code == (
            404
        )


@pytest.mark.parametrize("url", PAGES)
def test_an_empty_service_has_pages(client, sign_in, url):
    assert get(client, sign_in, an_analyst(sees_all=True), url).status_code == 200
