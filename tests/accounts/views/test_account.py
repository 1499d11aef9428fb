from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.codes import SignInEventKind
from tests.factories.accounts import PASSWORD, PractitionerRoleFactory, SurgeryFactory, UserFactory

CHANGE = "/accounts/password/"
NEW = "four quiet otters downstream"


def change(client, old=PASSWORD, new=NEW, **more):
    return client.post(CHANGE, {"old_password": old, "new_password": new, **more})


class TestAccount:
    def test_shows_who_one_is_and_what_one_may_do(self, client, clinician, sign_in):
        PractitionerRoleFactory.create(
            user=clinician,
            organization=SurgeryFactory.create(),
            job_title="Locum",
            ends_on=date(2021, 6, 30),
        )
        sign_in(client, clinician)

        page = client.get("/accounts/").text

        assert clinician.username in page
        assert "in use now" in page
        assert "from 1 January 2020 to 30 June 2021" in page
        assert "ended" in page

    def test_tells_of_the_last_sign_in_and_of_failures_since(self, clinician, time_machine):
        clock = [(9, PASSWORD), (10, "wrong"), (11, "wrong"), (12, PASSWORD)]
        client = Client()
        for hour, password in clock:
            time_machine.move_to(f"2026-11-23T{hour:02}:00:00Z", tick=False)
            client.post(
                "/accounts/sign-in/", {"username": clinician.username, "password": password}
            )

        page = client.get("/accounts/").text

        assert "You last signed in on 23 November 2026, 09:00." in page
        assert "2 attempts with a wrong password since then" in page

    def test_tells_newcomers_that_they_are_new(self, client, clinician):
        client.post("/accounts/sign-in/", {"username": clinician.username, "password": PASSWORD})

        assert "This is the first time that you have signed in." in client.get("/accounts/").text

    def test_opens_for_people_without_a_role(self, client, db, sign_in):
        sign_in(client, UserFactory.create())

        page = client.get("/accounts/").text

        assert "You have never had a role" in page
        assert 'action="/accounts/sign-out/"' in page


class TestPasswordChange:
    def test_ends_every_other_session(self, clinician, sign_in):
        here, elsewhere = Client(), Client()
        sign_in(here, clinician)
        sign_in(elsewhere, clinician)
        before = here.session.session_key

        response = change(here, next="/accounts/")

        assert response["Location"] == "/accounts/"
        assert "Your password is changed" in here.get("/accounts/").text
        assert here.session.session_key != before
        assert elsewhere.get("/")["Location"].startswith("/accounts/sign-in/")
        clinician.refresh_from_db()
        assert clinician.check_password(NEW)
        assert clinician.sign_in_events.get().kind == SignInEventKind.PASSWORD_CHANGED

    def test_explains_the_rules(self, client, clinician, sign_in):
        sign_in(client, clinician)

        page = client.get(CHANGE).text

        assert "at least 12 characters" in page
        assert "commonly used" in page

    @pytest.mark.parametrize(
        ("new", "why"),
        [
            ("short", "too short"),
            ("international", "too common"),
            ("person-username", "too similar to the username"),
            (PASSWORD, "not your current one"),
            ("", "Enter new password"),
        ],
    )
    def test_refuses_a_weak_password_and_says_why(self, client, sign_in, new, why):
        user = PractitionerRoleFactory.create(user__username="person-username").user
        sign_in(client, user)

        response = change(client, new=new)

        assert response.status_code == 200
        assert why in response.text
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_needs_the_current_password(self, client, clinician, sign_in):
        sign_in(client, clinician)

        response = change(client, old="a guess")

        assert response.status_code == 200
        assert "That is not your current password" in response.text
        assert clinician.sign_in_events.get().kind == SignInEventKind.FAILURE

    def test_locks_guesses_at_an_unlocked_screen(self, client, clinician, sign_in):
        sign_in(client, clinician)

        statuses = [change(client, old=f"guess {number}").status_code for number in range(6)]

        assert statuses == [200] * 4 + [429] * 2
        assert change(client).status_code == 429

    def test_frees_those_who_had_to_change_it(self, client, clinician, sign_in):
        clinician.must_change_password = True
        clinician.save()
        sign_in(client, clinician)
        assert "Somebody else set your password" in client.get(CHANGE).text

        change(client)

        assert client.get("/").status_code == 200


class TestSessionExtend:
    def test_tells_a_script_how_long_is_left(self, client, clinician, sign_in, time_machine):
        time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
        sign_in(client, clinician)
        client.get("/")
        time_machine.move_to("2026-11-23T09:44:00Z", tick=False)

        response = client.post("/accounts/session/extend/", headers={"Accept": "*/*"})

        assert response.json() == {"seconds_left": 2700}
        assert client.session["seen_at"] == int(timezone.now().timestamp())

    def test_brings_a_form_back_to_its_page(self, client, clinician, sign_in):
        sign_in(client, clinician)

        response = client.post(
            "/accounts/session/extend/",
            headers={"Accept": "text/html", "Referer": "http://testserver/accounts/"},
        )

        assert response["Location"] == "/accounts/"

    def test_keeps_nothing_that_has_ended(self, client, clinician, sign_in, time_machine):
        time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
        sign_in(client, clinician)
        client.get("/")
        time_machine.move_to("2026-11-23T09:46:00Z", tick=False)

        response = client.post("/accounts/session/extend/", headers={"Accept": "*/*"})

        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/sign-in/")
