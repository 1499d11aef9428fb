"""How long pages take is counted by the name of their address, and told the browser."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from analytics.http import known_pages
from core.tally import Tally
from core.valkey import address, ask_again, connect, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("page-times")]


@pytest.fixture(autouse=True)
def nothing_counted():
    connect().delete(key_of("page-times"))
    yield
    connect().delete(key_of("page-times"))


def counted():
    fields = [str(field) for field in connect().hgetall(key_of("page-times"))]
    return {tuple(field.split("|")[1:3]) for field in fields}


class TestServerTime:
    def test_is_told_and_counted_of_a_page(self, client, sign_in, clinician):
        sign_in(client, clinician)

        response = client.get(reverse("home"))

        assert re.fullmatch(r'app;dur=\d+\.\d, page;desc="home"', response["Server-Timing"])
        assert counted() == {("home", "0")}

    def test_is_not_counted_of_a_part_of_a_page(self, client, sign_in, clinician):
        sign_in(client, clinician)

        response = client.get(reverse("home"), headers={"HX-Request": "true"})

        assert "page" not in response["Server-Timing"]
        assert counted() == set()

    def test_tells_strangers_nothing(self, client):
        response = client.get(reverse("accounts:sign_in"))

        assert "Server-Timing" not in response
        assert counted() == set()

    def test_is_lost_without_harm_where_valkey_is_away(self):
        tally = Tally("page-times-away")
        with override_settings(REDIS_URL="unix:///nowhere/valkey.sock"):
            connect.cache_clear()
            tally.add(["a"])
            tally.add(["a"])
        connect.cache_clear()
        ask_again()

        assert connect().hgetall(key_of("page-times-away")) == {}


class TestFeltTime:
    def tell(self, client, **values):
        return client.post(reverse("analytics:felt"), values)

    def test_is_counted(self, client, sign_in, clinician):
        sign_in(client, clinician)

        response = self.tell(client, page="records:record_detail", milliseconds=431)

        assert response.status_code == 204
        assert counted() == {("records:record_detail", "1")}

    @pytest.mark.parametrize(
        "values",
        [
            {"page": "records:no_such_page", "milliseconds": 431},
            {"page": "/records/7/", "milliseconds": 431},
            {"page": "home", "milliseconds": 0},
            {"page": "home", "milliseconds": 120_001},
            {"page": "home", "milliseconds": "soon"},
            {},
        ],
    )
    def test_is_refused_where_it_says_nothing_sensible(self, client, sign_in, clinician, values):
        sign_in(client, clinician)

        assert self.tell(client, **values).status_code == 400
        assert counted() == set()

    def test_is_not_taken_from_strangers(self, client):
        assert self.tell(client, page="home", milliseconds=431).status_code == 302
        assert counted() == set()

    def test_is_not_taken_from_other_sites(self, sign_in, clinician):
        client = Client(enforce_csrf_checks=True)
        sign_in(client, clinician)

        assert self.tell(client, page="home", milliseconds=431).status_code == 403
        assert counted() == set()

    def test_is_no_use_of_the_session(self, client, sign_in, clinician, time_machine):
        time_machine.move_to("2026-11-23 09:00Z")
        sign_in(client, clinician)
        client.get(reverse("home"))
        before = client.session["seen_at"]
        time_machine.shift(300)

        client.post(
            reverse("analytics:felt"),
            {"page": "home", "milliseconds": 431},
            headers={"X-Background-Refresh": "1"},
        )

        assert client.session["seen_at"] == before


def test_the_address_of_the_broker_is_put_as_the_client_writes_it():
    assert address("redis+socket:///a%20b/v.sock?virtual_host=2") == "unix:///a b/v.sock?db=2"
    assert address("redis://valkey:6379/0") == "redis://valkey:6379/0"


def test_pages_are_known_by_the_names_of_their_addresses():
    assert {"home", "records:record_detail", "admin:index"} <= known_pages()
