"""The record opens only to those who are trained: each standing at each kind of door."""

from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import revoke_competency
from accounts.codes import JobRole
from accounts.models import PractitionerRole
from core import record_gate
from core.record_gate import StandingState
from records import urls
from records.codes import RecordSection
from records.http import asks_for_training
from records.models import EmergencyPassage, RecordAccess
from tests.factories.accounts import (
    PASSWORD,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.gate import stands, the_record_asks, trained_until
from tests.factories.records import (
    DocumentContentFactory,
    FeedFactory,
    RecordEntryFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db

OPEN, DUE, GRACE = StandingState.OPEN, StandingState.DUE, StandingState.GRACE
LAPSED, NEVER = StandingState.LAPSED, StandingState.NEVER
GATE = reverse("records:training_needed")
EMERGENCY = {"kind": "urgent-care", "words": "Sepsis in resus, no history to be had."}
# What may be seen without training, and why.
NO_TRAINING_NEEDED = {
    "patient_search": "keeps what was typed and shows nobody; its answer asks",
    "training_needed": "the gate itself",
    "training_continue": "the gate itself",
    "emergency_open": "the gate itself",
    "passage_list": "privacy officers review; names no patient",
    "passage_detail": "privacy officers review; names no patient",
    "access_list": "privacy officers review who looked",
    "feed_list": "engineers run feeds",
    "feed_detail": "engineers run feeds",
    "run_detail": "engineers run feeds",
    "quarantine_list": "engineers mend what feeds sent",
    "quarantined_item_detail": "engineers mend what feeds sent",
    "quarantined_item_retry": "engineers mend what feeds sent",
    "quarantined_item_dismiss": "engineers mend what feeds sent",
    "held_person_detail": "engineers decide whom a feed means",
    "held_person_link": "engineers decide whom a feed means",
}


@pytest.fixture
def patient():
    return SourcePatientFactory.create(feed=FeedFactory.create(code="radbrook")).patient


@pytest.fixture
def doors(patient):
    """Return the address of each kind of page that shows something of a record."""
    entry = RecordEntryFactory.create(patient=patient, feed=FeedFactory.create(code="hospital"))
    content = DocumentContentFactory.create(patient=patient)
    document = [patient.pk, entry.id, content.sha256]
    return {
        "people": reverse("records:patient_list"),
        "summary": reverse("records:record_detail", args=[patient.pk]),
        "section": reverse("records:section_detail", args=[patient.pk, RecordSection.PROBLEMS]),
        "personal": reverse(
            "records:section_detail", args=[patient.pk, RecordSection.PERSON_DEMOGRAPHICS]
        ),
        "entry": reverse("records:entry_detail", args=[patient.pk, entry.id]),
        "document": reverse("records:document_detail", args=document),
        "report": reverse("helpdesk:entry_report", args=[patient.pk, entry.id]),
    }


@pytest.fixture
def asked():
    return the_record_asks()


@pytest.fixture
def summary(patient):
    return reverse("records:record_detail", args=[patient.pk])


def enter(client, user, url="/"):
    """Sign in by the form, as people do, on the way to a page."""
    answer = client.post(
        reverse("accounts:sign_in"),
        {"username": user.username, "password": PASSWORD, "next": url},
    )
    assert answer.status_code == 302
    return client.get(answer["Location"])


def next_of(response):
    parts = urlsplit(response["Location"])
    assert parts.path == GATE
    return parse_qs(parts.query)["next"][0]


def is_open(client, url):
    return client.get(url).status_code == 200


class TestEachDoor:
    def test_of_the_records_room_asks_unless_it_is_listed(self):
        open_to_all = {
            pattern.name
            for pattern in urls.urlpatterns
            if not asks_for_training("records", pattern.callback)
        }

        assert open_to_all == set(NO_TRAINING_NEEDED)

    @pytest.mark.parametrize("state", [GRACE, LAPSED, NEVER])
    def test_leads_to_what_is_needed(self, client, sign_in, clinician, asked, doors, state):
        sign_in(client, stands(clinician, state))

        for url in doors.values():
            assert next_of(client.get(url)) == url
        assert not RecordAccess.objects.exists()

    @pytest.mark.parametrize("state", [OPEN, DUE])
    def test_opens_to_the_trained(self, client, sign_in, clinician, asked, doors, state):
        sign_in(client, stands(clinician, state))

        for name in ("people", "summary", "section", "personal", "entry", "report"):
            assert is_open(client, doors[name])

    def test_opens_to_all_where_nothing_is_asked(self, client, sign_in, clinician, summary):
        sign_in(client, clinician)

        assert is_open(client, summary)

    def test_answers_a_fragment_by_leading_the_page(self, client, sign_in, clinician, asked, doors):
        sign_in(client, stands(clinician, LAPSED))
        page = f"http://testserver{doors['summary']}"

        answer = client.get(
            doors["section"], headers={"HX-Request": "true", "HX-Current-URL": page}
        )

        assert answer.status_code == 403
        assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == [doors["summary"]]

    def test_answers_a_script_in_json(self, client, sign_in, clinician, asked, doors):
        sign_in(client, stands(clinician, NEVER))

        answer = client.get(doors["summary"], headers={"Accept": "application/json"})

        assert answer.status_code == 403
        assert answer.json()["location"].startswith(GATE)

    def test_answers_a_frame_in_plain_words(self, client, sign_in, clinician, asked, doors):
        sign_in(client, stands(clinician, LAPSED))

        answer = client.get(f"{doors['document']}content")

        assert answer.status_code == 403
        assert answer["Content-Type"].startswith("text/plain")
        assert "until your training is up to date" in answer.content.decode()

    def test_loses_no_search_that_was_typed(self, client, sign_in, clinician, asked, patient):
        sign_in(client, stands(clinician, GRACE))

        answer = client.post(reverse("records:patient_search"), {"q": patient.nhs_number})
        gate = client.get(answer["Location"])
        on = client.post(reverse("records:training_continue"), {"next": next_of(gate)})

        assert client.get(on["Location"])["Location"] == reverse(
            "records:record_detail", args=[patient.pk]
        )

    def test_stays_shut_where_the_question_cannot_be_answered(
        self, client, sign_in, clinician, summary, monkeypatch
    ):
        def fail(role: object, *, on: date) -> None:
            raise LookupError

        monkeypatch.setattr(record_gate._registry, "read", fail)
        sign_in(client, clinician)
        client.raise_request_exception = False

        assert client.get(summary).status_code == 500
        assert not RecordAccess.objects.exists()


class TestWhoIsAsked:
    def test_privacy_officers_and_engineers_are_not_unless_a_rule_says_so(
        self, sign_in, privacy_officer, engineer, patient
    ):
        rule = the_record_asks(job_role=JobRole.CLINICIAN)
        officer, mender = Client(), Client()
        sign_in(officer, privacy_officer)
        sign_in(mender, engineer)
        assert is_open(officer, reverse("records:patient_list"))
        assert is_open(mender, reverse("records:feed_list"))

        rule.job_role = ""
        rule.save()
        again = Client()
        sign_in(again, privacy_officer)

        assert next_of(again.get(reverse("records:patient_list")))
        assert is_open(again, reverse("records:access_list", args=[patient.pk]))

    def test_each_role_of_a_person_is_asked_for_its_own(self, client, clinician, summary):
        the_record_asks(job_role=JobRole.NURSE)
        nurse = PractitionerRoleFactory.create(
            user=clinician, job_role=JobRole.NURSE, organization=SurgeryFactory.create()
        )
        doctor = clinician.practitioner_roles.get(job_role=JobRole.CLINICIAN)
        enter(client, clinician)

        take_up(client, doctor)
        assert is_open(client, summary)
        take_up(client, nurse)
        assert next_of(client.get(summary)) == summary
        take_up(client, doctor)
        assert is_open(client, summary)

    def test_the_worst_of_several_counts(self, client, sign_in, clinician, asked, summary):
        the_record_asks("confidentiality")
        stands(clinician, LAPSED)
        sign_in(client, stands(clinician, DUE, "confidentiality"))

        page = client.get(client.get(summary)["Location"]).content.decode()

        assert "Your training has lapsed" in page
        assert "Record safe use" in page
        assert "Confidentiality" not in page


def take_up(client, role: PractitionerRole):
    answer = client.post(reverse("accounts:role_switch"), {"role": str(role.pk)})
    assert answer["Location"] == "/"


class TestWhenItIsAsked:
    def test_never_inside_a_session(self, client, clinician, asked, summary, time_machine):
        time_machine.move_to(datetime.fromisoformat("2026-11-23T22:30:00Z"))
        grant = trained_until(clinician, date(2026, 11, 23))
        enter(client, clinician)
        assert is_open(client, summary)

        for minutes in (40, 80, 120):
            time_machine.shift(timedelta(minutes=40))
            assert is_open(client, summary), f"cut off after {minutes} minutes"
        revoke_competency(source=grant.source, by=clinician, at=grant.granted_at)
        assert is_open(client, summary)

        client.post(reverse("accounts:sign_out"))
        assert urlsplit(enter(client, clinician, summary)["Location"]).path == GATE

    def test_counts_from_the_sign_in_and_not_from_the_first_record(
        self, client, clinician, asked, summary, time_machine
    ):
        time_machine.move_to(datetime.fromisoformat("2026-11-23T23:40:00Z"))
        trained_until(clinician, date(2026, 11, 23))
        enter(client, clinician)

        time_machine.shift(timedelta(minutes=30))

        assert is_open(client, summary)

    def test_anew_each_time_until_the_course_is_passed(self, client, nurse, asked, summary):
        enter(client, nurse)
        assert next_of(client.get(summary)) == summary

        stands(nurse, OPEN)

        assert is_open(client, summary)

    def test_costs_a_record_session_nothing(
        self, client, clinician, asked, summary, django_assert_max_num_queries
    ):
        enter(client, stands(clinician, DUE))
        client.get(summary)

        with django_assert_max_num_queries(14):  # twelve, and the savepoint that tests add
            client.get(summary)

    def test_costs_the_first_page_three_questions(
        self, clinician, asked, django_assert_num_queries
    ):
        role = PractitionerRole.objects.select_related("organization").get(user=clinician)
        stands(clinician, LAPSED)

        with django_assert_num_queries(3):
            record_gate.standing_of(role, on=date(2026, 11, 23))


class TestNeverTrained:
    def test_is_told_what_to_do_and_has_no_other_way(self, client, nurse, asked, summary):
        home = enter(client, nurse).content.decode()
        assert "You need training before you open records" in home
        assert "Find a person" not in home.split("<main")[1]

        page = client.get(client.get(summary)["Location"]).content.decode()
        assert "You need training before you open records" in page
        assert reverse("training:course_for", args=["record-safe-use"]) in page
        assert "Open records in an emergency" not in page

        answer = client.post(reverse("records:emergency_open"), {**EMERGENCY, "next": summary})
        assert answer.status_code == 409
        assert not EmergencyPassage.objects.exists()
        assert next_of(client.get(summary)) == summary


class TestDue:
    def test_is_told_calmly_how_many_days_are_left(self, client, clinician, asked, summary):
        stands(clinician, DUE)

        for page in (enter(client, clinician), client.get(summary)):
            assert "Your training runs out in 12 days" in page.content.decode()
        assert "Your training" not in client.get(reverse("helpdesk:home")).content.decode()


class TestGrace:
    def test_is_stopped_once_and_goes_on_by_a_click(self, client, clinician, asked, summary):
        enter(client, stands(clinician, GRACE))
        gate = client.get(summary)["Location"]
        assert "Continue to records" in client.get(gate).content.decode()
        assert next_of(client.get(summary)) == summary

        on = client.post(reverse("records:training_continue"), {"next": summary})

        assert on["Location"] == summary
        assert "Your training ran out on" in client.get(summary).content.decode()
        assert client.get(gate)["Location"] == summary

    def test_shows_no_recent_record_before(self, client, sign_in, clinician, patient, summary):
        sign_in(client, clinician)
        client.get(summary)
        the_record_asks()
        stands(clinician, GRACE)
        fresh = Client()

        enter(fresh, clinician)

        text = fresh.get("/").content.decode()
        assert "TESTWELL" not in text
        assert "They stand here once you have gone on to records" in text
        fresh.post(reverse("records:training_continue"), {"next": "/"})
        assert "TESTWELL" in fresh.get("/").content.decode()

    def test_is_no_way_round_for_others(self, client, clinician, asked, summary):
        enter(client, stands(clinician, LAPSED))

        answer = client.post(reverse("records:training_continue"), {"next": summary})

        assert answer.status_code == 200
        assert next_of(client.get(summary)) == summary


class TestLapsed:
    def test_is_led_to_the_refresher_after_sign_in_once(self, client, clinician, asked):
        first = enter(client, stands(clinician, LAPSED), reverse("helpdesk:home"))

        assert next_of(first) == reverse("helpdesk:home")
        page = client.get(first["Location"]).content.decode()
        assert "Start the refresher" in page
        assert f'href="{reverse("helpdesk:home")}">Go on without records' in page
        assert is_open(client, reverse("helpdesk:home"))
        assert "Your training has lapsed" in client.get("/").content.decode()

    def test_is_not_led_there_in_a_role_that_reads_no_records(self, client, desk_agent, asked):
        assert enter(client, stands(desk_agent, LAPSED)).status_code == 200

    def test_passes_in_an_emergency_that_is_written_down(self, client, clinician, asked, summary):
        enter(client, stands(clinician, LAPSED))

        answer = client.post(reverse("records:emergency_open"), {**EMERGENCY, "next": summary})

        assert answer["Location"] == summary
        text = client.get(summary).content.decode()
        assert "Emergency access: your training has lapsed." in text
        assert "Every record you open is reviewed." in text
        passage = EmergencyPassage.objects.get()
        assert (passage.user, passage.words) == (clinician, EMERGENCY["words"])
        assert passage.competencies == ["Record safe use"]
        assert RecordAccess.objects.get().passage == passage

    def test_passes_until_the_session_ends(self, client, clinician, asked, summary):
        enter(client, stands(clinician, LAPSED))
        client.post(reverse("records:emergency_open"), EMERGENCY)
        assert is_open(client, summary)

        client.post(reverse("accounts:sign_out"))

        assert next_of(enter(client, clinician, summary)) == summary

    def test_needs_a_reason(self, client, clinician, asked, summary):
        enter(client, stands(clinician, LAPSED))

        page = client.post(
            reverse("records:emergency_open"), {"kind": "", "words": " ", "next": summary}
        ).content.decode()

        assert "Say what the emergency is" in page
        assert "Say in a sentence why it cannot wait" in page
        assert not EmergencyPassage.objects.exists()

    def test_needs_no_emergency_once_it_is_renewed(self, client, clinician, asked, summary):
        enter(client, stands(clinician, LAPSED))
        client.post(reverse("records:emergency_open"), EMERGENCY)
        stands(clinician, OPEN)

        client.get("/")
        client.get(summary)

        assert RecordAccess.objects.get().passage is None

    def test_goes_nowhere_else(self, client, clinician, asked):
        enter(client, stands(clinician, GRACE))

        answer = client.post(
            reverse("records:training_continue"), {"next": "https://elsewhere.invalid/"}
        )

        assert answer["Location"] == reverse("records:patient_list")


class TestReviewOfPassages:
    @pytest.fixture
    def passage(self, client, clinician, asked, summary):
        enter(client, stands(clinician, LAPSED))
        client.post(reverse("records:emergency_open"), {**EMERGENCY, "next": summary})
        client.get(summary)
        return EmergencyPassage.objects.get()

    def test_officers_see_who_and_what_and_no_patient_by_name(
        self, sign_in, privacy_officer, passage, patient, django_assert_max_num_queries
    ):
        officer = Client()
        sign_in(officer, privacy_officer)
        with django_assert_max_num_queries(12):
            listed = officer.get(reverse("records:passage_list")).content.decode()
        with django_assert_max_num_queries(14):
            shown = officer.get(reverse("records:passage_detail", args=[passage.pk]))

        text = shown.content.decode()
        assert passage.user_name in listed
        assert "1 record" in listed
        assert EMERGENCY["words"] in text
        looked = reverse("records:access_list", args=[patient.pk])
        assert looked in text
        assert "TESTWELL" not in text
        assert reverse("records:passage_detail", args=[passage.pk]) in (
            officer.get(looked).content.decode()
        )
        assert RecordAccess.objects.filter(kind="review", user=privacy_officer).count() == 2

    def test_is_refused_to_others_and_unknown_to_other_boards(
        self, client, sign_in, privacy_officer, passage
    ):
        pages = [
            reverse("records:passage_list"),
            reverse("records:passage_detail", args=[passage.pk]),
        ]
        assert [client.get(page).status_code for page in pages] == [403, 403]

        officer = Client()
        privacy_officer.practitioner_roles.update(organization=OrganizationFactory.create())
        sign_in(officer, privacy_officer)

        assert "Nobody has used emergency access" in officer.get(pages[0]).content.decode()
        assert officer.get(pages[1]).status_code == 404
        unknown = reverse("records:passage_detail", args=[uuid4()])
        assert officer.get(unknown).status_code == 404
