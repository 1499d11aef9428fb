"""The banner: what must not be missed about a person, and is never missing from it."""

from datetime import timedelta

import pytest

from core.dates import LONDON
from records.codes import RecordSection
from records.presenters.banner import born_words, present_banner
from records.queries.record import open_record
from tests.factories.records import (
    NOON,
    FeedFactory,
    PatientFactory,
    RecordEntryFactory,
    SourcePatientFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient():
    return SourcePatientFactory.create().patient


@pytest.fixture
def flags(clinician, patient):
    """Return how to read the flags of the patient's banner, as "word: text"."""

    def read():
        head = open_record(patient.pk, viewer=clinician.active_role, at=NOON).head
        return [f"{flag.word}: {flag.text}" for flag in present_banner(head, at=NOON).flags]

    return read


def add(patient, section, display, **more):
    return RecordEntryFactory.create(
        patient=patient, section=section, display=display, **{"resource_type": "Flag"} | more
    )


def allergy(patient, display, *, reaction="", **more):
    resource = {
        "resourceType": "AllergyIntolerance",
        "code": {"text": display},
        "reaction": [{"manifestation": [{"text": reaction}]}] if reaction else [],
    }
    return add(
        patient,
        RecordSection.ALLERGIES,
        display,
        **{"resource_type": "AllergyIntolerance", "resource": resource} | more,
    )


class TestAllergies:
    def test_come_first_however_many_alerts_there_are(self, patient, flags):
        run = allergy(patient, "Penicillin", clinical_start=None).run
        for number in range(301):
            add(patient, RecordSection.ALERTS, f"Alert {number}", run=run, feed=run.feed)

        assert flags()[0] == "Allergy: Penicillin"

    def test_are_shown_with_every_reaction_that_a_source_gives(self, patient, flags):
        allergy(patient, "Penicillin", reaction="rash on both arms and on the back")
        allergy(patient, "Penicillin", reaction="anaphylaxis")

        assert "anaphylaxis" in flags()[0]
        assert "rash on both arms" in flags()[0]

    def test_are_said_to_be_withheld_beside_those_that_are_shown(self, patient, flags):
        allergy(patient, "Penicillin")
        allergy(patient, "Latex", sensitivity="sensitive")

        assert flags() == ["Allergy: Penicillin", "Allergies: some are withheld from you"]

    def test_that_are_over_are_not_said_to_be_recorded_by_nobody(self, patient, flags):
        allergy(patient, "Egg", status="resolved")

        assert flags() == ["Allergies: none current, see earlier ones"]

    def test_stand_before_the_word_that_there_are_none(self, patient, flags):
        allergy(patient, "No known allergies")
        allergy(patient, "Penicillin")

        assert flags() == ["Allergy: Penicillin"]

    def test_are_no_lists_of_allergies(self, patient, flags):
        add(
            patient,
            RecordSection.ALLERGIES,
            "Allergies and adverse reactions",
            resource_type="List",
            status="current",
        )

        assert not any(flag.startswith("Allergy:") for flag in flags())


class TestResuscitation:
    def test_says_where_sources_disagree(self, patient, flags):
        section = RecordSection.END_OF_LIFE_CARE
        add(patient, section, "Not for attempted CPR", clinical_start=NOON - timedelta(days=9))
        add(patient, section, "For attempted CPR", clinical_start=NOON - timedelta(days=1))

        told = [flag for flag in flags() if flag.startswith("CPR")]

        assert [flag.partition(":")[0] for flag in told] == ["CPR, sources disagree"] * 2

    def test_takes_the_newest_of_one_source(self, patient, flags):
        section, feed = RecordSection.END_OF_LIFE_CARE, FeedFactory.create()
        days = ((9, "For attempted CPR"), (1, "DNACPR decision"))
        for ago, words in days:
            start = NOON - timedelta(days=ago)
            add(patient, section, words, feed=feed, clinical_start=start)

        told = [flag for flag in flags() if flag.startswith("CPR")]

        assert [flag.partition(",")[0] for flag in told] == ["CPR: DNACPR decision"]

    @pytest.mark.parametrize(
        "words", ["DNACPR decision", "Not for attempted cardiopulmonary resuscitation"]
    )
    def test_is_known_by_any_of_its_names(self, patient, flags, words):
        add(patient, RecordSection.END_OF_LIFE_CARE, words)

        assert any(flag.startswith("CPR:") for flag in flags())

    def test_that_is_a_draft_says_so(self, patient, flags):
        add(patient, RecordSection.END_OF_LIFE_CARE, "Not for resuscitation", status="draft")

        assert any(flag.startswith("CPR:") and flag.endswith(", draft") for flag in flags())

    def test_of_a_plan_that_is_completed_is_shown_no_more(self, patient, flags):
        add(
            patient,
            RecordSection.END_OF_LIFE_CARE,
            "Not for resuscitation",
            resource_type="CarePlan",
            status="completed",
        )

        assert not any(flag.startswith("CPR:") for flag in flags())


class TestBornWords:
    def test_give_no_age_to_somebody_who_died_nobody_knows_when(self):
        patient = PatientFactory.build(is_deceased=True)

        assert born_words(patient, at=NOON) == "12 Mar 1948"


class TestAlerts:
    def test_say_that_their_time_is_over(self, patient, flags):
        add(patient, RecordSection.ALERTS, "Isolation", clinical_end=NOON - timedelta(days=30))

        day = (NOON - timedelta(days=30)).astimezone(LONDON)
        assert f"Alert: Isolation: ended {day.day} Oct 2026" in flags()

    def test_of_a_source_that_is_not_shared_are_no_part_of_it(self, patient, flags):
        add(patient, RecordSection.ALERTS, "Isolation", feed=FeedFactory.create(shared_with=[]))

        assert not any("Isolation" in flag for flag in flags())
