"""The pages of a record as the people who read it meet them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from records.codes import RecordSection
from records.models import Patient, RecordAccess, RecordEntry
from tests.factories.records import (
    NOON,
    DocumentContentFactory,
    FeedFactory,
    PatientFactory,
    RecordEntryFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    patient = PatientFactory.create(family_name="Testwell", given_names="Ada")
    return SourcePatientFactory.create(patient=patient).patient


@pytest.fixture
def reader(client, sign_in, clinician):
    sign_in(client, clinician)
    return clinician


def page(client, name, *args: object):
    response = client.get(reverse(f"records:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


class TestRecordDetail:
    def test_says_who_it_is_and_what_must_not_be_missed(self, client, reader, patient):
        RecordEntryFactory.create(
            patient=patient,
            section=RecordSection.ALLERGIES,
            resource_type="AllergyIntolerance",
            display="Penicillin",
        )

        text = page(client, "record_detail", patient.pk)

        assert "TESTWELL, Ada (Mrs)" in text
        assert "12 Mar 1948" in text
        assert f"{patient.nhs_number[:3]} {patient.nhs_number[3:6]}" in text
        assert "Penicillin" in text

    def test_says_that_no_allergies_are_recorded(self, client, reader, patient):
        assert "none recorded by any source" in page(client, "record_detail", patient.pk)

    def test_hides_where_a_restricted_person_lives(self, client, reader):
        patient = PatientFactory.create(is_restricted=True, postcode="SY9 9ZZ")
        SourcePatientFactory.create(patient=patient)

        text = page(client, "record_detail", patient.pk)

        assert "SY9 9ZZ" not in text
        assert "Radbrook" not in text
        assert "Restricted: not shown" in text

    def test_names_no_other_practice_to_a_restricted_person_either(self, client, reader):
        SourcePatientFactory.create(patient=PatientFactory.create(is_restricted=True))
        FeedFactory.create()
        patient = Patient.objects.get(is_restricted=True)

        assert "held about this person by" not in page(client, "record_detail", patient.pk)

    def test_says_how_late_a_source_is(self, client, reader, patient):
        feed = FeedFactory.create(last_received_at=NOON - timedelta(days=400))
        SourcePatientFactory.create(patient=patient, feed=feed)

        assert "days late" in page(client, "record_detail", patient.pk)

    def test_names_both_lists_where_a_medicine_was_stopped_in_one(self, client, reader, patient):
        meds = {
            "patient": patient,
            "section": RecordSection.MEDICATIONS,
            "resource_type": "MedicationStatement",
            "display": "Lisinopril 10 mg tablets",
        }
        RecordEntryFactory.create(**meds, status="active")
        RecordEntryFactory.create(
            **meds, status="stopped", clinical_end=NOON, feed=FeedFactory.create()
        )

        assert "still on GP list" in page(client, "record_detail", patient.pk)

    def test_says_of_each_line_where_to_report_it(self, client, reader, patient):
        lines = [
            (RecordSection.PROBLEMS, "Condition", "active"),
            (RecordSection.MEDICATIONS, "MedicationStatement", "active"),
            (RecordSection.INVESTIGATION_RESULTS, "Observation", "final"),
            (RecordSection.CONTACT_WITH_PROFESSIONALS, "Encounter", "finished"),
            (RecordSection.CARE_AND_SUPPORT_PLAN, "CarePlan", "active"),
        ]
        shown = [
            RecordEntryFactory.create(
                patient=patient,
                section=section,
                resource_type=kind,
                status=status,
                display=f"Shown as {kind}",
                value=5 if kind == "Observation" else None,
            )
            for section, kind, status in lines
        ]

        text = page(client, "record_detail", patient.pk)

        reports = {
            entry.display: reverse("helpdesk:entry_report", args=[patient.pk, entry.id])
            for entry in shown
        }
        linked = dict(re.findall(r'class="ohc-doubt__link" href="([^"]+)".*?> with ([^<]+)<', text))
        assert {what: url for url, what in linked.items()} == reports

    def test_reports_what_a_list_has_and_not_what_another_stopped(self, client, reader, patient):
        meds = {
            "patient": patient,
            "section": RecordSection.MEDICATIONS,
            "resource_type": "MedicationStatement",
            "display": "Lisinopril 10 mg tablets",
        }
        stopped = RecordEntryFactory.create(
            **meds,
            status="stopped",
            clinical_start=NOON,
            clinical_end=NOON,
            feed=FeedFactory.create(),
        )
        listed = RecordEntryFactory.create(**meds, status="active")

        text = page(client, "record_detail", patient.pk)

        assert reverse("helpdesk:entry_report", args=[patient.pk, listed.id]) in text
        assert reverse("helpdesk:entry_report", args=[patient.pk, stopped.id]) not in text

    def test_escapes_what_sources_wrote(self, client, reader, patient):
        RecordEntryFactory.create(patient=patient, display="<script>alert(1)</script>")

        assert "<script>alert" not in page(client, "record_detail", patient.pk)

    def test_is_not_found_for_nobody(self, client, reader):
        response = client.get(
            reverse("records:record_detail", args=["00000000-0000-4000-8000-000000000000"])
        )

        assert response.status_code == 404

    def test_is_refused_to_an_engineer(self, client, sign_in, engineer, patient):
        sign_in(client, engineer)

        response = client.get(reverse("records:record_detail", args=[patient.pk]))

        assert response.status_code == 403

    def test_asks_the_database_twelve_times_at_most(
        self, client, reader, patient, django_assert_max_num_queries
    ):
        for _ in range(200):
            RecordEntryFactory.create(patient=patient)
        client.get(reverse("records:record_detail", args=[patient.pk]))

        with django_assert_max_num_queries(14):  # twelve, and the savepoint that tests add
            client.get(reverse("records:record_detail", args=[patient.pk]))

    def test_is_kept_by_no_cache(self, client, reader, patient):
        response = client.get(reverse("records:record_detail", args=[patient.pk]))

        assert "no-store" in response["Cache-Control"]


class TestSectionDetail:
    def test_shows_each_entry_with_its_source_and_dates(self, client, reader, patient):
        RecordEntryFactory.create(
            patient=patient, recorded_at=NOON - timedelta(days=3), author="Dr B Sample"
        )

        text = page(client, "section_detail", patient.pk, RecordSection.PROBLEMS)

        assert "Asthma" in text
        assert "Radbrook Green Surgery" in text
        assert "4 May 2020" in text
        assert "Dr B Sample" in text

    def test_says_why_it_is_blank(self, client, reader, patient):
        FeedFactory.create()

        text = page(client, "section_detail", patient.pk, RecordSection.VACCINATIONS)

        assert "This does not mean that there is nothing" in text
        assert "Nothing is held about this person by" in text

    def test_says_what_the_role_does_not_include(self, client, sign_in, social_worker, patient):
        RecordEntryFactory.create(patient=patient, section=RecordSection.DOCUMENTS)
        sign_in(client, social_worker)

        text = page(client, "section_detail", patient.pk, RecordSection.DOCUMENTS)

        assert "Your role does not include" in text
        assert "Asthma" not in text

    def test_marks_what_was_entered_in_error(self, client, reader, patient):
        RecordEntryFactory.create(patient=patient, status="entered-in-error")

        text = page(client, "section_detail", patient.pk, RecordSection.PROBLEMS)

        assert "Entered in error" in text

    def test_is_not_found_for_a_section_that_is_none(self, client, reader, patient):
        response = client.get(reverse("records:section_detail", args=[patient.pk, "gossip"]))

        assert response.status_code == 404

    def test_shows_who_the_person_is_by_source(self, client, reader, patient):
        SourcePatientFactory.create(patient=patient, family_name="Maidenly")

        text = page(client, "section_detail", patient.pk, RecordSection.PERSON_DEMOGRAPHICS)

        assert "MAIDENLY" in text

    @pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 25, "9" * 5000, "\u0662"])
    def test_begins_with_its_first_page_where_the_number_is_none(
        self, client, reader, patient, number
    ):
        RecordEntryFactory.create(patient=patient)
        url = reverse("records:section_detail", args=[patient.pk, RecordSection.PROBLEMS])

        assert b"Asthma" in client.get(url, {"page": number}).content


class TestEntryDetail:
    def test_shows_one_entry_whole(self, client, reader, patient):
        entry = RecordEntryFactory.create(patient=patient)

        text = page(client, "entry_detail", patient.pk, entry.id)

        assert "has not changed this entry" in text
        assert entry.source_id in text


class TestDocumentDetail:
    def carried(self, patient, **kwargs):
        content = DocumentContentFactory.create(patient=patient, **kwargs)
        entry = RecordEntryFactory.create(
            patient=patient,
            section=RecordSection.DOCUMENTS,
            resource_type="DocumentReference",
            display="Clinic letter",
            resource={
                "resourceType": "DocumentReference",
                "content": [
                    {
                        "attachment": {
                            "url": f"Binary/{content.sha256}",
                            "title": "Clinic letter",
                            "contentType": content.content_type,
                        }
                    }
                ],
            },
        )
        return patient.pk, entry.id, content.sha256

    def test_shows_a_letter_in_the_page(self, client, reader, patient):
        text = page(client, "document_detail", *self.carried(patient))

        assert "Dear Dr Sample, she is well." in text

    def test_shows_the_words_of_html_without_its_markup(self, client, reader, patient):
        carried = self.carried(
            patient,
            content_type="text/html",
            content=b"<p>Dear&nbsp;Doctor</p><script>steal()</script><p>Well.</p>",
        )

        text = page(client, "document_detail", *carried)

        assert "steal" not in text
        assert "Well." in text

    def test_frames_a_pdf(self, client, reader, patient):
        carried = self.carried(patient, content_type="application/pdf", content=b"%PDF-1.7")
        url = reverse("records:document_content", args=carried)

        assert f'<iframe src="{url}#' in page(client, "document_detail", *carried)
        response = client.get(url)
        assert response["Content-Type"] == "application/pdf"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"

    @pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/x-sh"])
    def test_never_serves_active_content_as_itself(self, client, reader, patient, media_type):
        carried = self.carried(patient, content_type=media_type, content=b"<script>x</script>")

        response = client.get(reverse("records:document_content", args=carried))

        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == "attachment"

    def test_says_where_it_was_entered_in_error(self, client, reader, patient):
        carried = self.carried(patient)
        entry = RecordEntry.objects.get(patient_id=patient.pk, id=carried[1])
        RecordEntry.objects.filter(patient_id=patient.pk, id=entry.id).update(
            resource=entry.resource | {"docStatus": "entered-in-error"}
        )

        assert "Entered in error" in page(client, "document_detail", *carried)

    def test_says_its_type_without_what_a_source_adds(self, client, reader, patient):
        carried = self.carried(patient, content_type="image/png; x=1\r\nSet-Cookie: a=b")

        response = client.get(reverse("records:document_content", args=carried))

        assert response["Content-Type"] == "image/png"

    def test_has_no_address_that_is_none(self, client, reader):
        response = client.get(f"/records/{'-' * 36}/documents/{'-' * 36}/{'a' * 64}/")

        assert response.status_code == 404

    def test_each_reading_is_written_down(self, client, reader, patient):
        page(client, "document_detail", *self.carried(patient))

        assert list(RecordAccess.objects.values_list("kind", flat=True)) == ["document"]

    def test_a_framed_letter_counts_as_read_once(self, client, reader, patient):
        carried = self.carried(patient, content_type="application/pdf", content=b"%PDF-1.7")
        page(client, "document_detail", *carried)
        client.get(reverse("records:document_content", args=carried))

        kinds = RecordAccess.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["entry", "document"]


class TestAccessList:
    def test_shows_a_privacy_officer_who_looked(
        self, client, sign_in, privacy_officer, clinician, patient
    ):
        sign_in(client, clinician)
        client.get(reverse("records:record_detail", args=[patient.pk]))
        sign_in(client, privacy_officer)

        text = page(client, "access_list", patient.pk)

        assert clinician.display_name in text
        assert "Opened the record" in text

    def test_is_refused_to_a_clinician(self, client, reader, patient):
        response = client.get(reverse("records:access_list", args=[patient.pk]))

        assert response.status_code == 403
