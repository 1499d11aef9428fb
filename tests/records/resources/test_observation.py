from decimal import Decimal

import pytest

from records.resources.observation import extract, present
from records.resources.shape import UnreadableValue

DASH = "\N{EN DASH}"


def observation(**elements):
    return {"resourceType": "Observation", "status": "final", "code": {"text": "eGFR"}} | elements


def quantity(value, unit="", **more):
    return {"value": value, "unit": unit} | more


def category(code):
    return [{"coding": [{"code": code}]}]


class TestExtract:
    @pytest.mark.parametrize(
        ("elements", "section"),
        [
            ({"category": category("laboratory")}, "investigation-results"),
            ({"category": category("imaging")}, "investigation-results"),
            ({"category": category("vital-signs")}, "examination-findings"),
            ({"category": category("exam")}, "examination-findings"),
            ({"category": category("survey")}, "assessments"),
            ({"category": category("social-history")}, "social-context"),
            ({"specimen": {"display": "Blood"}}, "investigation-results"),
            ({"code": {"coding": [{"code": "77386006"}]}}, "pregnancy-status"),
            ({}, "examination-findings"),
        ],
    )
    def test_stands_under_the_heading_of_its_kind(self, elements, section, nothing_sent):
        assert extract(observation(**elements), nothing_sent).section == section

    def test_keeps_a_number_exactly_with_its_unit(self, nothing_sent):
        found = extract(observation(valueQuantity=quantity(0.1, "10*9/L")), nothing_sent)

        assert (found.value, found.unit) == (Decimal("0.1"), "\N{MULTIPLICATION SIGN}10⁹/L")

    def test_keeps_a_bare_integer(self, nothing_sent):
        assert extract(observation(valueInteger=3), nothing_sent).value == Decimal(3)

    @pytest.mark.parametrize(
        "elements", [{"valueString": "3"}, {"valueBoolean": True}, {"valueQuantity": {}}, {}]
    )
    def test_has_no_number_otherwise(self, elements, nothing_sent):
        assert extract(observation(**elements), nothing_sent).value is None

    def test_refuses_an_absurd_number(self, nothing_sent):
        with pytest.raises(UnreadableValue, match="too large"):
            extract(observation(valueQuantity=quantity(1e300)), nothing_sent)

    def test_refuses_a_day_that_is_none(self, nothing_sent):
        with pytest.raises(UnreadableValue) as refusal:
            extract(observation(effectiveDateTime="2013-02-30"), nothing_sent)

        assert refusal.value.path == "Observation.effectiveDateTime"
        assert "2013" not in str(refusal.value)


class TestPresent:
    def test_says_name_value_range_and_standing(self):
        shown = present(
            observation(
                valueQuantity=quantity(38, "mL/min/{1.73_m2}"),
                referenceRange=[{"low": quantity(60), "high": quantity(120)}],
                interpretation=[{"coding": [{"code": "L"}]}],
            )
        )

        assert shown.headline == "eGFR 38 mL/min/1.73m2"
        assert (shown.name, shown.value) == ("eGFR", "38 mL/min/1.73m2")
        assert shown.detail == f"range 60{DASH}120, low"
        assert shown.flag == "low"

    @pytest.mark.parametrize(
        ("code", "words", "flag"),
        [
            ("H", "high", "high"),
            ("HH", "critically high", "high"),
            ("LL", "critically low", "low"),
            ("A", "abnormal", "abnormal"),
            ("POS", "positive", "abnormal"),
            ("N", "normal", ""),
        ],
    )
    def test_spells_out_what_the_laboratory_coded(self, code, words, flag):
        shown = present(observation(interpretation=[{"coding": [{"code": code}]}]))

        assert (shown.detail, shown.flag) == (words, flag)

    @pytest.mark.parametrize(
        ("value", "standing", "flag"),
        [(34, "below the range", "low"), (35, "", ""), (51, "above the range", "high")],
    )
    def test_compares_with_the_only_range(self, value, standing, flag):
        extent = {"low": quantity(35, "g/L"), "high": quantity(50, "g/L")}
        shown = present(observation(valueQuantity=quantity(value, "g/L"), referenceRange=[extent]))

        assert shown.detail.removeprefix(f"range 35{DASH}50 g/L").removeprefix(", ") == standing
        assert shown.flag == flag

    @pytest.mark.parametrize(
        "elements",
        [
            {"referenceRange": [{"high": quantity(5, "g/dL")}]},
            {"referenceRange": [{"high": quantity(5)}, {"high": quantity(6)}]},
            {"referenceRange": [{"high": quantity(5, "g/L")}], "comparator": "<"},
            {"referenceRange": [{"text": "see comment"}]},
        ],
    )
    def test_does_not_compare_what_it_cannot(self, elements):
        comparator = {"comparator": elements.pop("comparator")} if "comparator" in elements else {}
        value = quantity(9, "g/L", **comparator)

        assert present(observation(valueQuantity=value, **elements)).flag == ""

    def test_says_a_blood_pressure_as_people_do(self):
        components = [
            {"code": {"text": "Systolic blood pressure"}, "valueQuantity": quantity(138, "mm[Hg]")},
            {"code": {"text": "Diastolic blood pressure"}, "valueQuantity": quantity(82, "mm[Hg]")},
        ]

        shown = present(observation(code={"text": "Blood pressure"}, component=components))

        assert shown.headline == "Blood pressure 138/82 mmHg"
        assert [row.value for row in shown.rows[:3]] == ["138/82 mmHg", "138 mmHg", "82 mmHg"]

    def test_says_words_after_a_colon(self):
        shown = present(observation(code={"text": "Tobacco use"}, valueString="Ex-smoker"))

        assert shown.headline == "Tobacco use: Ex-smoker"

    def test_lists_other_components(self):
        components = [
            {"code": {"text": "Type"}, "valueCodeableConcept": {"text": "Beer"}},
            {"code": {"text": "Year"}, "dataAbsentReason": {"text": "Unknown"}},
        ]

        assert present(observation(component=components)).value == "Type Beer; Year unknown"

    def test_says_why_there_is_no_value(self):
        shown = present(observation(dataAbsentReason={"text": "Not performed"}))

        assert shown.value == "no value: not performed"

    @pytest.mark.parametrize(
        ("status", "caution"),
        [
            ("preliminary", "Not final"),
            ("corrected", "Corrected after it was first issued"),
            ("cancelled", "Cancelled"),
            ("entered-in-error", "Entered in error"),
        ],
    )
    def test_warns_of_a_state_that_matters(self, status, caution):
        assert caution in present(observation(status=status)).cautions

    def test_leaves_a_long_range_to_the_detail(self):
        shown = present(observation(referenceRange=[{"text": "Diagnosis\nof diabetes"}]))

        assert shown.detail == ""
        assert ("Reference range", "Diagnosis\nof diabetes") in [
            (row.label, row.value) for row in shown.rows
        ]

    def test_says_for_whom_a_range_is(self):
        shown = present(
            observation(
                referenceRange=[
                    {"high": quantity(8), "type": {"text": "Severe"}},
                    {"low": quantity(9), "appliesTo": []},
                ]
            )
        )

        assert shown.detail == "range up to 8 (severe); 9 or more"
