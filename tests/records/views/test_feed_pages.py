"""The pages with which engineers keep feeds going."""

import pytest
from django.urls import reverse
from django.utils import timezone

from records.actions.identity import entry_digest
from records.codes import ImportFileState, ImportRunState, QuarantineReason, QuarantineState
from records.models import (
    ImportFile,
    ImportRunNote,
    Patient,
    QuarantinedItem,
    RecordAccess,
    RecordEntry,
)
from tests.factories.agreements import TODAY, make_agreement
from tests.factories.records import (
    NOON,
    FeedFactory,
    ImportRunFactory,
    PatientFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db

CONDITION = (
    b'{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},'
    b'"code":{"text":"Asthma"}}'
)


@pytest.fixture
def reader(client, sign_in, engineer):
    sign_in(client, engineer)
    return engineer


@pytest.fixture
def run():
    return ImportRunFactory.create(state=ImportRunState.FINISHED, created=1234, items_total=1300)


def item(run, **kwargs):
    given = {
        "fingerprint": entry_digest(run.feed_id.bytes, "Condition/c1"),
        "file_name": "Condition.ndjson",
        "position": 7,
        "source_id": "Condition/c1",
        "resource_type": "Condition",
        "reason": QuarantineReason.UNKNOWN_PATIENT,
        "explanation": "It is about a person whom this feed has not sent.",
        "raw": CONDITION,
        "first_seen_at": NOON,
        "last_seen_at": NOON,
    } | kwargs
    return QuarantinedItem.objects.create(feed=run.feed, first_run=run, last_run=run, **given)


def page(client, name, *args: object):
    response = client.get(reverse(f"records:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


class TestFeedList:
    def test_says_how_late_each_feed_is(self, client, reader):
        FeedFactory.create(last_received_at=None)

        assert "nothing received yet" in page(client, "feed_list")

    def test_lists_who_is_held_without_naming_them(self, client, reader):
        held = SourcePatientFactory.create(source_id="p78")
        held.patient, held.hold_reason = None, QuarantineReason.LIKELY_MATCH
        held.save()

        text = page(client, "feed_list")

        assert "p78" in text
        assert "Testwell" not in text

    def test_is_refused_to_a_clinician(self, client, sign_in, clinician):
        sign_in(client, clinician)

        assert client.get(reverse("records:feed_list")).status_code == 403


class TestRunDetail:
    def test_shows_what_it_counted_its_files_and_its_log(self, client, reader, run):
        ImportFile.objects.create(
            run=run,
            position=1,
            name="old.xml",
            path="old.xml",
            size=1,
            sha256="",
            state=ImportFileState.REFUSED,
            refusal="This is XML, and the feed agreed to send JSON.",
        )
        ImportRunNote.objects.create(run=run, at=NOON, text="Found 1 file.")

        text = page(client, "run_detail", run.pk)

        assert "1,234" in text
        assert "This is XML" in text
        assert "Found 1 file." in text

    def test_reads_itself_again_while_it_runs(self, client, reader, run):
        run.state = ImportRunState.RUNNING
        run.save()

        assert "hx-trigger" in page(client, "run_detail", run.pk)


class TestQuarantinedItemDetail:
    def test_shows_the_item_whole_with_why_and_what_next(self, client, reader, run):
        text = page(client, "quarantined_item_detail", item(run).pk)

        assert "whom this feed has not sent" in text
        assert "Ask the source to send the person" in text
        assert "Asthma" in text
        assert "Retry now" in text

    def test_writes_down_that_it_was_read(self, client, reader, run):
        kept = item(run)

        page(client, "quarantined_item_detail", kept.pk)

        assert RecordAccess.objects.get(kind="quarantine").entry_id == kept.pk

    def test_shows_hostile_bytes_as_text(self, client, reader, run):
        kept = item(run, raw=b"\xff<script>alert(1)</script>")

        assert "<script>alert" not in page(client, "quarantined_item_detail", kept.pk)


class TestQuarantinedItemRetry:
    def test_puts_the_item_in_once_its_person_is_known(self, client, reader, run):
        kept = item(run)
        SourcePatientFactory.create(feed=run.feed, source_id="p1")

        client.post(reverse("records:quarantined_item_retry", args=[kept.pk]))

        kept.refresh_from_db()
        assert kept.state == QuarantineState.RESOLVED
        assert RecordEntry.objects.get().display == "Asthma"

    def test_says_that_it_still_cannot_go_in(self, client, reader, run):
        kept = item(run)

        response = client.post(
            reverse("records:quarantined_item_retry", args=[kept.pk]), follow=True
        )

        assert "still cannot go in" in response.content.decode()


class TestQuarantinedItemDismiss:
    def test_closes_the_item_with_who_did_it(self, client, reader, run):
        kept = item(run)

        client.post(reverse("records:quarantined_item_dismiss", args=[kept.pk]))

        kept.refresh_from_db()
        assert (kept.state, kept.closed_by) == (QuarantineState.DISMISSED, reader)

    def test_is_refused_to_a_clinician(self, client, sign_in, clinician, run):
        kept = item(run)
        sign_in(client, clinician)

        response = client.post(reverse("records:quarantined_item_dismiss", args=[kept.pk]))

        assert response.status_code == 403


class TestHeldPerson:
    @pytest.fixture
    def held(self, run):
        known = SourcePatientFactory.create(patient=PatientFactory.create(family_name="Testwell"))
        person = SourcePatientFactory.create(feed=run.feed, source_id="p1", patient=known.patient)
        person.patient, person.hold_reason = None, QuarantineReason.LIKELY_MATCH
        person.nhs_number = ""
        person.save()
        item(run, reason=QuarantineReason.PATIENT_HELD, source_patient=person)
        return person, known.patient

    def test_shows_no_address_of_a_restricted_person(self, client, reader, held):
        person, patient = held
        Patient.objects.filter(pk=patient.pk).update(is_restricted=True, postcode="SY9 9ZZ")

        text = page(client, "held_person_detail", person.pk)

        assert "SY9 9ZZ" not in text
        assert "Restricted: not shown" in text

    def test_stands_beside_whom_they_may_be(self, client, reader, held):
        person, _ = held

        text = page(client, "held_person_detail", person.pk)

        assert text.count("TESTWELL, Ada Rose") == 2
        assert "1 item waiting" in text

    def test_is_linked_with_what_waited(self, client, reader, held):
        person, patient = held

        client.post(
            reverse("records:held_person_link", args=[person.pk]), {"patient": str(patient.pk)}
        )

        person.refresh_from_db()
        assert person.patient == patient
        assert RecordEntry.objects.get().patient_id == patient.pk

    def test_becomes_somebody_new(self, client, reader, held):
        person, patient = held

        client.post(reverse("records:held_person_link", args=[person.pk]), {"patient": "new"})

        person.refresh_from_db()
        assert person.patient not in (None, patient)

    def test_is_never_linked_to_one_who_is_no_candidate(self, client, reader, held):
        person, _ = held
        stranger = PatientFactory.create(family_name="Stranger")

        client.post(
            reverse("records:held_person_link", args=[person.pk]), {"patient": str(stranger.pk)}
        )

        person.refresh_from_db()
        assert person.patient is None


class TestQuarantineList:
    def test_is_empty_for_a_feed_that_cannot_be(self, client, reader):
        response = client.get(reverse("records:quarantine_list"), {"feed": "a\x00b"})

        assert response.status_code == 200


class TestWhatOtherRoomsSayOfFeeds:
    """The list, the page of a feed and the home page show it; its agreement is one link away."""

    @pytest.fixture
    def feed(self):
        return FeedFactory.create(code="surgery")

    def test_a_feed_without_an_agreement_says_so_in_the_list(self, client, reader, feed):
        assert "No agreement" in page(client, "feed_list")

    def test_its_page_says_what_is_the_matter(self, client, reader, feed):
        shown = page(client, "feed_detail", feed.code)

        assert "No sharing agreement covers this feed." in shown
        assert reverse("governance:agreement_list") in shown

    def test_the_home_page_says_so_too(self, client, reader, feed):
        assert "No agreement" in client.get(reverse("home")).content.decode()

    def test_an_agreement_that_runs_out_is_named_and_opens(self, client, reader, feed):
        days = (timezone.localdate() - TODAY).days
        agreement = make_agreement(days_left=days + 20, feeds=(feed.code,))

        shown = page(client, "feed_detail", feed.code)

        assert f"Sharing agreement {agreement.reference} runs out in 20 days" in shown
        link = reverse("governance:agreement_detail", args=[agreement.pk])
        assert link in shown
        assert client.get(link).status_code == 200

    def test_a_feed_that_is_covered_has_no_such_words(self, client, reader, feed):
        make_agreement(days_left=500, feeds=(feed.code,))

        shown = page(client, "feed_list")

        assert "No agreement" not in shown
        assert "Agreement runs out" not in shown
