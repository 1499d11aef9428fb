"""The question in the record: put seldom, answered once, and never in the way."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.models import PractitionerRole
from analytics.codes import ASKED_ONE_IN, Answer
from analytics.models import SurveyResponse
from analytics.queries.sampling import SALT, find_question, is_chosen, unreadable
from core.dates import LONDON
from core.record_prompts import RecordOpened
from core.valkey import ask_again, connect, key_of
from records.models import RecordAccess
from tests.factories.accounts import PractitionerRoleFactory
from tests.factories.records import SourcePatientFactory
from tests.factories.sampling import next_opening_is

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sampling")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
QUESTION = "How much time did this record save you just now?"


@pytest.fixture(autouse=True)
def nobody_waved_it_away():
    yield
    for kept in ("not-today:*", "open:*"):
        for key in connect().scan_iter(key_of(kept)):
            connect().delete(key)


@pytest.fixture
def record():
    return reverse("records:record_detail", args=[SourcePatientFactory.create().patient_id])


@pytest.fixture
def another_record():
    return reverse("records:record_detail", args=[SourcePatientFactory.create().patient_id])


@pytest.fixture
def reader(client, sign_in, clinician):
    sign_in(client, clinician)
    return clinician


def opened(client, record, *, chosen=True):
    next_opening_is(chosen=chosen)
    response = client.get(record)
    assert response.status_code == 200
    return response.content.decode()


def address_of(text):
    [address] = re.findall(r'<form method="post" action="(/analytics/ask/[^"]+)"', text)
    return address


def tap(client, url, answer, **headers):
    return client.post(url, {"answer": answer}, headers={"HX-Request": "true", **headers})


class TestAsk:
    def test_puts_the_question_at_an_opening_that_is_chosen(self, client, reader, record):
        assert QUESTION in opened(client, record)

    def test_is_silent_at_all_others(self, client, reader, record):
        assert QUESTION not in opened(client, record, chosen=False)

    def test_chooses_about_one_opening_in_fifty_by_its_number_alone(self):
        chosen = [number for number in range(50_000) if is_chosen(number)]

        assert 0.9 < len(chosen) * ASKED_ONE_IN / 50_000 < 1.1
        assert chosen == [number for number in range(50_000) if is_chosen(number)]

    def test_is_silent_in_an_emergency(self, reader):
        role = reader.active_role
        opened = RecordOpened(
            access_id=next_opening_is(chosen=True), patient_id=uuid4(), at=timezone.now()
        )
        role.emergency_passage_id = uuid4()
        assert find_question(opened, role=role, on=timezone.localdate()) is None

        role.emergency_passage_id = None

        other = replace(opened, patient_id=uuid4())
        assert find_question(other, role=role, on=timezone.localdate()) is not None

    def test_does_not_ask_again_at_the_same_opening(self, client, reader, record):
        opened(client, record, chosen=False)

        assert QUESTION not in opened(client, record)

    def test_asks_of_a_record_that_a_colleague_has_open(self, client, sign_in, reader, record):
        colleague = PractitionerRoleFactory.create(organization=reader.active_role.organization)
        sign_in(client, colleague.user)
        opened(client, record, chosen=False)
        sign_in(client, reader)

        assert QUESTION in opened(client, record)

    def test_asks_again_once_it_is_another_opening(self, client, reader, record, time_machine):
        time_machine.move_to("2026-11-23 09:00Z", tick=False)
        client.force_login(reader, backend=BACKEND)
        opened(client, record, chosen=False)
        time_machine.shift(29 * 60)
        assert QUESTION not in opened(client, record)
        time_machine.shift(30 * 60)

        assert QUESTION in opened(client, record)

    def test_leaves_people_alone_for_whom_valkey_cannot_be_asked(
        self, client, reader, record, settings
    ):
        settings.REDIS_URL = "unix:///nowhere/valkey.sock"
        connect.cache_clear()

        text = opened(client, record)

        connect.cache_clear()
        ask_again()
        assert QUESTION not in text

    def test_costs_the_database_nothing(
        self, client, reader, record, another_record, django_assert_num_queries
    ):
        opened(client, record, chosen=False)
        next_opening_is(chosen=True)

        with django_assert_num_queries(14):  # twelve, and the savepoint that tests add
            text = client.get(another_record).content.decode()

        assert QUESTION in text


class TestSurveyAnswer:
    def test_keeps_where_it_was_given_and_nobody(self, client, reader, record):
        url = address_of(opened(client, record))
        access = RecordAccess.objects.latest("pk")

        response = tap(client, url, Answer.UNDER_5)

        assert "Thank you" in response.content.decode()
        kept = SurveyResponse.objects.get()
        role = reader.active_role
        assert kept.answer == Answer.UNDER_5
        assert kept.access == unreadable(access.pk) != access.pk
        assert kept.stratum.organization == role.organization
        assert (kept.stratum.job_role, kept.stratum.care_setting) == (role.job_role, role.setting)
        assert kept.created_at.astimezone(LONDON).strftime("%H:%M:%S") == "00:00:00"
        names = {field.name for field in SurveyResponse._meta.get_fields()}
        assert names - {"id", "created_at", "updated_at"} == {
            "access", "stratum", "asked_on", "answer",
        }  # fmt: skip

    def test_goes_back_to_the_record_without_javascript(self, client, reader, record):
        url = address_of(opened(client, record))

        response = client.post(
            url, {"answer": Answer.NONE}, headers={"Referer": f"http://testserver{record}"}
        )

        assert (response.status_code, response.url) == (302, record)
        assert "Thank you" in client.get(record).content.decode()

    def test_waves_the_question_away_until_midnight(
        self, client, reader, record, another_record, time_machine
    ):
        time_machine.move_to("2026-11-23 15:00Z")
        url = address_of(opened(client, record))

        response = tap(client, url, Answer.DISMISSED)

        assert "not be asked again today" in response.content.decode()
        assert QUESTION not in opened(client, another_record)
        time_machine.move_to("2026-11-24 09:00Z")
        client.force_login(reader, backend=BACKEND)
        assert QUESTION in opened(client, another_record)

    def test_counts_the_first_answer_alone(self, client, reader, record):
        url = address_of(opened(client, record))
        tap(client, url, Answer.NONE)

        response = tap(client, url, Answer.OVER_10)

        assert "answered already" in response.content.decode()
        assert SurveyResponse.objects.get().answer == Answer.NONE

    def test_comes_too_late_after_an_hour(self, client, reader, record, time_machine):
        time_machine.move_to("2026-11-23 09:00Z", tick=False)
        client.force_login(reader, backend=BACKEND)
        url = address_of(opened(client, record))
        time_machine.shift(1801)
        client.get(reverse("home"))
        time_machine.shift(1800)

        response = client.post(
            url, {"answer": Answer.NONE}, headers={"Referer": f"http://testserver{record}"}
        )

        assert (response.status_code, response.url) == (302, record)
        assert "more than an hour ago" in client.get(record).content.decode()
        assert not SurveyResponse.objects.exists()

    @pytest.mark.parametrize(
        "forge", [lambda url: url[:-2] + "x/", lambda _url: "/analytics/ask/x/"]
    )
    def test_is_refused_where_nobody_asked(self, client, reader, record, forge):
        url = forge(address_of(opened(client, record)))

        response = tap(client, url, Answer.NONE)

        assert "not asked here" in response.content.decode()
        assert not SurveyResponse.objects.exists()

    def test_is_refused_to_somebody_else(self, client, sign_in, reader, nurse, record):
        url = address_of(opened(client, record))
        sign_in(client, nurse)

        response = tap(client, url, Answer.NONE)

        assert "not asked here" in response.content.decode()
        assert not SurveyResponse.objects.exists()

    def test_keeps_no_answer_that_there_is_not(self, client, reader, record):
        response = tap(client, address_of(opened(client, record)), "a-lot")

        assert "Choose one" in response.content.decode()
        assert not SurveyResponse.objects.exists()

    def test_tells_in_its_address_no_number_of_the_trail(self, client, reader, record):
        token = address_of(opened(client, record)).split("/")[3]

        question = signing.Signer(salt=SALT).unsign_object(token)

        assert question["access"] != RecordAccess.objects.latest("pk").pk
        assert PractitionerRole.objects.get(pk=question["role"]) == reader.active_role
