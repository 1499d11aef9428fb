"""What becomes of a mail that does not go out: it is tried later and later, then no more."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# Until then nobody else takes a mail that is being sent; after that its sender is taken for dead.
LEASE: Final = timedelta(minutes=5)
BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
# What waited longer, as where no mail server was named, is no news any more.
STALE: Final = timedelta(days=7)
_REFUSED_FOR_GOOD: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a mail did not go out, without its address; `retry_at` is None where it never will."""

    words: str
    retry_at: datetime | None


def read_failure(error: Exception, *, attempts: int, at: datetime) -> Failure:
    """Return what follows from a failure: none after six attempts, or where it is refused."""
    code = _code_of(error)
    is_final = isinstance(error, smtplib.SMTPRecipientsRefused) and (code or 0) >= _REFUSED_FOR_GOOD
    has_tries = not is_final and attempts <= len(BACK_OFF)
    return Failure(
        words=f"{type(error).__name__} {code or ''}".strip(),
        retry_at=at + BACK_OFF[attempts - 1] if has_tries else None,
    )


def _code_of(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return codes[0] if codes else None
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
