"""One run after the other of small files: what comes in, what changes, what stays as it was."""

import base64
import hashlib

import pytest
from django.db import connection

from records.actions.batches import COMES_AGAIN
from records.actions.feed_locks import FeedBusy
from records.actions.imports import NothingToRead, perform_run
from records.actions.storing import NOT_HELD
from records.codes import (
    EndReason,
    FeedMode,
    ImportFileState,
    ImportRunState,
    QuarantineReason,
    QuarantineState,
)
from records.models import (
    DocumentContent,
    ImportFile,
    ImportRun,
    Patient,
    QuarantinedItem,
    RecordEntry,
    RecordEntryVersion,
)
from tests.records.feed_files import condition, person, write_bundle, write_ndjson


def table_rows(table):
    """Return all rows of a table as text, in an order of their own."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")  # noqa: S608
        return cursor.fetchall()


def record():
    return {
        table: table_rows(table)
        for table in (
            "records_recordentry",
            "records_recordentryversion",
            "records_documentcontent",
            "records_patient",
            "records_sourcepatient",
            "records_patientidentifier",
        )
    }


def displays():
    return sorted(RecordEntry.objects.values_list("display", flat=True))


class TestImportNow:
    def test_makes_entries_of_people(self, tmp_path, snapshot, send):
        path = write_ndjson(tmp_path / "a", person(nhs="9990000018"), condition("c1"))

        run = send(snapshot, path)

        entry = RecordEntry.objects.get()
        assert run.state == ImportRunState.FINISHED
        assert (run.received, run.created, run.patients_created) == (2, 1, 1)
        assert entry.source_id == "Condition/c1"
        assert entry.patient.nhs_number == "9990000018"
        assert entry.patient.family_name == "Testerton"
        assert entry.received_at == run.received_at
        snapshot.refresh_from_db()
        assert snapshot.last_received_at == run.received_at

    def test_writes_nothing_the_second_time(self, tmp_path, snapshot, send):
        entries = [condition(f"c{n}") for n in range(20)]
        path = write_ndjson(tmp_path / "a", person(), *entries)
        first = send(snapshot, path)
        before = record()

        second = send(snapshot, path)

        assert record() == before
        assert second.unchanged == first.created == 20
        assert (second.created, second.updated, second.withdrawn) == (0, 0, 0)

    def test_minds_neither_order_nor_dates_of_sending(self, tmp_path, snapshot, send):
        send(snapshot, write_ndjson(tmp_path / "a", person(), condition("c1", meta={})))
        again = condition("c1", meta={"lastUpdated": "2026-01-01T10:00:00Z", "versionId": "7"})

        run = send(snapshot, write_ndjson(tmp_path / "b", dict(reversed(again.items())), person()))

        assert (run.unchanged, run.updated) == (1, 0)

    def test_keeps_the_state_before_as_a_version(self, tmp_path, snapshot, send):
        first = send(snapshot, write_ndjson(tmp_path / "a", person(), condition("c1")))

        run = send(snapshot, write_ndjson(tmp_path / "b", person(), condition("c1", text="COPD")))

        version = RecordEntryVersion.objects.get()
        assert displays() == ["COPD"]
        assert version.display == "Asthma"
        assert version.end_reason == EndReason.SUPERSEDED
        assert (version.received_at, version.known_until) == (first.received_at, run.received_at)
        assert version.ended_by_run_id == run.pk

    def test_leaves_what_is_held_where_an_older_state_comes(self, tmp_path, delta, send):
        new = condition("c1", text="New", meta={"lastUpdated": "2026-02-01T00:00:00Z"})
        old = condition("c1", text="Old", meta={"lastUpdated": "2026-01-01T00:00:00Z"})
        send(delta, write_ndjson(tmp_path / "a", person(), new))

        run = send(delta, write_ndjson(tmp_path / "b", person(), old))

        assert displays() == ["New"]
        assert run.unchanged == 1
        assert any("Older than what is held" in note.text for note in run.notes.all())

    def test_takes_the_last_of_what_comes_twice(self, tmp_path, delta, send):
        path = write_ndjson(
            tmp_path / "a", condition("c1", text="One"), person(), condition("c1", text="Two")
        )

        run = send(delta, path, write_ndjson(tmp_path / "b", condition("c1", text="Three")))

        assert displays() == ["Three"]
        assert run.skipped_by_reason == {COMES_AGAIN: 2}

    def test_moves_an_entry_to_the_person_it_is_about_now(self, tmp_path, snapshot, send):
        people = [person("p1"), person("p2", given="Eve", born="1980-01-01")]
        send(snapshot, write_ndjson(tmp_path / "a", *people, condition("c1")))

        run = send(snapshot, write_ndjson(tmp_path / "b", *people, condition("c1", about="p2")))

        entry, version = RecordEntry.objects.get(), RecordEntryVersion.objects.get()
        assert str(entry.patient.birth_date) == "1980-01-01"
        assert str(version.patient.birth_date) == "1950-03-12"
        assert version.end_reason == EndReason.MOVED
        assert run.updated == 1

    def test_keeps_documents_once_and_apart_from_their_entry(self, tmp_path, delta, send):
        content = b"%PDF-1.4 letter"
        letter = {
            "resourceType": "DocumentReference",
            "status": "current",
            "subject": {"reference": "Patient/p1"},
            "content": [
                {
                    "attachment": {
                        "contentType": "application/pdf",
                        "data": base64.b64encode(content).decode(),
                    }
                }
            ],
        }
        path = write_ndjson(tmp_path / "a", person(), letter | {"id": "d1"}, letter | {"id": "d2"})

        send(delta, path)
        again = send(delta, path)

        document = DocumentContent.objects.get()
        assert bytes(document.content) == content
        assert document.sha256 == hashlib.sha256(content).hexdigest()
        attachment = RecordEntry.objects.get(source_id="DocumentReference/d1").resource["content"][
            0
        ]["attachment"]
        assert attachment["url"] == f"Binary/{document.sha256}"
        assert "data" not in attachment
        assert again.unchanged == 2

    def test_fetches_documents_that_lie_in_a_binary(self, tmp_path, delta, send):
        letter = {
            "resourceType": "DocumentReference",
            "id": "d1",
            "status": "current",
            "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
            "content": [{"attachment": {"url": "urn:uuid:00000000-0000-4000-8000-000000000002"}}],
        }
        binary = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": "aGk="}
        path = write_bundle(
            tmp_path / "b.json",
            {"resource": letter},
            {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000002", "resource": binary},
            {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": person()},
        )

        run = send(delta, path)

        assert run.created == 1
        assert bytes(DocumentContent.objects.get().content) == b"hi"

    def test_finds_people_by_every_kind_of_reference(self, tmp_path, delta, send):
        number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}
        references = [
            {"reference": "Patient/p1"},
            {"reference": "Patient/p1/_history/3"},
            {"reference": "https://source.invalid/fhir/Patient/p1"},
            {"reference": "https://source.invalid/fhir/Patient/p1/_history/2"},
            {"reference": "Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|9990000018"},
            {"identifier": number},
        ]
        entries = [condition(f"c{n}", subject=one) for n, one in enumerate(references)]

        run = send(delta, write_ndjson(tmp_path / "a", person(nhs="9990000018"), *entries))

        assert (run.created, run.quarantined) == (len(references), 0)

    def test_says_that_there_is_nothing(self, tmp_path, delta, send):
        with pytest.raises(NothingToRead):
            send(delta, tmp_path / "none")
        with pytest.raises(NothingToRead):
            send(delta, tmp_path)

    def test_does_not_start_while_another_run_is_at_work(self, tmp_path, delta, send, settings):
        path = write_ndjson(tmp_path / "a", person(), condition("c1"))
        run = send(delta, path)
        other = connection.copy()
        with other.cursor() as cursor:
            key = int.from_bytes(delta.pk.bytes[:8], "big", signed=True)
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
            with pytest.raises(FeedBusy):
                perform_run(run.pk, clock=lambda: run.received_at)
            with pytest.raises(FeedBusy):
                send(delta, path)
        assert ImportRun.objects.latest("received_at").state == ImportRunState.FAILED
        other.close()


class TestWithdrawal:
    def test_withdraws_what_a_snapshot_lacks(self, tmp_path, snapshot, send):
        people = [person("p1"), person("p2", given="Eve", born="1980-01-01")]
        send(snapshot, write_ndjson(tmp_path / "a", *people, condition("c1"), condition("c2")))

        run = send(snapshot, write_ndjson(tmp_path / "b", person("p1"), condition("c1")))

        version = RecordEntryVersion.objects.get()
        assert run.withdrawn == 1
        assert (version.source_id, version.end_reason) == ("Condition/c2", EndReason.WITHDRAWN)
        gone = snapshot.source_patients.exclude(withdrawn_at=None).get()
        assert gone.source_id == "p2"

    def test_takes_in_again_what_comes_back(self, tmp_path, snapshot, send):
        both = write_ndjson(tmp_path / "a", person(), condition("c1"), condition("c2"))
        send(snapshot, both)
        send(snapshot, write_ndjson(tmp_path / "b", person(), condition("c1")))

        run = send(snapshot, both)

        assert (run.created, run.unchanged) == (1, 1)
        assert RecordEntryVersion.objects.count() == 1

    def test_leaves_alone_what_a_delta_does_not_mention(self, tmp_path, delta, send):
        send(delta, write_ndjson(tmp_path / "a", person(), condition("c1")))

        run = send(delta, write_ndjson(tmp_path / "b", person(), condition("c2")))

        assert run.withdrawn == 0
        assert RecordEntry.objects.count() == 2

    def test_withdraws_what_a_delta_takes_back(self, tmp_path, delta, send):
        send(delta, write_ndjson(tmp_path / "a", person(), condition("c1"), condition("c2")))
        path = write_bundle(
            tmp_path / "b.json",
            {"request": {"method": "DELETE", "url": "Condition/c1"}},
            {"request": {"method": "DELETE", "url": "Condition/unknown"}},
            condition("c2", meta={"tag": [{"code": "deleted"}]}),
        )

        run = send(delta, path)

        assert run.withdrawn == 2
        assert run.skipped_by_reason[NOT_HELD] == 1
        assert RecordEntry.objects.count() == 0

    @pytest.mark.parametrize(
        "broken",
        [b'{"resourceType": "Condition", "id": "c2", broken', b'{"resourceType": "Cond'],
        ids=["broken resend", "no identity"],
    )
    def test_does_not_take_a_broken_line_for_a_withdrawal(self, tmp_path, snapshot, send, broken):
        send(snapshot, write_ndjson(tmp_path / "a", person(), condition("c1"), condition("c2")))

        run = send(snapshot, write_ndjson(tmp_path / "b", person(), condition("c1"), broken))

        assert (run.withdrawn, run.quarantined) == (0, 1)
        assert RecordEntry.objects.count() == 2

    def test_withdraws_nothing_where_a_file_is_refused_or_cut_off(self, tmp_path, snapshot, send):
        send(snapshot, write_ndjson(tmp_path / "a", person(), condition("c1"), condition("c2")))
        bad = tmp_path / "c.ndjson"
        good = write_ndjson(tmp_path / "b", person(), condition("c1"))

        for content in (b"<xml/>", good.read_bytes() + b'{"resourceType":"Cond'):
            bad.write_bytes(content)
            run = send(snapshot, good, bad)
            assert run.withdrawn == 0
            assert any("Nothing was withdrawn" in note.text for note in run.notes.all())

    def test_asks_before_it_withdraws_more_than_a_fifth(self, tmp_path, snapshot, send):
        everything = [condition(f"c{n}") for n in range(300)]
        send(snapshot, write_ndjson(tmp_path / "a", person(), *everything))
        half = write_ndjson(tmp_path / "b", person(), *everything[:150])

        run = send(snapshot, half)
        allowed = send(snapshot, half, allow_mass_withdrawal=True)

        assert run.withdrawn == 0
        assert any("--allow-mass-withdrawal" in note.text for note in run.notes.all())
        assert allowed.withdrawn == 150


class TestQuarantine:
    @pytest.mark.parametrize(
        ("raw", "reason"),
        [
            (b'{"resourceType":"Condition","id":"x",', QuarantineReason.NOT_JSON),
            (b'{"resourceType":"Condition","id":"x","a":NaN}', QuarantineReason.NOT_JSON),
            (b'{"resourceType":"Condition","id":"x","a":1e999}', QuarantineReason.INVALID),
            (b'{"resourceType":"Condition","id":"x","a":"\\ud800"}', QuarantineReason.NOT_JSON),
            (b'{"a":' * 5000 + b"1" + b"}" * 5000, QuarantineReason.NOT_JSON),
            (b'\xff\xfe{"resourceType":"Condition"}', QuarantineReason.NOT_JSON),
            (b'"text"', QuarantineReason.NOT_JSON),
            (b'{"id":"x"}', QuarantineReason.INVALID),
            (b'{"resourceType":"Nonsense","id":"x"}', QuarantineReason.INVALID),
            (b'{"resourceType":"ReferralRequest","id":"x"}', QuarantineReason.WRONG_VERSION),
            (condition("x", subject={}), QuarantineReason.NO_PATIENT),
            (condition("x", subject={"display": "Ada"}), QuarantineReason.NO_PATIENT),
            (condition("x", about="p9"), QuarantineReason.UNKNOWN_PATIENT),
            (condition("x", code={"text": "a\x00b"}), QuarantineReason.BAD_VALUE),
            (condition("x", onsetDateTime="0001-01-01"), QuarantineReason.BAD_VALUE),
            ({**condition("x"), "clinicalStatus": "active"}, QuarantineReason.WRONG_VERSION),
            ({**condition("x"), "recordedDate": 7}, QuarantineReason.INVALID),
            ({k: v for k, v in condition("x").items() if k != "id"}, QuarantineReason.NO_IDENTITY),
            (person("x", birthDate="1950-02-31"), None),
            (person("x", name="Ada"), QuarantineReason.INVALID),
        ],
    )
    def test_sets_one_bad_item_aside_whole_and_takes_the_others(
        self, tmp_path, delta, send, raw, reason
    ):
        path = write_ndjson(tmp_path / "a", person(), condition("c1"), raw, condition("c2"))

        run = send(delta, path)

        item = QuarantinedItem.objects.get()
        assert run.state == ImportRunState.FINISHED
        assert (run.created, run.quarantined) == (2, 1)
        assert reason is None or item.reason == reason, item.explanation
        assert item.position == 3
        assert bytes(item.raw) == path.read_bytes().splitlines()[2]
        assert "Testerton" not in item.explanation

    def test_resolves_itself_when_the_item_comes_whole(self, tmp_path, delta, send):
        bad = {**condition("c1"), "recordedDate": 7}
        send(delta, write_ndjson(tmp_path / "a", person(), bad))

        send(delta, write_ndjson(tmp_path / "b", person(), condition("c1")))

        assert QuarantinedItem.objects.get().state == QuarantineState.RESOLVED

    def test_keeps_an_item_once_however_often_it_comes(self, tmp_path, delta, send):
        path = write_ndjson(tmp_path / "a", person(), condition("c1", about="p9"))

        first, second = send(delta, path), send(delta, path)

        item = QuarantinedItem.objects.get()
        assert (item.first_run_id, item.last_run_id) == (first.pk, second.pk)
        assert item.last_seen_at > item.first_seen_at

    def test_finds_by_halves_a_value_that_the_database_refuses(self, tmp_path, delta, send):
        entries = [condition(f"c{n}") for n in range(50)]
        tiny = condition("x", extension=[{"url": "urn:x", "valueDecimal": 0.125}])
        path = write_ndjson(tmp_path / "a", person(), *entries[:30], tiny, *entries[30:])
        path.write_bytes(path.read_bytes().replace(b"0.125", b"1e-200000"))

        run = send(delta, path)

        item = QuarantinedItem.objects.get()
        assert (run.created, run.quarantined) == (50, 1)
        assert (item.source_id, item.reason) == ("Condition/x", QuarantineReason.BAD_VALUE)


class TestRefusal:
    def test_refuses_a_file_and_takes_the_others(self, tmp_path, delta, send):
        good = write_ndjson(tmp_path / "a", person(), condition("c1"))
        bad = tmp_path / "b"
        bad.write_bytes(b'<Patient xmlns="http://hl7.org/fhir"/>')

        run = send(delta, good, bad)

        refused = ImportFile.objects.get(run=run, state=ImportFileState.REFUSED)
        assert run.created == 1
        assert "XML" in refused.refusal

    def test_fails_a_run_of_which_nothing_can_be_read(self, tmp_path, delta, send):
        bad = tmp_path / "b"
        bad.write_bytes(b"MSH|^~\\&|")

        run = send(delta, bad)

        assert run.state == ImportRunState.FAILED
        assert "HL7 v2" in run.failure

    def test_refuses_lines_that_are_mostly_of_an_older_fhir(self, tmp_path, delta, send):
        old = [{**condition(f"c{n}"), "clinicalStatus": "active"} for n in range(5)]

        run = send(delta, write_ndjson(tmp_path / "a", person(), *old))

        assert "STU3" in run.failure
        assert not Patient.objects.exists()


class TestTable:
    def test_goes_the_same_way_as_fhir(self, tmp_path, delta, send):
        delta.format, delta.column_map, delta.mode = "csv", "social-care", FeedMode.SNAPSHOT
        delta.save()
        path = tmp_path / "social_care.csv"
        path.write_text(
            "person_id,nhs_number,surname,forename,date_of_birth,record_type,record_id,description\n"
            "S1,9990000018,Testerton,Ada,12/03/1950,alert,A1,Dog in the house\n"
            "S1,9990000018,Testerton,Ada,12/03/1950,care_package,A2,Home care\n"
            "S1,9990000018,Testerton,Ada,soon,equipment,A3,Grab rail\n"
        )

        run, again = send(delta, path), send(delta, path)

        assert (run.received, run.created, run.quarantined) == (3, 2, 1)
        assert again.unchanged == 2
        assert "Row 4" in QuarantinedItem.objects.get().explanation
