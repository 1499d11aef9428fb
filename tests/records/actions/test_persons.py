"""Who becomes whom: links, new people and people who are held, whatever the order of a file."""

import random
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.actions.imports import import_now
from records.codes import QuarantineReason
from records.models import Patient, QuarantinedItem, RecordEntry, SourcePatient
from tests.factories.accounts import HospitalFactory
from tests.factories.records import FeedFactory, test_number
from tests.records.feed_files import condition, person, write_ndjson

ONE, TWO = "9990000018", "9990000026"


@pytest.fixture
def hospital(db):
    return FeedFactory.create(organization=HospitalFactory.create())


class TestLinking:
    def test_makes_one_patient_of_two_sources(self, tmp_path, delta, hospital, send):
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE), condition("c1")))

        married = person("h7", nhs=ONE, family="Wedlock")
        run = send(hospital, write_ndjson(tmp_path / "b", married, condition("c1", about="h7")))

        patient = Patient.objects.get()
        assert run.patients_linked == 1
        assert patient.sources.count() == 2
        assert RecordEntry.objects.filter(patient=patient).count() == 2
        assert set(patient.identifiers.values_list("value", flat=True)) == {"mrn-p1", "mrn-h7"}

    def test_shows_the_words_of_the_gp_practice(self, tmp_path, delta, hospital, send):
        send(hospital, write_ndjson(tmp_path / "b", person("h7", nhs=ONE, family="Wedlock")))
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE)))
        newer = person("h7", nhs=ONE, family="Wedlock", postcode="SY1 1AA")
        send(hospital, write_ndjson(tmp_path / "c", newer))

        assert Patient.objects.get().family_name == "Testerton"

    def test_believes_any_source_that_restricts_or_says_died(self, tmp_path, delta, hospital, send):
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE)))
        restricted = person(
            "h7",
            nhs=ONE,
            meta={"security": [{"code": "R"}]},
            deceasedDateTime="2026-01-05T10:00:00Z",
        )
        send(hospital, write_ndjson(tmp_path / "b", restricted))

        patient = Patient.objects.get()
        assert patient.is_restricted
        assert patient.is_deceased
        assert str(patient.deceased_on) == "2026-01-05"

    def test_never_matches_by_a_placeholder(self, tmp_path, delta, send):
        people = [
            person("p1", nhs="9999999999"),
            person("p2", nhs="9999999999", family="Other", given="Eve", born="1980-01-01"),
        ]

        run = send(delta, write_ndjson(tmp_path / "a", *people))

        assert run.patients_created == 2
        assert set(Patient.objects.values_list("nhs_number", flat=True)) == {""}
        assert any("placeholder" in note.text for note in run.notes.all())

    def test_gives_a_number_to_somebody_who_had_none(self, tmp_path, delta, send):
        send(delta, write_ndjson(tmp_path / "a", person()))

        send(delta, write_ndjson(tmp_path / "b", person(nhs=ONE)))

        assert Patient.objects.get().nhs_number == ONE

    def test_keeps_a_link_that_a_change_contradicts(self, tmp_path, delta, send):
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE), condition("c1")))

        path = write_ndjson(tmp_path / "b", person(nhs=TWO), condition("c1"))
        run = send(delta, path)

        assert Patient.objects.get().nhs_number == ONE
        assert run.unchanged == 1
        assert QuarantinedItem.objects.get().reason == QuarantineReason.IDENTITY_CONFLICT
        assert SourcePatient.objects.get().nhs_number == ONE


class TestHolding:
    def test_shows_nothing_of_a_person_in_conflict(self, tmp_path, delta, hospital, send):
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE)))
        stranger = person("h7", nhs=ONE, family="Other", given="Eve", born="1980-01-01")

        run = send(hospital, write_ndjson(tmp_path / "b", stranger, condition("c1", about="h7")))

        reasons = set(QuarantinedItem.objects.values_list("reason", flat=True))
        assert (run.patients_held, run.created) == (1, 0)
        assert reasons == {QuarantineReason.IDENTITY_CONFLICT, QuarantineReason.PATIENT_HELD}
        assert SourcePatient.objects.held().get().source_id == "h7"

    def test_says_the_same_the_next_night(self, tmp_path, delta, hospital, send):
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE)))
        path = write_ndjson(tmp_path / "b", person("h7", family="Testerton"))
        first = send(hospital, path)
        held = SourcePatient.objects.held().values().get()

        second = send(hospital, path)

        assert first.patients_held == second.patients_held == 1
        assert SourcePatient.objects.held().values().get() == held

    def test_links_a_held_person_once_the_source_is_right(self, tmp_path, delta, hospital, send):
        send(delta, write_ndjson(tmp_path / "a", person(nhs=ONE)))
        wrong = person("h7", nhs=ONE, born="1950-12-03")
        send(hospital, write_ndjson(tmp_path / "b", wrong, condition("c1", about="h7")))

        run = send(hospital, write_ndjson(tmp_path / "c", person("h7", nhs=ONE)))

        assert run.patients_linked == 1
        assert RecordEntry.objects.get().patient == Patient.objects.get()
        assert not QuarantinedItem.objects.open().exists()


NAMES = st.sampled_from(["Ada", "Eve", "Bill", "William"])
PEOPLE: st.SearchStrategy[list[dict[str, str]]] = st.lists(
    st.builds(
        dict,
        nhs=st.sampled_from(["", "", ONE, TWO]),
        family=st.sampled_from(["Testerton", "Wedlock"]),
        given=NAMES,
        born=st.sampled_from(["1950-03-12", "1950-12-03", "1980-01-01"]),
        postcode=st.sampled_from(["SY3 8XQ", "B1 1AA"]),
    ),
    min_size=2,
    max_size=6,
)


class TestOrder:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(people=PEOPLE, seed=st.integers(0, 1000))
    def test_of_people_in_a_file_changes_nothing(self, tmp_path, delta, clock, people, seed):
        sent = [person(f"p{number}", **one) for number, one in enumerate(people)]
        shuffled = random.Random(seed).sample(sent, len(sent))  # noqa: S311

        outcomes = []
        for order in (sent, shuffled):
            point = transaction.savepoint()
            import_now(delta, [write_ndjson(tmp_path / "a", *order)], clock=clock)
            outcomes.append(self.outcome())
            transaction.savepoint_rollback(point)

        assert outcomes[0] == outcomes[1]

    def outcome(self):
        """Return who is whose, without ids: for each patient, the sources that are theirs."""
        linked: dict[object, list[str]] = {}
        for source in SourcePatient.objects.all():
            key = source.patient_id or f"held: {source.hold_reason}"
            linked.setdefault(key, []).append(source.source_id)
        return sorted(
            (str(key) if str(key).startswith("held") else "", sorted(ids))
            for key, ids in linked.items()
        )


@pytest.mark.django_db(transaction=True)
class TestTwoFeedsAtOnce:
    def test_make_one_person_once(self, tmp_path, clock):
        numbers = [test_number(index) for index in range(300)]
        feeds = [FeedFactory.create(), FeedFactory.create(organization=HospitalFactory.create())]
        people = [
            person(f"p{n}", nhs=number, family=f"Family{n}") for n, number in enumerate(numbers)
        ]
        path = write_ndjson(tmp_path / "a", *people)
        start = Barrier(len(feeds))
        runs = []

        def work(feed):
            start.wait()
            runs.append(import_now(feed, [path], clock=clock))
            connection.close()

        threads = [Thread(target=work, args=[feed]) for feed in feeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted((run.patients_created, run.patients_linked) for run in runs) == [
            (0, 300),
            (300, 0),
        ]
        assert Patient.objects.count() == 300
        assert SourcePatient.objects.linked().count() == 600
