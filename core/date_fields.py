"""A date that people type as day, month and year, because pickers are slow for birth dates."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DatePartsInput(forms.MultiWidget):
    """Three boxes; a form posts them as `name_day`, `name_month` and `name_year`."""

    use_fieldset = True

    def __init__(self) -> None:
        super().__init__(widgets={part: forms.TextInput() for part in PARTS})

    def decompress(self, value: object) -> list[str]:
        """Return what stands in the boxes for a date."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(
        self, data: Mapping[str, object], files: object, name: str
    ) -> list[str]:
        """Return what was typed, part by part."""
        del files  # a date has none
        return [str(data.get(f"{name}_{part}") or "").strip() for part in PARTS]


class DatePartsField(forms.Field):
    """A date in three parts, whose errors say which part is wrong."""

    widget = DatePartsInput

    def to_python(self, value: object) -> date | None:
        """
        Return the date that the parts make, or None where all are empty.

        :raises ValidationError: a part is missing, or there is no such date
        """
        if value is None or isinstance(value, date):
            return value
        parts = dict(zip(PARTS, value, strict=True)) if isinstance(value, Sequence) else {}
        missing = [part for part in PARTS if not parts.get(part)]
        if len(missing) == len(PARTS):
            return None
        words = str(self.label or "The date")
        if missing:
            raise ValidationError(
                f"{words} must include a {' and a '.join(missing)}",
                code="incomplete",
                params={"parts": missing},
            )
        try:
            return date(_year(parts["year"]), _month(parts["month"]), int(parts["day"]))
        except ValueError as error:
            raise ValidationError(
                f"{words} must be a real date, such as 12 3 1948", code="invalid"
            ) from error


def _month(text: str) -> int:
    """Read a month as a number or by the start of its name."""
    start = text[:3].lower()
    return _MONTHS.index(start) + 1 if start in _MONTHS else int(text)


def _year(text: str) -> int:
    """Read a year of four digits; two digits could be either century."""
    if len(text) != len("1948"):
        raise ValueError("a year has four digits")
    return int(text)
