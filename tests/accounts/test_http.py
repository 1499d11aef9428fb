from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.codes import SignInEventKind
from accounts.http import BACKGROUND_HEADER
from tests.factories.accounts import (
    PASSWORD,
    HospitalFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
    UserFactory,
)

NINE = "2026-11-23T09:00:00Z"
CHOOSE = "/accounts/role/"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/accounts/?tab=2"}


@pytest.fixture
def clock(time_machine):
    """Return how to set the clock to minutes after nine."""

    def _set(minutes, seconds=0) -> None:
        later = timedelta(minutes=minutes, seconds=seconds)
        start = datetime.fromisoformat(NINE)
        time_machine.move_to(start + later, tick=False)

    _set(0)
    return _set


@pytest.fixture
def doctor(client, clock, clinician):
    """Return a doctor who has just signed in."""
    client.post("/accounts/sign-in/", {"username": clinician.username, "password": PASSWORD})
    return clinician


class TestSessionTimeoutMiddleware:
    def test_keeps_a_session_in_use(self, client, clock, doctor):
        for minutes in (40, 80, 120):
            clock(minutes)
            assert client.get("/").status_code == 200

    def test_ends_a_session_that_nobody_uses(self, client, clock, doctor):
        clock(44, 59)
        assert client.get("/").status_code == 200

        clock(45 + 45)
        response = client.get("/accounts/?tab=1")

        assert response["Location"] == "/accounts/sign-in/?next=%2Faccounts%2F%3Ftab%3D1&ended=idle"
        assert (
            "You were signed out after 45 minutes without use"
            in client.get(response["Location"]).text
        )
        assert doctor.sign_in_events.filter(kind=SignInEventKind.TIMED_OUT).count() == 1
        assert client.get("/")["Location"] == "/accounts/sign-in/?next=%2F"

    def test_ends_a_session_that_has_lasted_too_long(self, client, clock, doctor):
        for minutes in range(0, 12 * 60, 30):
            clock(minutes)
            assert client.get("/").status_code == 200

        clock(12 * 60)
        response = client.get("/")

        assert response["Location"].endswith("ended=limit")
        assert "lasts at most 12 hours" in client.get(response["Location"]).text

    def test_takes_a_lost_form_back_to_its_page(self, client, clock, doctor):
        clock(46)

        response = client.post(
            "/accounts/role/switch/",
            {"role": "x"},
            headers={"Referer": "http://testserver/accounts/"},
        )

        assert response["Location"] == "/accounts/sign-in/?next=%2Faccounts%2F&ended=idle"

    def test_takes_nobody_to_another_site(self, client, clock, doctor):
        clock(46)

        response = client.post(
            "/accounts/role/switch/", headers={"Referer": "https://example.com/"}
        )

        assert response["Location"] == "/accounts/sign-in/?next=&ended=idle"

    def test_sends_the_whole_page_where_a_fragment_was_asked_for(self, client, clock, doctor):
        clock(46)

        response = client.get("/", headers=HTMX)

        assert response.status_code == 401
        assert response.content == b""
        assert response["HX-Redirect"] == (
            "/accounts/sign-in/?next=%2Faccounts%2F%3Ftab%3D2&ended=idle"
        )

    def test_answers_scripts_in_their_language(self, client, clock, doctor):
        clock(46)

        response = client.get("/", headers={"Accept": "application/json"})

        assert response.status_code == 401
        assert response.json()["error"] == "Sign in first."

    def test_does_the_same_for_people_who_never_signed_in(self, client, db):
        assert client.get("/", headers=HTMX)["HX-Redirect"].startswith("/accounts/sign-in/")
        assert client.get("/", headers={"Accept": "application/json"}).status_code == 401

    def test_leaves_public_pages_open(self, client, clock, doctor):
        clock(46)

        assert client.get("/accounts/sign-in/").status_code == 200
        assert client.get("/").status_code == 302

    def test_forgives_a_page_whose_clock_is_fast(self, client, clock, doctor):
        clock(44, 56)

        page = client.get("/accounts/sign-in/?ended=idle")

        assert page.status_code == 200
        assert client.get("/").status_code == 302

    def test_is_not_ended_by_an_address(self, client, clock, doctor):
        clock(44)

        client.get("/accounts/sign-in/?ended=idle")

        assert client.get("/").status_code == 200

    def test_is_not_fooled_by_a_page_that_refreshes_itself(self, client, clock, doctor):
        for minutes in (20, 40, 44):
            clock(minutes)
            assert client.get("/", headers={BACKGROUND_HEADER: "1"}).status_code == 200

        clock(45)

        assert client.get("/", headers={BACKGROUND_HEADER: "1"}).status_code == 302

    def test_writes_at_most_once_a_minute(self, client, clock, doctor, django_assert_num_queries):
        client.get("/accounts/role/")
        clock(0, 59)
        with django_assert_num_queries(3):  # session, person, roles
            client.get("/accounts/role/")

        clock(1)
        client.get("/accounts/role/")

        assert client.session["seen_at"] == int(timezone.now().timestamp())

    def test_tells_the_page_how_long_is_left(self, client, clock, doctor):
        clock(0, 30)

        assert 'data-session-seconds="2670"' in client.get("/").text


class TestActiveRoleMiddleware:
    def test_takes_the_only_role(self, client, clinician, sign_in):
        sign_in(client, clinician)

        page = client.get("/")

        assert page.wsgi_request.active_role.job_title == "A&E doctor"
        assert page.wsgi_request.user.active_role == page.wsgi_request.active_role
        assert "A&amp;E doctor, Shrewsbury and Telford Hospital" in page.text

    def test_asks_those_who_have_several(self, client, clinician, sign_in):
        PractitionerRoleFactory.create(
            user=clinician, organization=SurgeryFactory.create(), job_title="GP"
        )
        sign_in(client, clinician)

        assert client.get("/?a=1")["Location"] == "/accounts/role/?next=%2F%3Fa%3D1"

    def test_says_so_to_those_who_have_none(self, client, db, sign_in):
        sign_in(client, UserFactory.create())

        page = client.get("/", follow=True)

        assert page.redirect_chain[0][0].startswith(CHOOSE)
        assert "You have no current role" in page.text
        assert 'action="/accounts/sign-out/"' in page.text

    @pytest.mark.parametrize(
        "period",
        [
            {"starts_on": date(2999, 1, 1)},
            {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)},
        ],
    )
    def test_leaves_out_roles_of_other_times(self, client, clinician, sign_in, period):
        PractitionerRoleFactory.create(
            user=clinician, organization=SurgeryFactory.create(), **period
        )
        sign_in(client, clinician)

        assert client.get("/").status_code == 200

    def test_ends_a_role_in_the_middle_of_a_session(self, client, clock, doctor):
        role = doctor.practitioner_roles.get()
        assert client.get("/").status_code == 200

        role.ends_on = date(2026, 11, 22)
        role.save()
        page = client.get("/", follow=True)

        assert page.redirect_chain[0][0].startswith(CHOOSE)
        assert "the role you had chosen has ended" in page.text
        assert page.wsgi_request.active_role is None

    def test_does_not_slip_into_another_role_unasked(self, client, clinician, sign_in):
        other = PractitionerRoleFactory.create(
            user=clinician, organization=SurgeryFactory.create(), job_title="GP"
        )
        sign_in(client, clinician)
        client.post("/accounts/role/switch/", {"role": str(other.pk)})

        other.ends_on = date(2021, 1, 1)
        other.save()

        assert "The role you had chosen has ended" in client.get("/", follow=True).text

    def test_ends_when_the_organization_closes(self, client, clinician, sign_in):
        sign_in(client, clinician)
        client.get("/")
        HospitalFactory.create()
        hospital = clinician.active_role.organization
        hospital.is_active = False
        hospital.save()

        assert client.get("/")["Location"].startswith(CHOOSE)

    def test_shuts_out_people_who_have_left(self, client, clinician, sign_in):
        sign_in(client, clinician)
        clinician.is_active = False
        clinician.save()

        assert client.get("/")["Location"].startswith("/accounts/sign-in/")

    def test_asks_fragments_to_go_there_too(self, client, db, sign_in):
        sign_in(client, UserFactory.create())

        assert client.get("/", headers=HTMX)["HX-Redirect"].startswith(CHOOSE)

    def test_has_the_password_changed_first(self, client, clinician, sign_in):
        clinician.must_change_password = True
        clinician.save()
        sign_in(client, clinician)

        for path in ("/", "/accounts/", CHOOSE, "/admin/"):
            assert client.get(path)["Location"].startswith("/accounts/password/?next=")
        assert client.get("/accounts/password/").status_code == 200

    def test_leaves_no_role_on_unknown_addresses_to_chance(self, client, clinician, sign_in):
        sign_in(client, clinician)

        assert client.get("/no-such-page/").status_code == 404

    def test_gives_strangers_no_shell(self, db):
        assert "data-session-seconds" not in Client().get("/accounts/sign-in/").text
