"""Reporting a problem with an entry, from the entry itself."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.codes import JobRole, OrganizationKind
from helpdesk.codes import Channel, EntryProblem, TicketCategory
from helpdesk.models import Queue, Ticket
from helpdesk.presenters.record_context import present_record_context
from records.codes import RecordSection
from records.models import RecordAccess
from tests.factories.accounts import (
    BoardFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
)
from tests.factories.helpdesk import ConfidentialQueueFactory, QueueFactory
from tests.factories.records import (
    DocumentContentFactory,
    FeedFactory,
    PatientFactory,
    RecordEntryFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def queues():
    QueueFactory.create()
    ConfidentialQueueFactory.create()
    return Queue.objects


@pytest.fixture
def entry(queues):
    feed = FeedFactory.create(code="radbrook")
    patient = SourcePatientFactory.create(feed=feed).patient
    return RecordEntryFactory.create(patient=patient, feed=feed)


@pytest.fixture
def me(client, sign_in, clinician):
    sign_in(client, clinician)
    return clinician.active_role


def url_of(entry):
    return reverse("helpdesk:entry_report", args=[entry.patient_id, entry.id])


def sealed_in(response):
    found = re.search(r'name="sealed" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def report(client, entry, **answers):
    filled = {
        "sealed": sealed_in(client.get(url_of(entry))),
        "problem": EntryProblem.WRONG_VALUE,
        "text": "The dose was halved last week.",
        "could_harm": "no",
        "token": str(uuid4()),
        **answers,
    }
    return client.post(url_of(entry), filled)


class TestThePage:
    def test_says_what_will_be_sent_and_what_not(self, client, me, entry):
        text = client.get(url_of(entry)).content.decode()

        for words in ("Problems", "Condition", "Radbrook Green Surgery", "Not sent"):
            assert words in text
        assert "Testwell" not in text
        assert "Asthma" not in text

    def test_is_written_down(self, client, me, entry):
        client.get(url_of(entry))

        assert RecordAccess.objects.get().kind == "report"

    def test_asks_the_database_twelve_times_at_most(
        self, client, me, entry, django_assert_max_num_queries
    ):
        client.get(url_of(entry))

        with django_assert_max_num_queries(14):  # twelve, and the savepoint that tests add
            client.get(url_of(entry))

    def test_is_not_found_for_an_entry_that_one_may_not_see(self, client, me, entry):
        unshared = FeedFactory.create(shared_with=[BoardFactory.create(ods_code="QUA")])
        hidden = RecordEntryFactory.create(patient=entry.patient, feed=unshared)

        assert client.get(url_of(hidden)).status_code == 404

    def test_is_refused_to_a_role_without_records(self, client, sign_in, engineer, entry):
        sign_in(client, engineer)

        assert client.get(url_of(entry)).status_code == 403

    def test_is_closed_to_strangers(self, client, entry):
        assert client.get(url_of(entry)).status_code == 302

    @pytest.mark.parametrize("page", ["section_detail", "entry_detail"])
    def test_is_linked_from_every_entry(self, client, me, entry, page):
        key = RecordSection.PROBLEMS if page == "section_detail" else entry.id

        text = client.get(reverse(f"records:{page}", args=[entry.patient_id, key])).text

        assert url_of(entry) in text

    def test_is_linked_from_a_letter(self, client, me, entry):
        content = DocumentContentFactory.create(patient=entry.patient)
        letter = RecordEntryFactory.create(
            patient=entry.patient,
            feed=entry.feed,
            resource_type="DocumentReference",
            section=RecordSection.DOCUMENTS,
            resource={
                "resourceType": "DocumentReference",
                "content": [{"attachment": {"url": f"Binary/{content.sha256}"}}],
            },
        )
        address = [entry.patient_id, letter.id, content.sha256]

        text = client.get(reverse("records:document_detail", args=address)).text

        assert url_of(letter) in text

    def test_adds_no_question_to_a_section(self, client, me, entry, django_assert_max_num_queries):
        for _ in range(60):
            RecordEntryFactory.create(patient=entry.patient, feed=entry.feed)
        url = reverse("records:section_detail", args=[entry.patient_id, RecordSection.PROBLEMS])
        client.get(url)

        with django_assert_max_num_queries(14):
            client.get(url)


class TestReporting:
    def test_opens_a_ticket_that_refers_to_the_entry(self, client, me, entry):
        response = report(client, entry)

        ticket = Ticket.objects.get()
        assert response.url == reverse("helpdesk:request_sent", args=[ticket.number])
        assert ticket.subject == "Wrong entry: Problems"
        assert (ticket.channel, ticket.category) == (Channel.RECORD, TicketCategory.DATA_QUALITY)
        assert (ticket.requester, ticket.organization) == (me.user, me.organization)
        captured = ticket.context["record_entry"]
        assert (captured["patient"], captured["entry"]) == (str(entry.patient_id), str(entry.id))
        assert (captured["feed"], captured["source"]) == ("radbrook", "M82016")
        assert captured["viewer_role"] == JobRole.CLINICIAN
        assert captured["viewer_organization"] == me.organization.ods_code

    def test_takes_an_entry_of_another_person_for_a_matter_of_safety_and_of_privacy(
        self, client, me, entry
    ):
        report(client, entry, problem=EntryProblem.WRONG_PERSON)

        ticket = Ticket.objects.get()
        assert ticket.has_safety_flag
        assert ticket.has_governance_flag
        assert ticket.is_restricted
        assert ticket.queue.is_confidential

    def test_flags_what_could_harm(self, client, me, entry):
        report(client, entry, could_harm="yes")

        ticket = Ticket.objects.get()
        assert ticket.has_safety_flag
        assert not ticket.has_governance_flag

    def test_goes_to_data_quality_where_the_source_is(self, client, me, entry):
        elsewhere = BoardFactory.create(ods_code="QUA", name="Black Country ICB")
        trust = OrganizationFactory.create(kind=OrganizationKind.ACUTE, parent=elsewhere)
        feed = FeedFactory.create(organization=trust)
        SourcePatientFactory.create(feed=feed, patient=entry.patient)
        theirs = RecordEntryFactory.create(patient=entry.patient, feed=feed)
        queue = QueueFactory.create(
            code="dq-black-country", region=elsewhere, categories=[TicketCategory.DATA_QUALITY]
        )
        QueueFactory.create(
            code="dq-shropshire",
            region=BoardFactory.create(),
            categories=[TicketCategory.DATA_QUALITY],
        )

        report(client, theirs)

        assert Ticket.objects.get().queue == queue

    def test_makes_one_ticket_of_a_form_that_is_sent_twice(self, client, me, entry):
        token = str(uuid4())

        report(client, entry, token=token)
        report(client, entry, token=token)

        assert Ticket.objects.count() == 1

    @pytest.mark.parametrize("sealed", ["", "forged"])
    def test_takes_nothing_that_the_server_did_not_capture(self, client, me, entry, sealed):
        response = report(client, entry, sealed=sealed)

        assert not Ticket.objects.exists()
        assert "The dose was halved last week." in response.content.decode()
        assert sealed_in(response)

    def test_takes_no_seal_of_another_entry(self, client, me, entry):
        other = RecordEntryFactory.create(patient=entry.patient, feed=entry.feed)

        report(client, entry, sealed=sealed_in(client.get(url_of(other))))

        assert not Ticket.objects.exists()

    def test_takes_no_seal_of_somebody_else(self, client, sign_in, me, entry):
        sealed = sealed_in(client.get(url_of(entry)))
        colleague = PractitionerRoleFactory.create(organization=HospitalFactory.create())
        sign_in(client, colleague.user)

        report(client, entry, sealed=sealed)

        assert not Ticket.objects.exists()

    def test_keeps_what_was_typed_where_something_is_missing(self, client, me, entry):
        response = report(client, entry, problem="")

        assert not Ticket.objects.exists()
        assert "The dose was halved last week." in response.content.decode()


class TestWhatTheDeskSees:
    def test_is_the_section_the_source_and_the_feed(self, client, me, entry):
        report(client, entry)

        record = present_record_context(Ticket.objects.get())
        assert record is not None
        text = render_to_string("helpdesk/_record_context.html", {"record": record})

        for words in ("It says something wrong", "Problems", "Radbrook Green Surgery", "radbrook"):
            assert words in text
        assert "Asthma" not in text

    def test_is_nothing_where_a_ticket_is_about_no_entry(self, client, me, entry):
        assert present_record_context(Ticket()) is None


def rows_with_words():
    """Return all that the helpdesk's tables hold, as one text."""
    words = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name LIKE 'helpdesk%%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')  # noqa: S608 — its own name
            words += [row for (row,) in cursor.fetchall()]
    return "\n".join(words)


NAMES = st.text(alphabet="BCDFGHJKLMNPQRSTVWXYZ", min_size=7, max_size=12)


class TestNoWordOfAPatient:
    @given(
        names=st.tuples(NAMES, NAMES),
        born=st.dates(min_value=date(1900, 1, 1), max_value=date(2015, 12, 31)),
        says=NAMES,
        problem=st.sampled_from(list(EntryProblem)),
        section=st.sampled_from([each for each in RecordSection if each != "person-demographics"]),
    )
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_reaches_a_ticket(  # noqa: PLR0913, PLR0917 — each thing that could leak
        self, client, me, entry, names, born, says, problem, section
    ):
        patient = PatientFactory.create(
            family_name=names[0],
            given_names=names[1],
            birth_date=born,
            postcode="ZQ7 9XJ",
        )
        SourcePatientFactory.create(feed=entry.feed, patient=patient)
        about = RecordEntryFactory.create(
            patient=patient,
            feed=entry.feed,
            section=section,
            display=says,
            author=f"Dr {names[0]}",
            source_id=f"Condition/{names[1]}",
            resource={"resourceType": "Condition", "code": {"text": says}},
        )

        response = report(client, about, problem=problem)

        assert response.status_code == 302
        kept = rows_with_words()
        assert str(about.id) in kept
        told = (patient.nhs_number, *names, born.isoformat(), "ZQ7 9XJ", says)
        assert [word for word in told if word.lower() in kept.lower()] == []
