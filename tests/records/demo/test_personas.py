"""The eight people whom the demo relies on."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.nhs_number import find_nhs_number
from records.demo.chart import Chart
from records.demo.generate import Order, lives
from records.demo.life import Life
from records.demo.personas import PERSONAS
from records.resources.shape import Resource

DAY = date(2026, 11, 22)


# What the module makes once is dear: one process makes it.
pytestmark = pytest.mark.xdist_group("personas")


@pytest.fixture(scope="module")
def told() -> dict[str, Life]:
    order = Order(patients=len(PERSONAS), out=Path(), seed=77, as_of=DAY, letters=0)
    return {life.person.surname: life for life in lives(order)}


def feeds_of(life: Life) -> set[str]:
    charts = (life.gp, life.hospital, life.mind, life.community)
    sent = {chart.source.feed for chart in charts if any(everything(chart))}
    return sent | ({"shropshire-council"} if life.rows else set())


def everything(chart: Chart) -> Iterator[Resource]:
    """Yield every entry of a chart, inside events and out."""
    yield from chart.entries
    for event in chart.events:
        yield from event.entries


class TestPersonas:
    def test_have_right_numbers(self):
        for persona in PERSONAS:
            assert find_nhs_number(persona.nhs_number)

    def test_are_the_same_for_every_seed(self, told):
        again = lives(Order(patients=8, out=Path(), seed=1, as_of=DAY, letters=0))

        for life in again:
            assert list(everything(life.gp)) == list(everything(told[life.person.surname].gp))

    @pytest.mark.parametrize("day", [DAY, date(2026, 12, 26), date(2027, 2, 28), date(2027, 7, 4)])
    def test_are_known_to_the_feeds_that_they_name_on_any_day(self, day):
        order = Order(patients=len(PERSONAS), out=Path(), seed=1, as_of=day, letters=0)

        for persona, life in zip(PERSONAS, lives(order), strict=True):
            assert feeds_of(life) == set(persona.feeds), persona.surname

    def test_winifred_has_lisinopril_stopped_in_hospital_and_still_on_the_practice_list(self, told):
        life = told["Testwood"]

        stopped = statuses(everything(life.hospital), "Lisinopril 10mg tablets")
        on_list = statuses(everything(life.gp), "Lisinopril 10mg tablets")

        assert stopped == Counter({"stopped": 1})
        assert on_list == Counter({"active": 1})

    def test_rajesh_has_more_than_two_hundred_entries(self, told):
        assert len(list(everything(told["Testwala"].gp))) > 200

    def test_chloe_has_almost_nothing(self, told):
        assert len(list(everything(told["Mockbridge"].gp))) < 4


def statuses(entries, name: str) -> Counter[str]:
    return Counter(
        entry["status"]
        for entry in entries
        if entry.get("medicationCodeableConcept", {}).get("text") == name
    )
