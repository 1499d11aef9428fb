"""What may change in a night."""

from datetime import date
from pathlib import Path

import pytest

from records.demo import nights
from records.demo.generate import Order, lives
from records.demo.life import Life

DAY = date(2026, 11, 22)
TONIGHT = date(2026, 11, 23)


@pytest.fixture
def winifred() -> Life:
    return next(lives(Order(patients=1, out=Path(), seed=1, as_of=DAY, letters=0)))


class TestChange:
    @pytest.mark.parametrize(
        "kind", ["result", "attendance", "moved", "visit", "stopped", "withdrawn"]
    )
    def test_says_what_it_was(self, winifred, kind):
        assert nights._apply(winifred, winifred.rng, kind, TONIGHT).kind == kind

    def test_leaves_an_observation_out_of_a_snapshot(self, winifred):
        before = len(winifred.gp.entries)

        nights._apply(winifred, winifred.rng, "withdrawn", TONIGHT)

        assert len(winifred.gp.entries) == before - 1

    def test_names_what_the_hospital_takes_back(self, winifred):
        change = nights._apply(winifred, winifred.rng, "hospital-withdrawn", TONIGHT)

        assert change.withdrawn is not None
        assert change.withdrawn[0].startswith("Observation/")

    def test_stops_a_medicine_with_a_reason(self, winifred):
        nights._apply(winifred, winifred.rng, "stopped", TONIGHT)

        reasons = [entry.get("statusReason") for entry in winifred.gp.entries]
        assert {"text": "Stopped at medication review"} in reasons
