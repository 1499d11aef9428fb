"""Lives that a clinician would believe."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from records.demo.chart import Chart
from records.demo.generate import Order, lives
from records.demo.life import Life
from records.resources.shape import JsonValue, Resource

DAY = date(2026, 11, 22)
TELLS_OF_THE_FUTURE = frozenset({"Appointment"})


# What the module makes once is dear: one process makes it.
pytestmark = pytest.mark.xdist_group("lives")


@pytest.fixture(scope="module")
def people() -> list[Life]:
    return list(lives(Order(patients=400, out=Path(), seed=9, as_of=DAY, letters=0)))


def charts(life: Life) -> tuple[Chart, ...]:
    return (life.gp, life.hospital, life.mind, life.community)


def everything(chart: Chart) -> Iterator[Resource]:
    """Yield every entry of a chart, inside events and out."""
    yield from chart.entries
    for event in chart.events:
        yield from event.entries


def entries(life: Life) -> Iterator[Resource]:
    for chart in charts(life):
        yield from everything(chart)


def days_of(value: JsonValue) -> Iterator[date]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from days_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from days_of(inner)
    elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        yield date.fromisoformat(value[:10])


class TestDates:
    def test_lie_between_birth_and_the_day_of_the_feeds_or_death(self, people):
        for life in people:
            for entry in entries(life):
                if entry["resourceType"] in TELLS_OF_THE_FUTURE:
                    continue
                for day in days_of(entry):
                    assert life.person.birth_date <= day <= life.horizon, entry

    def test_of_the_mental_health_trust_are_two_days_late(self, people):
        for life in people:
            for entry in life.mind.entries:
                if entry["resourceType"] not in TELLS_OF_THE_FUTURE:
                    assert all(day <= life.late for day in days_of(entry))

    def test_courses_never_end_before_they_begin(self, people):
        for life in people:
            for course in life.courses:
                assert course.ended is None or course.ended >= course.since


class TestSense:
    def test_no_man_is_pregnant(self, people):
        for life in people:
            if not life.female:
                assert "Normal pregnancy" not in life.problems

    def test_nobody_takes_two_of_a_kind(self, people):
        for life in people:
            families = [course.medicine.family for course in life.medicines_on(DAY)]
            assert len(families) == len(set(families))

    def test_nobody_allergic_to_penicillin_is_given_it(self, people):
        for life in people:
            if "penicillin" in life.avoid:
                assert all(course.medicine.family != "penicillin" for course in life.courses)

    def test_nobody_sees_the_practice_from_a_hospital_bed(self, people):
        for life in people:
            for entry in life.gp.entries:
                period = entry.get("period")
                if entry["resourceType"] == "Encounter" and isinstance(period, dict):
                    day = date.fromisoformat(str(period["start"])[:10])
                    inside = [stay for stay in life.stays if stay.admitted < day < stay.left]
                    assert not inside

    def test_results_that_hang_together_agree(self, people):
        for life in people:
            for reading in kidneys(life):
                egfr, creatinine = reading
                if egfr < 30:
                    assert creatinine > 120
                if egfr > 90:
                    assert creatinine < 100

    def test_every_birth_gives_the_mother_of_the_child(self, people):
        mothers = [
            life
            for life in people
            for relation, child in life.person.relatives
            if life.female and relation in {"Son", "Daughter"} and child.age(DAY) < 5
        ]
        assert mothers
        assert all("Normal pregnancy" in life.problems for life in mothers if life.age < 46)


def kidneys(life: Life) -> Iterator[tuple[float, float]]:
    """Yield eGFR and creatinine of one moment."""
    seen: dict[str, dict[str, float]] = {}
    for entry in life.gp.entries:
        code, quantity = entry.get("code"), entry.get("valueQuantity")
        if isinstance(code, dict) and isinstance(quantity, dict):
            at = seen.setdefault(str(entry["effectiveDateTime"]), {})
            at[str(code.get("text"))[:8]] = float(str(quantity["value"]))
    for values in seen.values():
        if "eGFR usi" in values and "Serum cr" in values:
            yield values["eGFR usi"], values["Serum cr"]
