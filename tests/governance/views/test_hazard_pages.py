"""The pages of the log of clinical hazards."""

import pytest
import time_machine
from django.urls import reverse

from governance.codes import Capacity, HazardState, MemberRole
from governance.models import Hazard
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_hazard,
    make_member,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(THURSDAY):
        yield


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def officer(committee):
    return make_member(committee, capacities=[Capacity.CLINICAL_SAFETY_OFFICER]).user


@pytest.fixture
def member(committee):
    return make_member(committee).user


@pytest.fixture
def hazard(committee, officer):
    return make_hazard(committee, officer)


@pytest.fixture
def look(client, sign_in):
    """Return how to read a page as somebody."""

    def _look(user, name, *args, **query):
        sign_in(client, user)
        return client.get(reverse(f"governance:{name}", args=args), query)

    return _look


@pytest.fixture
def send(client, sign_in):
    """Return how to send a form as somebody."""

    def _send(user, page_name, /, *args, **typed):
        sign_in(client, user)
        return client.post(reverse(f"governance:{page_name}", args=args), typed)

    return _send


def read(answer):
    return answer.content.decode()


def assessment(kind="initial", severity="major", likelihood="high"):
    said = {"kind": kind, "severity": severity, "likelihood": likelihood, "why": "As tested."}
    return {"choice": "assess", **said}


class TestHazardList:
    @pytest.mark.parametrize("role", [MemberRole.SECRETARY, MemberRole.MEMBER, MemberRole.OBSERVER])
    def test_everybody_of_the_committee_reads_it(self, look, committee, hazard, role):
        assert hazard.name in read(look(make_member(committee, role).user, "hazard_list"))

    def test_a_stranger_finds_nothing(self, look, committee, hazard):
        stranger = viewer().user

        assert hazard.name not in read(look(stranger, "hazard_list", committee=committee.code))
        assert look(stranger, "hazard_detail", hazard.pk).status_code == 404
        assert look(stranger, "hazard_edit", hazard.pk).status_code == 404
        assert look(stranger, "hazard_new", committee.code).status_code == 404

    def test_it_stands_on_its_own_matrix_alone(self, look, send, officer, hazard):
        send(officer, "hazard_detail", hazard.pk, **assessment())

        page = read(look(officer, "hazard_list"))

        shown = [
            cell for cell in page.split('<td class="ohc-heat__cell') if f": {hazard.name}<" in cell
        ]
        assert len(shown) == 1
        assert shown[0].startswith(" ohc-heat__cell--4")
        assert "Mandatory elimination or control" in page
        for word in ("Extreme", "Almost certain", "Appetite"):
            assert word not in page

    def test_many_hazards_take_no_more_queries(
        self, client, look, committee, officer, django_assert_max_num_queries
    ):
        for _ in range(12):
            make_hazard(committee, officer)
        look(officer, "hazard_list")

        with django_assert_max_num_queries(25):
            client.get(reverse("governance:hazard_list"))


class TestHazardDetail:
    def test_from_entering_to_closing(self, send, look, committee, officer):
        day = {"review_on_day": "1", "review_on_month": "2", "review_on_year": "2027"}
        send(
            officer,
            "hazard_new",
            committee.code,
            name="Late result",
            description="A result comes late.",
            owner=str(officer.pk),
            **day,
        )
        hazard = Hazard.objects.get()
        send(officer, "hazard_detail", hazard.pk, **assessment())
        send(
            officer,
            "hazard_detail",
            hazard.pk,
            choice="control",
            kind="design",
            description="Late results stand out.",
        )
        send(officer, "hazard_detail", hazard.pk, **assessment("residual", likelihood="very-low"))
        send(officer, "hazard_detail", hazard.pk, choice="sign", statement="May be accepted.")
        assert "Signed off Thu 19 Nov 2026" in read(look(officer, "hazard_detail", hazard.pk))

        control = hazard.controls.get()
        send(
            officer,
            "control_edit",
            hazard.pk,
            control.pk,
            kind="design",
            description="Late results stand out.",
            evidence="Release 4",
        )
        assert "Changed since sign-off" in read(look(officer, "hazard_detail", hazard.pk))

        send(officer, "hazard_detail", hazard.pk, choice="sign", statement="Still so.")
        send(officer, "hazard_detail", hazard.pk, choice="close", reason="Release 4 is live.")
        hazard.refresh_from_db()
        assert hazard.state == HazardState.CLOSED

    def test_the_secretary_is_not_offered_to_sign(self, look, send, committee, hazard):
        secretary = make_member(committee, MemberRole.SECRETARY).user

        page = read(look(secretary, "hazard_detail", hazard.pk))
        send(secretary, "hazard_detail", hazard.pk, choice="sign", statement="Fine.")

        assert "Assess it" in page
        assert "Sign it off" not in page
        assert not hazard.sign_offs.exists()

    def test_a_member_is_offered_nothing(self, look, member, hazard):
        assert 'name="choice"' not in read(look(member, "hazard_detail", hazard.pk))
        assert look(member, "hazard_edit", hazard.pk).status_code == 403

    def test_why_it_cannot_be_signed_stands_on_the_page(self, send, officer, hazard):
        page = read(
            send(officer, "hazard_detail", hazard.pk, choice="sign", statement="All is well.")
        )

        assert "Assess the initial and the residual risk" in page
        assert "All is well." in page
