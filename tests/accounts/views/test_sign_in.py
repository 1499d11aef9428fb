import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from accounts.codes import SignInEventKind
from accounts.models import SignInEvent
from tests.factories.accounts import PASSWORD, PractitionerRoleFactory, UserFactory

SIGN_IN = "/accounts/sign-in/"
WRONG = "The user name or the password is wrong"


def attempt(client, name, password, **more):
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


def kinds_of(user):
    return list(user.sign_in_events.order_by("pk").values_list("kind", flat=True))


class TestSignIn:
    def test_opens_the_home_page(self, client, clinician):
        response = attempt(client, clinician.username, PASSWORD)

        assert response.status_code == 302
        assert response["Location"] == "/"
        assert client.get("/").status_code == 200
        assert kinds_of(clinician) == [SignInEventKind.SUCCESS]

    @pytest.mark.parametrize("change", [str.upper, str.lower])
    def test_takes_an_e_mail_address_or_a_name_in_any_capitals(self, client, clinician, change):
        for name in (clinician.email, clinician.username):
            assert attempt(Client(), change(name), PASSWORD).status_code == 302

    def test_says_the_same_of_an_unknown_name_and_a_wrong_password(self, client, clinician):
        unknown = attempt(client, "nobody.here", PASSWORD)
        wrong = attempt(client, clinician.username, "not the password")

        assert unknown.status_code == wrong.status_code == 200
        for response in (unknown, wrong):
            assert WRONG in response.content.decode()
        assert kinds_of(clinician) == [SignInEventKind.FAILURE]

    def test_hashes_a_password_for_unknown_names_too(self, client, clinician, monkeypatch):
        hashed = []
        encode = MD5PasswordHasher.encode

        def count(hasher, password, salt) -> str:
            hashed.append(password)
            return encode(hasher, password, salt)

        monkeypatch.setattr(MD5PasswordHasher, "encode", count)

        attempt(client, "nobody.here", "first")
        attempt(client, clinician.username, "second")

        assert hashed.count("first") == hashed.count("second") == 1

    def test_keeps_no_name_that_nobody_has(self, client, db):
        attempt(client, "correct horse battery", "x")

        event = SignInEvent.objects.get()

        assert event.user is None
        assert event.ip_address == "127.0.0.1"

    def test_never_sends_the_password_back(self, client, clinician):
        response = attempt(client, clinician.username, "not the password")

        assert "not the password" not in response.content.decode()
        assert clinician.username in response.content.decode()

    def test_refuses_people_who_have_left(self, client, clinician):
        clinician.is_active = False
        clinician.save()

        assert attempt(client, clinician.username, PASSWORD).status_code == 200

    def test_refuses_an_address_that_two_people_share(self, client, db):
        UserFactory.create(email="team@demo.invalid")
        UserFactory.create(email="team@demo.invalid")

        assert attempt(client, "team@demo.invalid", PASSWORD).status_code == 200

    def test_asks_for_what_is_missing(self, client, db):
        page = client.post(SIGN_IN, {}).content.decode()

        assert "Enter user name or e-mail address" in page
        assert "Enter password" in page

    def test_makes_a_new_session_key(self, client, clinician):
        client.get(SIGN_IN)
        session = client.session
        session["planted"] = True
        session.save()
        before = session.session_key

        attempt(client, clinician.username, PASSWORD)

        assert client.session.session_key != before

    def test_needs_the_token_of_its_form(self, clinician):
        strict = Client(enforce_csrf_checks=True)

        assert attempt(strict, clinician.username, PASSWORD).status_code == 403

    def test_goes_on_to_the_page_that_was_asked_for(self, client, clinician):
        first = client.get("/accounts/?tab=1")
        assert first["Location"] == f"{SIGN_IN}?next=%2Faccounts%2F%3Ftab%3D1"
        assert 'name="next" value="/accounts/?tab=1"' in client.get(first["Location"]).text

        response = attempt(client, clinician.username, PASSWORD, next="/accounts/?tab=1")

        assert response["Location"] == "/accounts/?tab=1"

    @pytest.mark.parametrize(
        "target",
        [
            "https://example.com/",
            "//example.com/",
            "///example.com",
            "http:///example.com",
            "\\\\example.com",
            "/\\example.com",
            "javascript:alert(1)",
            " https://example.com",
            "http://testserver@example.com/",
            "https://testserver.example.com/",
        ],
    )
    def test_goes_to_no_other_site(self, clinician, target):
        posted = attempt(Client(), clinician.username, PASSWORD, next=target)
        assert posted["Location"] == "/"

        client = Client()
        client.force_login(clinician, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(SIGN_IN, {"next": target})["Location"] == "/"

    def test_lets_those_who_are_signed_in_pass(self, client, clinician, sign_in):
        sign_in(client, clinician)

        assert client.get(SIGN_IN)["Location"] == "/"

    def test_is_kept_by_no_cache(self, client, db):
        assert "no-store" in client.get(SIGN_IN)["Cache-Control"]

    def test_takes_only_get_and_post(self, client, db):
        assert client.put(SIGN_IN).status_code == 405


class TestLockedOut:
    def lock(self, client, name):
        return [attempt(client, name, f"guess {number}") for number in range(5)]

    def test_begins_with_the_fifth_wrong_password(self, client, clinician):
        responses = self.lock(client, clinician.username)

        assert [response.status_code for response in responses] == [200] * 4 + [429]
        assert "for 15 minutes" in responses[-1].text
        assert responses[-1]["Retry-After"] == "900"
        assert kinds_of(clinician) == [SignInEventKind.FAILURE] * 4 + [SignInEventKind.LOCKOUT]

    def test_refuses_the_right_password_too(self, client, clinician):
        self.lock(client, clinician.username)

        assert attempt(client, clinician.username, PASSWORD).status_code == 429
        assert client.get("/").status_code == 302

    def test_counts_name_and_e_mail_address_together(self, client, clinician):
        for name in (clinician.username, clinician.email, clinician.username.upper()):
            attempt(client, name, "guess")
        attempt(client, clinician.email.upper(), "guess")

        assert attempt(client, clinician.username, "guess").status_code == 429

    def test_leaves_other_people_and_places_alone(self, client, clinician):
        colleague = PractitionerRoleFactory.create().user
        self.lock(client, clinician.username)

        assert attempt(Client(), colleague.username, PASSWORD).status_code == 302
        elsewhere = Client(REMOTE_ADDR="192.0.2.7")
        assert attempt(elsewhere, clinician.username, PASSWORD).status_code == 302

    def test_ends_after_its_time(self, client, clinician, time_machine):
        time_machine.move_to("2026-11-23T09:00:00Z", tick=False)
        self.lock(client, clinician.username)

        time_machine.move_to("2026-11-23T09:14:00Z", tick=False)
        assert attempt(Client(), clinician.username, PASSWORD).status_code == 429

        time_machine.move_to("2026-11-23T09:30:00Z", tick=False)
        assert attempt(Client(), clinician.username, PASSWORD).status_code == 302

    def test_forgets_failures_once_signed_in(self, client, clinician):
        for _ in range(4):
            attempt(client, clinician.username, "guess")
        attempt(client, clinician.username, PASSWORD)

        assert attempt(Client(), clinician.username, "guess").status_code == 200

    def test_also_locks_names_that_nobody_has(self, client, db):
        assert self.lock(client, "nobody.here")[-1].status_code == 429


class TestSignOut:
    def test_ends_the_session(self, client, clinician, sign_in):
        sign_in(client, clinician)

        response = client.post("/accounts/sign-out/")

        assert response["Location"] == SIGN_IN
        assert client.get("/")["Location"] == f"{SIGN_IN}?next=%2F"
        assert kinds_of(clinician) == [SignInEventKind.SIGN_OUT]

    def test_is_not_done_by_a_link(self, client, clinician, sign_in):
        sign_in(client, clinician)

        assert client.get("/accounts/sign-out/").status_code == 405
        assert client.get("/").status_code == 200

    def test_leaves_nothing_for_the_back_button(self, client, clinician, sign_in):
        sign_in(client, clinician)

        for name in ("home", "accounts:account", "accounts:role_choose"):
            assert "no-store" in client.get(reverse(name))["Cache-Control"]
