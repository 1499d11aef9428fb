import pytest

from core.errors import Forbidden, NotPermittedNow
from records.actions.quarantine import (
    dismiss_quarantined_item,
    link_source_patient,
    retry_quarantined_item,
)
from records.codes import QuarantineReason, QuarantineState
from records.models import Patient, QuarantinedItem, RecordEntry, SourcePatient
from tests.factories.records import NOON, FeedFactory, PatientFactory
from tests.records.feed_files import condition, person, write_ndjson

ONE = "9990000018"


@pytest.fixture
def unknown(tmp_path, delta, send):
    """Return an item about somebody whom the feed sent only afterwards."""
    send(delta, write_ndjson(tmp_path / "a", condition("c1")))
    send(delta, write_ndjson(tmp_path / "b", person()))
    return QuarantinedItem.objects.get()


@pytest.fixture
def held(tmp_path, delta, send):
    """Return a person who is held, with two entries that wait for them."""
    send(FeedFactory.create(), write_ndjson(tmp_path / "a", person(nhs=ONE)))
    wrong = person("h7", nhs=ONE, born="1980-01-01")
    entries = [condition("c1", about="h7"), condition("c2", about="h7")]
    send(delta, write_ndjson(tmp_path / "b", wrong, *entries))
    return SourcePatient.objects.held().get()


class TestRetryQuarantinedItem:
    def test_imports_it_and_says_who_had_it_go_in(self, unknown, engineer):
        item = retry_quarantined_item(item=unknown, by=engineer.active_role, at=NOON)

        assert item.state == QuarantineState.RESOLVED
        assert item.closed_by == engineer
        assert RecordEntry.objects.get().run.requested_by == engineer

    def test_leaves_it_open_where_it_still_cannot_go_in(self, tmp_path, delta, send, engineer):
        send(delta, write_ndjson(tmp_path / "a", condition("c1")))
        item = QuarantinedItem.objects.get()

        item = retry_quarantined_item(item=item, by=engineer.active_role, at=NOON)

        assert (item.state, item.reason) == (QuarantineState.OPEN, QuarantineReason.UNKNOWN_PATIENT)
        assert item.closed_by is None

    def test_tries_a_row_of_a_table_with_its_header(self, tmp_path, delta, send, engineer):
        delta.format, delta.column_map = "csv", "social-care"
        delta.save()
        path = tmp_path / "t.csv"
        path.write_text(
            "person_id,nhs_number,surname,date_of_birth,record_type,record_id,description\n"
            "S1,,Testerton,12/03/1950,person,,\nS1,,Testerton,1,alert,A1,Dog\n"
        )
        send(delta, path)
        item = QuarantinedItem.objects.get()
        item.raw = bytes(item.raw).replace(b",1,", b",12/03/1950,")
        item.save()

        item = retry_quarantined_item(item=item, by=engineer.active_role, at=NOON)

        assert item.state == QuarantineState.RESOLVED

    def test_refuses_what_is_closed_or_not_whole(self, unknown, engineer):
        QuarantinedItem.objects.update(reason=QuarantineReason.TOO_LARGE)
        with pytest.raises(NotPermittedNow, match="beginning"):
            retry_quarantined_item(item=unknown, by=engineer.active_role, at=NOON)

        QuarantinedItem.objects.update(state=QuarantineState.DISMISSED)
        with pytest.raises(NotPermittedNow, match="dismissed"):
            retry_quarantined_item(item=unknown, by=engineer.active_role, at=NOON)

    def test_is_for_engineers(self, unknown, clinician):
        with pytest.raises(Forbidden):
            retry_quarantined_item(item=unknown, by=clinician.active_role, at=NOON)


class TestDismissQuarantinedItem:
    def test_stays_dismissed_until_the_item_changes(self, tmp_path, delta, send, engineer):
        path = write_ndjson(tmp_path / "a", condition("c1"))
        send(delta, path)
        item = QuarantinedItem.objects.get()

        dismiss_quarantined_item(item=item, by=engineer.active_role, at=NOON)
        send(delta, path)
        item.refresh_from_db()
        assert (item.state, item.closed_by) == (QuarantineState.DISMISSED, engineer)

        send(delta, write_ndjson(tmp_path / "b", condition("c1", text="Changed")))
        item.refresh_from_db()
        assert (item.state, item.closed_by) == (QuarantineState.OPEN, None)

    def test_is_for_engineers(self, unknown, clinician):
        with pytest.raises(Forbidden):
            dismiss_quarantined_item(item=unknown, by=clinician.active_role, at=NOON)


class TestLinkSourcePatient:
    def test_takes_what_waited_along(self, held, engineer):
        patient = Patient.objects.get()

        person = link_source_patient(
            source_patient=held, patient=patient, by=engineer.active_role, at=NOON
        )

        assert (person.patient, person.hold_reason) == (patient, "")
        assert RecordEntry.objects.filter(patient=patient).count() == 2
        assert set(QuarantinedItem.objects.values_list("state", "closed_by")) == {
            (QuarantineState.RESOLVED, engineer.pk)
        }
        assert patient.identifiers.filter(value="mrn-h7").exists()

    def test_makes_a_new_patient_without_a_number_that_somebody_holds(self, held, engineer):
        person = link_source_patient(
            source_patient=held, patient=None, by=engineer.active_role, at=NOON
        )

        patient = Patient.objects.get(sources=person)
        assert patient.nhs_number == ""
        assert str(patient.birth_date) == "1980-01-01"
        assert Patient.objects.count() == 2

    def test_never_joins_two_numbers(self, held, engineer):
        other = PatientFactory.create(nhs_number="9990000026")

        with pytest.raises(NotPermittedNow, match="different NHS numbers"):
            link_source_patient(
                source_patient=held, patient=other, by=engineer.active_role, at=NOON
            )

    def test_decides_once(self, held, engineer):
        link_source_patient(source_patient=held, patient=None, by=engineer.active_role, at=NOON)

        with pytest.raises(NotPermittedNow, match="linked already"):
            link_source_patient(source_patient=held, patient=None, by=engineer.active_role, at=NOON)

    def test_is_for_engineers(self, held, clinician):
        with pytest.raises(Forbidden):
            link_source_patient(
                source_patient=held, patient=None, by=clinician.active_role, at=NOON
            )
