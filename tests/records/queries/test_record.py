"""What a viewer may see of a record, and what is written down before they see it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from accounts.codes import OrganizationKind
from core.errors import Forbidden
from records.codes import AccessKind, RecordSection, SectionAccess
from records.models import DocumentContent, Patient, RecordAccess, RecordEntry, SectionRule
from records.permissions import WithheldReason
from records.queries import access, documents, record
from records.queries.personal_details import read_personal_details
from tests.factories.accounts import (
    BoardFactory,
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
)
from tests.factories.records import (
    NOON,
    DocumentContentFactory,
    FeedFactory,
    PatientFactory,
    RecordEntryFactory,
    RecordEntryVersionFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return SourcePatientFactory.create().patient


def displays(entries):
    return [entry.display for entry in entries]


class TestOpenRecord:
    def test_shows_a_clinician_what_holds_now(self, clinician, patient):
        RecordEntryFactory.create(patient=patient, display="Asthma")
        RecordEntryFactory.create(patient=patient, display="Broken arm", status="resolved")
        RecordEntryFactory.create(patient=patient, display="Slip", status="entered-in-error")

        summary = record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        assert displays(summary.entries) == ["Asthma"]
        assert summary.head.visible[RecordSection.PROBLEMS] == 2

    def test_keeps_a_medicine_that_was_stopped_lately_to_show_conflicts(self, clinician, patient):
        meds = {
            "patient": patient,
            "section": RecordSection.MEDICATIONS,
            "resource_type": "MedicationStatement",
        }
        RecordEntryFactory.create(**meds, display="New", status="active")
        RecordEntryFactory.create(
            **meds, display="Stopped", status="stopped", clinical_end=NOON - timedelta(days=9)
        )
        RecordEntryFactory.create(
            **meds, display="Old", status="stopped", clinical_end=NOON - timedelta(days=900)
        )

        summary = record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        assert sorted(displays(summary.entries)) == ["New", "Stopped"]

    def test_gives_each_test_its_newest_value_first(self, clinician, patient):
        for days, value in ((30, 50), (1, 38), (10, 42)):
            RecordEntryFactory.create(
                patient=patient,
                resource_type="Observation",
                section=RecordSection.INVESTIGATION_RESULTS,
                display="eGFR",
                unit="mL/min",
                value=value,
                clinical_start=NOON - timedelta(days=days),
            )

        summary = record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        assert [row.value for row in summary.results] == [38, 42, 50]
        assert [bool(row.resource_json) for row in summary.results] == [True, False, False]

    def test_writes_who_opened_it_as_they_were(self, clinician, patient):
        record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        written = RecordAccess.objects.get()
        assert (written.kind, written.patient_id, written.at) == ("open", patient.pk, NOON)
        assert written.user_name == clinician.display_name
        assert written.organization_name == "The Shrewsbury and Telford Hospital NHS Trust"

    def test_answers_nothing_where_the_access_cannot_be_written(
        self, clinician, patient, monkeypatch
    ):
        def refuse(**kwargs) -> None:
            raise DatabaseError("no room")

        monkeypatch.setattr(RecordAccess.objects, "create", refuse)

        with pytest.raises(DatabaseError):
            record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

    def test_writes_nothing_for_a_person_who_is_not_there(self, clinician, patient):
        patient.sources.all().delete()
        patient.delete()

        with pytest.raises(Patient.DoesNotExist):
            record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)
        assert not RecordAccess.objects.exists()

    def test_is_refused_to_an_engineer(self, engineer, patient):
        with pytest.raises(Forbidden, match="integration engineer"):
            record.open_record(patient.pk, viewer=engineer.active_role, at=NOON)

    def test_needs_few_questions(self, clinician, patient, django_assert_max_num_queries):
        for _ in range(30):
            RecordEntryFactory.create(patient=patient)
        viewer = clinician.active_role

        with django_assert_max_num_queries(11):
            record.open_record(patient.pk, viewer=viewer, at=NOON)


class TestWhatIsWithheld:
    def test_counts_what_the_role_does_not_include(self, social_worker, patient):
        RecordEntryFactory.create(patient=patient)
        RecordEntryFactory.create(
            patient=patient,
            section=RecordSection.INVESTIGATION_RESULTS,
            resource_type="Observation",
        )

        summary = record.open_record(patient.pk, viewer=social_worker.active_role, at=NOON)

        assert summary.head.withheld_in_all == {WithheldReason.ROLE: 1}
        assert summary.head.visible[RecordSection.INVESTIGATION_RESULTS] == 0

    def test_counts_what_a_source_shares_only_elsewhere(self, clinician, patient):
        elsewhere = BoardFactory.create(ods_code="QUA", name="Black Country", short_name="QUA")
        feed = FeedFactory.create(
            shared_with=[elsewhere], organization=OrganizationFactory.create(parent=elsewhere)
        )
        RecordEntryFactory.create(patient=patient, feed=feed)

        summary = record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        assert summary.head.withheld_in_all == {WithheldReason.ORGANIZATION: 1}
        assert summary.entries == []
        assert feed.pk not in summary.head.sources

    def test_never_names_a_section_that_the_role_is_not_to_know_of(self, social_worker, patient):
        RecordEntryFactory.create(patient=patient, section=RecordSection.PREGNANCY_STATUS)

        summary = record.open_record(patient.pk, viewer=social_worker.active_role, at=NOON)

        assert summary.head.withheld_in_all == {WithheldReason.ROLE: 1}
        assert RecordSection.PREGNANCY_STATUS not in summary.head.withheld

    def test_has_no_record_of_a_person_whom_only_others_know(self, clinician):
        feed = FeedFactory.create(shared_with=[], organization=OrganizationFactory.create())
        patient = SourcePatientFactory.create(feed=feed).patient
        assert patient

        with pytest.raises(Patient.DoesNotExist):
            record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

    def test_shows_people_what_their_own_organization_sent(self, clinician, patient):
        feed = FeedFactory.create(shared_with=[], organization=HospitalFactory.create())
        RecordEntryFactory.create(patient=patient, feed=feed, display="Own")

        summary = record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        assert displays(summary.entries) == ["Own"]

    def test_counts_what_the_source_marks_as_sensitive(self, clinician, patient):
        RecordEntryFactory.create(patient=patient, sensitivity="sensitive")

        summary = record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        assert summary.head.withheld_in_all == {WithheldReason.SENSITIVE: 1}

    @pytest.mark.parametrize("section_access", list(SectionAccess))
    @pytest.mark.parametrize("shared", [True, False])
    @pytest.mark.parametrize("sensitivity", ["", "sensitive"])
    def test_every_read_agrees_with_the_one_rule(
        self, clinician, patient, section_access, shared, sensitivity
    ):
        SectionRule.objects.filter(job_role="clinician", section=RecordSection.PROBLEMS).update(
            access=section_access
        )
        gp = OrganizationFactory.create(kind=OrganizationKind.GP_PRACTICE)
        boards = [BoardFactory.create()] if shared else []
        feed = FeedFactory.create(organization=gp, shared_with=boards)
        entry = RecordEntryFactory.create(patient=patient, feed=feed, sensitivity=sensitivity)
        viewer = clinician.active_role
        may_see = section_access == SectionAccess.FULL and shared and not sensitivity

        summary = record.open_record(patient.pk, viewer=viewer, at=NOON)
        section = record.read_section(patient.pk, RecordSection.PROBLEMS, viewer=viewer, at=NOON)

        assert bool(summary.entries) is may_see
        assert bool(section.entries) is may_see
        assert (summary.head.visible[RecordSection.PROBLEMS] == 1) is may_see
        assert (summary.head.withheld_in_all.total() == 0) is may_see
        if may_see:
            found = record.read_entry(patient.pk, entry.id, viewer=viewer, at=NOON)
            assert found.entry.id == entry.id
        else:
            with pytest.raises(RecordEntry.DoesNotExist):
                record.read_entry(patient.pk, entry.id, viewer=viewer, at=NOON)


class TestReadSection:
    def test_gives_pages_newest_first_and_errors_last(self, clinician, patient):
        for day in range(1, 61):
            RecordEntryFactory.create(
                patient=patient, display=f"P{day}", clinical_start=NOON - timedelta(days=day)
            )
        RecordEntryFactory.create(patient=patient, display="Slip", status="entered-in-error")
        viewer = clinician.active_role

        first = record.read_section(patient.pk, RecordSection.PROBLEMS, viewer=viewer, at=NOON)
        second = record.read_section(
            patient.pk, RecordSection.PROBLEMS, viewer=viewer, at=NOON, page=2
        )

        assert displays(first.entries)[:2] == ["P1", "P2"]
        assert (len(first.entries), first.total, first.pages) == (50, 60, 2)
        assert displays(second.entries)[-1] == "Slip"


class TestReadEntry:
    def test_comes_with_its_earlier_states(self, clinician, patient):
        entry = RecordEntryFactory.create(patient=patient, display="Asthma, severe")
        RecordEntryVersionFactory.create(
            patient=patient, id=entry.id, feed=entry.feed, display="Asthma"
        )

        found = record.read_entry(patient.pk, entry.id, viewer=clinician.active_role, at=NOON)

        assert displays(found.versions) == ["Asthma"]
        assert RecordAccess.objects.get().entry_id == entry.id

    def test_is_not_found_under_another_person(self, clinician, patient):
        entry = RecordEntryFactory.create()

        with pytest.raises(RecordEntry.DoesNotExist):
            record.read_entry(patient.pk, entry.id, viewer=clinician.active_role, at=NOON)


class TestReadDocument:
    def test_gives_the_bytes_that_the_entry_carries(self, clinician, patient):
        content = DocumentContentFactory.create(patient=patient)
        entry = RecordEntryFactory.create(
            patient=patient,
            section=RecordSection.DOCUMENTS,
            resource={"content": [{"attachment": {"url": f"Binary/{content.sha256}"}}]},
        )

        found = documents.read_document_content(
            patient.pk, entry.id, content.sha256, viewer=clinician.active_role, at=NOON
        )

        assert bytes(found.content) == content.content
        assert RecordAccess.objects.get().kind == AccessKind.DOCUMENT

    def test_refuses_bytes_that_the_entry_does_not_carry(self, clinician, patient):
        content = DocumentContentFactory.create(patient=patient)
        entry = RecordEntryFactory.create(patient=patient, section=RecordSection.DOCUMENTS)

        with pytest.raises(DocumentContent.DoesNotExist):
            documents.read_document_content(
                patient.pk, entry.id, content.sha256, viewer=clinician.active_role, at=NOON
            )

    def test_is_withheld_with_its_entry(self, social_worker, patient):
        content = DocumentContentFactory.create(patient=patient)
        entry = RecordEntryFactory.create(
            patient=patient,
            section=RecordSection.DOCUMENTS,
            resource={"content": [{"attachment": {"url": f"Binary/{content.sha256}"}}]},
        )

        with pytest.raises(RecordEntry.DoesNotExist):
            documents.read_document_content(
                patient.pk, entry.id, content.sha256, viewer=social_worker.active_role, at=NOON
            )


class TestReadPersonalDetails:
    def test_gives_the_words_of_sources_that_are_shared(self, demographics_viewer, patient):
        SourcePatientFactory.create(
            patient=patient,
            family_name="Hidden",
            feed=FeedFactory.create(shared_with=[], organization=OrganizationFactory.create()),
        )

        details = read_personal_details(patient.pk, viewer=demographics_viewer.active_role, at=NOON)

        assert [source.family_name for source in details.sources] == ["Testwell"]


class TestWhoElseKnowsAPerson:
    def test_is_not_told_to_those_who_see_personal_details_alone(
        self, demographics_viewer, clinician, patient
    ):
        trust = OrganizationFactory.create(kind=OrganizationKind.MENTAL_HEALTH)
        SourcePatientFactory.create(patient=patient, feed=FeedFactory.create(organization=trust))

        told = read_personal_details(patient.pk, viewer=demographics_viewer.active_role, at=NOON)
        full = read_personal_details(patient.pk, viewer=clinician.active_role, at=NOON)

        assert {source.kind for source in told.head.sources.values()} == {"gp-practice"}
        assert {source.kind for source in full.head.sources.values()} > {"gp-practice"}


class TestReviewAccesses:
    def test_shows_a_privacy_officer_who_looked(self, clinician, privacy_officer, patient):
        record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)

        review = access.review_accesses(
            patient.pk, viewer=privacy_officer.active_role, at=NOON + timedelta(hours=1)
        )

        assert [line.user_name for line in review.accesses] == [clinician.display_name]
        assert RecordAccess.objects.latest("pk").kind == AccessKind.REVIEW

    def test_is_refused_to_a_clinician(self, clinician, patient):
        with pytest.raises(Forbidden, match="privacy officer"):
            access.review_accesses(patient.pk, viewer=clinician.active_role, at=NOON)

    def test_finds_nobody_whom_only_other_boards_know(self, privacy_officer):
        feed = FeedFactory.create(shared_with=[], organization=OrganizationFactory.create())
        stranger = PatientFactory.create()
        SourcePatientFactory.create(feed=feed, patient=stranger)

        with pytest.raises(Patient.DoesNotExist):
            access.review_accesses(stranger.pk, viewer=privacy_officer.active_role, at=NOON)


class TestListRecentRecords:
    def test_names_each_record_once_newest_first(self, clinician, patient):
        other = PatientFactory.create(family_name="Otherby")
        SourcePatientFactory.create(patient=other)
        viewer = clinician.active_role
        for hours, person in ((5, patient), (4, other), (3, patient)):
            record.open_record(person.pk, viewer=viewer, at=NOON - timedelta(hours=hours))

        recent = access.list_recent_records(viewer=viewer, at=NOON)

        assert [line.family_name for line in recent] == ["Testwell", "Otherby"]

    def test_leaves_out_what_was_opened_in_another_role(self, clinician, patient):
        record.open_record(patient.pk, viewer=clinician.active_role, at=NOON)
        elsewhere = PractitionerRoleFactory.create(
            user=clinician, organization=OrganizationFactory.create()
        )

        assert access.list_recent_records(viewer=elsewhere, at=NOON) == []
