"""How a body measures: lines that drift with age and disease, so that results tell one story."""

from dataclasses import dataclass
from datetime import date
from random import Random

from records.demo.days import years_between
from records.demo.laboratory import Analyte, creatinine_for


@dataclass(slots=True)
class Line:
    """A value that changes steadily: what it is now, its change a year, and how it scatters."""

    now: float
    slope: float
    scatter: float
    low: float
    high: float
    since: float = 99.0

    def at(self, years_ago: float, rng: Random) -> float:
        """Return a reading; before `since` years ago the line lies flat."""
        centre = self.now - self.slope * min(years_ago, self.since)
        return min(self.high, max(self.low, rng.gauss(centre, self.scatter)))


class Body:
    """The lines of one person. Stories bend them; every measurement is read from them."""

    __slots__ = ("_born", "_female", "_rng", "as_of", "height", "lines")

    def __init__(self, rng: Random, sex: str, born: date, as_of: date) -> None:
        self._rng, self._female, self._born, self.as_of = rng, sex == "female", born, as_of
        age = years_between(born, as_of)
        self.height = round(rng.gauss(162 if self._female else 176, 6.5))
        weight = rng.gauss(26.5, 3.6) * (self.height / 100) ** 2
        old = max(0.0, age - 40)
        hb = 132 if self._female else 148
        self.lines = {
            "sodium": Line(140, 0, 1.6, 118, 152),
            "potassium": Line(4.3, 0, 0.22, 2.9, 6.6),
            "egfr": Line(min(118.0, max(62.0, 112 - old * 0.85)), -0.7, 2.5, 6, 122),
            "haemoglobin": Line(hb, 0, 3.5, 62, 182),
            "white-cells": Line(6.8, 0, 0.9, 0.9, 28),
            "platelets": Line(255, 0, 22, 40, 700),
            "mcv": Line(90, 0, 1.5, 66, 115),
            "alt": Line(23, 0, 5, 6, 400),
            "alp": Line(74, 0, 8, 28, 700),
            "bilirubin": Line(9, 0, 2, 3, 90),
            "albumin": Line(43 - old * 0.08, 0, 1.3, 18, 51),
            "cholesterol": Line(5.1, 0, 0.25, 2.3, 9.5),
            "hdl": Line(1.5 if self._female else 1.2, 0, 0.06, 0.6, 2.6),
            "hba1c": Line(37, 0.1, 1.0, 26, 140),
            "tsh": Line(2.1, 0, 0.35, 0.05, 60),
            "nt-pro-bnp": Line(60 + old * 3, 3, 20, 18, 24_000),
            "crp": Line(3, 0, 0.8, 0.6, 320),
            "troponin": Line(4, 0, 1, 2, 9_000),
            "systolic": Line(117 + old * 0.25, 0.3, 6, 84, 210),
            "diastolic": Line(75, 0, 4, 44, 118),
            "pulse": Line(73, 0, 5, 44, 150),
            "weight": Line(max(44.0, weight), 0.15, 0.7, 32, 190),
            "peak-flow": Line(
                max(180.0, (410 if self._female else 560) - old * 3.2), 0, 18, 90, 720
            ),
            "rate": Line(15, 0, 1, 9, 38),
            "oxygen": Line(98, 0, 0.7, 76, 100),
            "temperature": Line(36.7, 0, 0.15, 34.5, 40.6),
        }

    def bend(self, key: str, *, now: float, slope: float = 0, since: float = 99) -> None:
        """Set where a line stands today and how it got there."""
        line = self.lines[key]
        line.now, line.slope, line.since = now, slope, since

    def read(self, key: str, day: date) -> float:
        return self.lines[key].at(max(0.0, years_between(day, self.as_of)), self._rng)

    def panel(
        self, analytes: tuple[Analyte, ...], day: date, acute: dict[str, float]
    ) -> list[float]:
        """Return one value an analyte, agreeing with one another as a laboratory's would."""
        values: dict[str, float] = {}
        for analyte in analytes:
            value = acute.get(analyte.key)
            values[analyte.key] = (
                self._derived(analyte.key, day, values, acute) if value is None else value
            )
        return [round(values[analyte.key], analyte.digits) for analyte in analytes]

    def _derived(
        self, key: str, day: date, values: dict[str, float], acute: dict[str, float]
    ) -> float:
        if key == "non-hdl":
            return values["cholesterol"] - values["hdl"]
        if key in {"urea", "creatinine", "egfr"}:
            egfr = values.setdefault("egfr", acute.get("egfr") or self.read("egfr", day))
            age = int(years_between(self._born, day))
            if key == "creatinine":
                return creatinine_for(egfr, age, female=self._female)
            return egfr if key == "egfr" else 3.2 + 310 / max(12.0, egfr) ** 1.05
        return self.read(key, day)
