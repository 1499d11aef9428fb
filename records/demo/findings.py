"""Entries that measure: results, vital signs, scores and what was asked."""

from datetime import datetime, timedelta

from records.demo.body import Body
from records.demo.chart import Chart, file_under
from records.demo.laboratory import Analyte, Panel, interpretation
from records.demo.places import Staff
from records.demo.terms import LOINC, SNOMED, Term, coded, concept
from records.resources.shape import JsonValue, Resource

CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
UCUM = "http://unitsofmeasure.org"
NEWS2 = Term("NEWS2 (National Early Warning Score 2) total score", "1104051000000101")


def quantity(value: float, unit: str, ucum: str) -> Resource:
    return {"value": value, "unit": unit, "system": UCUM, "code": ucum}


def observation(
    chart: Chart, category: str, code: Resource, at: datetime, by: Staff | None = None
) -> Resource:
    """Return the body of an observation, to be given a value and added."""
    return {
        "status": "final",
        "category": [coded(CATEGORY, category)],
        "code": code,
        "subject": chart.subject,
        "effectiveDateTime": at.isoformat(),
        "issued": (at + timedelta(minutes=4)).isoformat(),
        "performer": [chart.by(by)],
    }


def result(chart: Chart, analyte: Analyte, value: float, at: datetime) -> Resource:
    body = observation(chart, "laboratory", concept(analyte.term), at)
    body["issued"] = (at + timedelta(hours=7)).isoformat()
    body["performer"] = [chart.organization]
    number: float | int = value if analyte.digits else int(value)
    body["valueQuantity"] = quantity(number, analyte.unit, analyte.ucum)
    code, word = interpretation(analyte, value)
    body["interpretation"] = [coded(INTERPRETATION, code, word)]
    span: Resource = {}
    if analyte.low is not None:
        span["low"] = quantity(analyte.low, analyte.unit, analyte.ucum)
    if analyte.high is not None:
        span["high"] = quantity(analyte.high, analyte.unit, analyte.ucum)
    body["referenceRange"] = [span]
    return chart.add("Observation", body)


def panel(
    chart: Chart, body: Body, group: Panel, at: datetime, acute: dict[str, float] | None = None
) -> None:
    """Add the results of a panel, and the report that groups them."""
    values = body.panel(group.analytes, at.date(), acute or {})
    members: list[JsonValue] = [
        result(chart, analyte, value, at)
        for analyte, value in zip(group.analytes, values, strict=True)
    ]
    if len(members) == 1:
        return
    chart.add(
        "DiagnosticReport",
        {
            "status": "final",
            "category": [
                coded("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB", "Laboratory")
            ],
            "code": concept(group.term),
            "subject": chart.subject,
            "effectiveDateTime": at.isoformat(),
            "issued": (at + timedelta(hours=7)).isoformat(),
            "performer": [chart.organization],
            "result": members,
        },
    )


def _both(text: str, snomed: str, loinc: str) -> Resource:
    codings: list[JsonValue] = [
        {"system": SNOMED, "code": snomed, "display": text},
        {"system": LOINC, "code": loinc, "display": text},
    ]
    return {"coding": codings, "text": text}


SIGNS = {
    "weight": ("Body weight", "27113001", "29463-7", "kg", "kg", 1),
    "height": ("Body height", "50373000", "8302-2", "cm", "cm", 0),
    "bmi": ("Body mass index", "60621009", "39156-5", "kg/m2", "kg/m2", 1),
    "pulse": ("Pulse rate", "78564009", "8867-4", "beats/minute", "/min", 0),
    "rate": ("Respiratory rate", "86290005", "9279-1", "breaths/minute", "/min", 0),
    "oxygen": ("Oxygen saturation", "103228002", "2708-6", "%", "%", 0),
    "temperature": ("Body temperature", "276885007", "8310-5", "°C", "Cel", 1),
}


def sign(chart: Chart, key: str, value: float, at: datetime, by: Staff | None = None) -> Resource:
    """Add a vital sign."""
    text, snomed, loinc, unit, ucum, digits = SIGNS[key]
    body = observation(chart, "vital-signs", _both(text, snomed, loinc), at, by)
    number: float | int = round(value, digits) if digits else round(value)
    body["valueQuantity"] = quantity(number, unit, ucum)
    return chart.add("Observation", body)


def pressure(
    chart: Chart, systolic: float, diastolic: float, at: datetime, by: Staff | None = None
) -> Resource:
    body = observation(chart, "vital-signs", _both("Blood pressure", "75367002", "85354-9"), at, by)
    upper: Resource = {
        "code": _both("Systolic blood pressure", "72313002", "8480-6"),
        "valueQuantity": quantity(round(systolic), "mmHg", "mm[Hg]"),
    }
    lower: Resource = {
        "code": _both("Diastolic blood pressure", "1091811000000102", "8462-4"),
        "valueQuantity": quantity(round(min(diastolic, systolic * 0.72)), "mmHg", "mm[Hg]"),
    }
    body["component"] = [upper, lower]
    return chart.add("Observation", body)


def weighed(chart: Chart, body: Body, at: datetime, by: Staff | None = None) -> None:
    """Add weight and the body mass index that follows from it."""
    weight = round(body.read("weight", at.date()), 1)
    sign(chart, "weight", weight, at, by)
    sign(chart, "bmi", weight / (body.height / 100) ** 2, at, by)


def score(chart: Chart, term: Term, value: int, at: datetime, note: str = "") -> Resource:
    """Add the score of an assessment."""
    body = observation(chart, "survey", concept(term), at)
    file_under(body, "assessments")
    body["valueQuantity"] = quantity(value, "score", "{score}")
    if note:
        body["note"] = [{"text": note}]
    return chart.add("Observation", body)


def said(chart: Chart, section: str, code: Term, answer: Term, at: datetime) -> Resource:
    """Add something that a person said or that was noted, under a heading."""
    category = "social-history" if section == "social-context" else "exam"
    body = observation(chart, category, concept(code), at)
    file_under(body, section)
    body["valueCodeableConcept"] = concept(answer)
    return chart.add("Observation", body)


def peak_flow(chart: Chart, value: float, at: datetime) -> Resource:
    body = observation(chart, "exam", {"text": "Peak expiratory flow rate"}, at, chart.nurse)
    body["valueQuantity"] = quantity(round(value / 10) * 10, "L/min", "L/min")
    return chart.add("Observation", body)


def news2(rate: float, oxygen: float, systolic: float, pulse: float, temperature: float) -> int:
    """Return the NEWS2 total of someone alert on room air (oxygen scale 1)."""
    bands = (
        (round(rate), ((8, 3), (11, 1), (20, 0), (24, 2)), 3),
        (round(oxygen), ((91, 3), (93, 2), (95, 1)), 0),
        (round(systolic), ((90, 3), (100, 2), (110, 1), (219, 0)), 3),
        (round(pulse), ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2)), 3),
        (round(temperature, 1), ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1)), 2),
    )
    return sum(
        next((points for top, points in steps if value <= top), last)
        for value, steps, last in bands
    )


def bedside(chart: Chart, body: Body, at: datetime, acute: dict[str, float] | None = None) -> None:
    """Add a set of observations as a ward takes them, with the NEWS2 that follows."""
    known = acute or {}
    keys = ("rate", "oxygen", "systolic", "pulse", "temperature")
    rate, oxygen, systolic, pulse, warm = (
        known.get(key) or body.read(key, at.date()) for key in keys
    )
    sign(chart, "rate", rate, at)
    sign(chart, "oxygen", oxygen, at)
    sign(chart, "pulse", pulse, at)
    sign(chart, "temperature", warm, at)
    pressure(chart, systolic, known.get("diastolic") or body.read("diastolic", at.date()), at)
    score_body = observation(chart, "survey", concept(NEWS2), at)
    score_body["valueQuantity"] = quantity(
        news2(rate, oxygen, systolic, pulse, warm), "score", "{score}"
    )
    chart.add("Observation", score_body)
