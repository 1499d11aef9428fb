"""The values of one row of a table, read by the columns of its map."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RowValues:
    """The words and dates of a row, by column; an empty cell is an empty text or no date."""

    words: Mapping[str, str]
    dates: Mapping[str, date]

    def word(self, name: str) -> str:
        """Return the text of a column."""
        return self.words.get(name, "")

    def iso(self, name: str) -> str:
        """Return the date of a column as FHIR writes it, or nothing."""
        found = self.dates.get(name)
        return found.isoformat() if found else ""
