"""Log lines that give nobody away."""

import logging
import re

# PostgreSQL repeats the values of a row that breaks a constraint; they may be a person's.
VALUES = re.compile(r"^\s*(DETAIL|CONTEXT|PARAMETERS?):.*$", re.MULTILINE)


class DiscreetFormatter(logging.Formatter):
    """Formats log lines without the values that the database repeats in its errors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, its traceback included, without the database's details."""
        return VALUES.sub("  (values left out)", super().format(record))
