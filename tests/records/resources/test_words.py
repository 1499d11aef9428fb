"""Amounts, doses and names in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.resources.amounts import (
    date_words,
    number_words,
    period_words,
    quantity_words,
    range_words,
    ratio_words,
    timed_words,
    value_words,
)
from records.resources.dosage import dosage_words, timing_words
from records.resources.people import fill_displays, name_of, said
from records.resources.shape import Resource

DASH = "\N{EN DASH}"
UNKNOWN: Resource = {
    "extension": [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "valueCode": "asked-unknown",
        }
    ]
}


def amount(value, unit="", **more):
    return {"value": value, "unit": unit} | more


ABSENT: Resource = {"_recorded": UNKNOWN}


class TestAmounts:
    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (5, "5"),
            (7.0, "7.0"),
            (0.00001, "0.00001"),
            (2140, "2,140"),
            (-1234.5, "-1,234.5"),
            (True, ""),
            (None, ""),
            ("12", "12"),
        ],
    )
    def test_numbers(self, value, words):
        assert number_words(value) == words

    @pytest.mark.parametrize(
        ("quantity", "words"),
        [
            (amount(36.5, "Cel"), "36.5 °C"),
            (amount(21, "per minute"), "21/min"),
            (amount(93, "%"), "93%"),
            (amount(90, "mL/min/1.73m2", comparator=">"), "> 90 mL/min/1.73m2"),
            (amount(1, "a"), "1 year"),
            (amount(3, "mo"), "3 months"),
            (amount(21, "capsule"), "21 capsules"),
            (amount(1, "tablets"), "1 tablet"),
            ({"value": 6, "code": "{score}"}, "6"),
            ({"_value": UNKNOWN}, "Asked unknown"),
            ({}, ""),
        ],
    )
    def test_quantities(self, quantity, words):
        assert quantity_words(quantity) == words

    @pytest.mark.parametrize(
        ("extent", "words"),
        [
            ({"low": amount(60), "high": amount(120)}, f"60{DASH}120"),
            ({"low": amount(4, "%"), "high": amount(6, "%")}, f"4{DASH}6%"),
            ({"high": amount(5.0, "mmol/L")}, "up to 5.0 mmol/L"),
            ({"low": amount(1.5, "mmol/L")}, "1.5 mmol/L or more"),
            ({"text": "see comment"}, "see comment"),
        ],
    )
    def test_ranges(self, extent, words):
        assert range_words(extent) == words

    @pytest.mark.parametrize(
        ("ratio", "words"),
        [
            ({"numerator": amount(1), "denominator": amount(128)}, "1:128"),
            (
                {"numerator": amount(1, "mg"), "denominator": amount(10, "mL")},
                "1 mg per 10 mL",
            ),
            ({"numerator": amount(2, "g")}, "2 g"),
        ],
    )
    def test_ratios(self, ratio, words):
        assert ratio_words(ratio) == words

    @pytest.mark.parametrize(
        ("element", "words"),
        [
            ({"valueQuantity": amount(5, "mg")}, "5 mg"),
            ({"valueCodeableConcept": {"text": "Positive"}}, "Positive"),
            ({"valueCoding": {"code": "a", "display": "A thing"}}, "A thing"),
            ({"valueString": " text "}, "text"),
            ({"valueBoolean": True}, "Yes"),
            ({"valueBoolean": False}, "No"),
            ({"valueInteger": 1500}, "1,500"),
            ({"valueRange": {"low": amount(1), "high": amount(2)}}, f"1{DASH}2"),
            ({"valueRatio": {"numerator": amount(1), "denominator": amount(2)}}, "1:2"),
            ({"valueSampledData": {"period": 1}}, "A series of measurements"),
            ({"valueTime": "07:40:00"}, "07:40"),
            ({"valueDateTime": "2026-03-12"}, "12 March 2026"),
            ({"valueDate": "2026-03"}, "March 2026"),
            ({"valuePeriod": {"start": "2026"}}, "from 2026"),
            ({"valueReference": {"display": "A letter"}}, "A letter"),
            ({"valueAttachment": {"title": "Scan"}}, "Scan"),
            ({}, ""),
        ],
    )
    def test_values_of_every_kind(self, element, words):
        assert value_words(element) == words

    @pytest.mark.parametrize(
        ("period", "words"),
        [
            ({"start": "2026-03-01", "end": "2026-03-05"}, "1 March 2026 to 5 March 2026"),
            ({"start": "2026-03-01", "end": "2026-03-01"}, "1 March 2026"),
            (
                {"start": "2026-03-01T10:00:00Z", "end": "2026-03-01T10:20:00Z"},
                "1 March 2026, 10:00 to 10:20",
            ),
            (
                {"start": "2026-03-01T10:00:00Z", "end": "2026-03-02T10:20:00Z"},
                "1 March 2026, 10:00 to 2 March 2026, 10:20",
            ),
            ({"start": "2026-03-01", "end": "9999-12-31"}, "from 1 March 2026"),
            ({"end": "2026"}, "until 2026"),
            ({}, ""),
        ],
    )
    def test_periods(self, period, words):
        assert period_words(period) == words

    def test_an_age_is_when_it_began(self):
        assert timed_words({"onsetAge": amount(52, "a")}, "onset") == "at 52 years"

    def test_a_date_that_is_absent_says_why(self):
        assert date_words(ABSENT, "recorded") == "Asked unknown"

    def test_a_date_that_is_none_stays_as_it_was_sent(self):
        assert date_words({"recorded": "0000-00-00"}, "recorded") == "0000-00-00"


class TestDosage:
    @pytest.mark.parametrize(
        ("dosage", "words"),
        [
            ({"text": "1 each morning"}, "1 each morning"),
            (
                {
                    "doseAndRate": [{"doseQuantity": amount(1, "tablet")}],
                    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d",
                                          "when": ["MORN"]}},
                },
                "1 tablet each morning",
            ),
            (
                {
                    "doseAndRate": [{"doseQuantity": amount(500, "mg")}],
                    "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}},
                    "asNeededCodeableConcept": {"text": "Pain"},
                    "route": {"text": "Oral"},
                    "maxDosePerPeriod": {"numerator": amount(4, "g"),
                                         "denominator": amount(1, "d")},
                },
                "500 mg 3 times a day, as needed for pain, Oral, at most 4 g a day",
            ),
            (
                {
                    "doseAndRate": [{"doseRange": {"low": amount(1), "high": amount(2, "puff")}}],
                    "asNeededBoolean": True,
                },
                f"1{DASH}2 puffs, as needed",
            ),
            (
                {"doseAndRate": [{"rateQuantity": amount(100, "mL/h")}]},
                "100 mL/h",
            ),
            (
                {"doseAndRate": [{"rateRatio": {"numerator": amount(1, "g"),
                                                "denominator": amount(8, "h")}}]},
                "1 g per 8 hours",
            ),
            ({"patientInstruction": "Ask"}, "Ask"),
            ({}, ""),
        ],
    )  # fmt: skip
    def test_says_it_as_a_label_would(self, dosage, words):
        assert dosage_words(dosage) == words

    @pytest.mark.parametrize(
        ("repeat", "words"),
        [
            ({"frequency": 1, "period": 1, "periodUnit": "d"}, "once a day"),
            ({"frequency": 2, "period": 1, "periodUnit": "d"}, "twice a day"),
            ({"frequency": 1, "period": 6, "periodUnit": "h"}, "every 6 hours"),
            ({"frequency": 1, "period": 1, "periodUnit": "h"}, "every hour"),
            ({"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"},
             "every 4 to 6 hours"),
            ({"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"},
             "1 to 2 times a day"),
            ({"frequency": 3, "period": 2, "periodUnit": "wk"}, "3 times in 2 weeks"),
            ({"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]},
             "on Monday"),
            ({"period": 1, "periodUnit": "d", "when": ["ACM", "HS"]},
             "before breakfast and at bedtime"),
            ({"timeOfDay": ["08:00:00", "20:00:00"]}, "at 08:00, 20:00"),
            ({"frequency": 2, "period": 1, "periodUnit": "d",
              "boundsDuration": {"value": 7, "unit": "d"}}, "twice a day for 7 days"),
            ({"frequency": 1, "period": 1, "periodUnit": "d", "count": 5},
             "once a day (5 times in all)"),
            ({"boundsPeriod": {"start": "2026-03-01"}}, "from 1 March 2026"),
            ({}, ""),
        ],
    )  # fmt: skip
    def test_says_how_often(self, repeat, words):
        assert timing_words({"repeat": repeat}) == words

    @pytest.mark.parametrize(("code", "words"), [("BID", "twice a day"), ("Q6H", "every 6 hours")])
    def test_spells_out_latin_codes(self, code, words):
        assert timing_words({"code": {"coding": [{"code": code}]}}) == words

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "timing", "repeat", "doseAndRate", "doseQuantity", "value", "unit", "when",
                        "frequency", "period", "periodUnit", "dayOfWeek", "count", "route",
                        "boundsDuration", "maxDosePerPeriod", "numerator", "text", "coding",
                    ]
                ),
                inner,
                max_size=4,
            ),
            max_leaves=12,
        )
    )  # fmt: skip
    def test_whatever_is_sent_has_words(self, anything):
        dosage = anything if isinstance(anything, dict) else {"timing": anything}

        assert isinstance(dosage_words(dosage), str)


def dig(resource, steps):
    for step in steps:
        resource = resource[step]
    return resource


def fill(resource, references):
    return fill_displays(resource, references)


class TestPeople:
    @pytest.mark.parametrize(
        ("resource", "name"),
        [
            ({"resourceType": "Practitioner", "name": [{"text": "Dr Gose"}]}, "Dr Gose"),
            ({"resourceType": "Practitioner", "name": []}, ""),
            ({"resourceType": "Location", "name": "Ward 9"}, "Ward 9"),
            ({"resourceType": "Device", "deviceName": [{"name": "Pump"}]}, "Pump"),
            ({"resourceType": "Device", "type": {"text": "Frame"}}, "Frame"),
            ({"resourceType": "Medication", "code": {"text": "Aspirin"}}, "Aspirin"),
        ],
    )
    def test_names_what_entries_lean_on(self, resource, name):
        assert name_of(resource) == name

    def test_never_says_a_patient_by_number(self):
        identifier: Resource = {
            "system": "https://fhir.nhs.uk/Id/nhs-number",
            "value": "9990000018",
        }

        assert said({"identifier": identifier}) == ""

    def test_fills_in_the_names_that_are_known(self, references):
        visit = {
            "resourceType": "Encounter",
            "subject": {"reference": "Patient/1"},
            "serviceProvider": {"reference": "Organization/1"},
            "participant": [{"individual": {"reference": "Practitioner/1"}}],
            "location": [{"location": {"reference": "Location/unknown"}}],
            "partOf": {"reference": "Organization/1", "display": "Kept"},
        }

        assert fill(visit, references)
        assert not fill(visit, references)
        assert said(dig(visit, ["serviceProvider"])) == "Radbrook Green Surgery"
        assert said(dig(visit, ["participant", 0, "individual"])) == "Dr Sandra Gose"
        assert said(dig(visit, ["partOf"])) == "Kept"
        assert said(dig(visit, ["subject"])) == ""
        assert said(dig(visit, ["location", 0, "location"])) == ""
