"""Which addresses a bounce or a complaint is about, and which of our mail it returns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .headers import find_addresses, read_ids
from .reading import ParsedMail

_SAYS_FOR_GOOD = re.compile(
    r"(?i)(could not be delivered|couldn.t be delivered|wasn.t able to deliver|undeliverable"
    r"|permanent(ly)? (fatal )?(error|failure|failed)|user unknown|unknown user|no such user"
    r"|mailbox (unavailable|not found|unknown)|\b5\d\d[ -](#)?5\.\d{1,3}\.\d{1,3}\b|\b55\d\b)"
)
_SAYS_FOR_NOW = re.compile(r"(?i)(delay|will (be )?retr|still trying|warning)")
_RETURNED_ID = re.compile(r"(?im)^[ \t>]*message-id:[ \t]*(<[^<>\s]+>)")
_RECIPIENTS = ("original-recipient", "final-recipient", "original-rcpt-to", "removal-recipient")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a bounce or complaint says: which addresses fail for good, and of which mail."""

    addresses: tuple[str, ...]
    ids: tuple[str, ...]
    is_permanent: bool


def read_failure(mail: ParsedMail) -> Failure:
    """Read which addresses a bounce or complaint is about, and the ids of the mail it returns."""
    failed, permanent = _failed_recipients(mail)
    returned = mail.parts.returned
    ids = [
        *read_ids(returned.get("message-id", ())),
        *mail.references,
        *read_ids(_RETURNED_ID.findall(mail.text)),
    ]
    return Failure(failed, tuple(dict.fromkeys(ids)), permanent)


def _failed_recipients(mail: ParsedMail) -> tuple[tuple[str, ...], bool]:
    """Read RFC 3464 fields, or what stands in their place in older bounces."""
    reports = [report for report in mail.parts.reports if _recipient(report)]
    if reports:
        failed = [report for report in reports if _is_for_good(report)]
        return tuple(dict.fromkeys(_recipient(report) for report in failed)), bool(failed)
    named = mail.headers.get("x-failed-recipients", ())
    if named:
        return find_addresses(" ".join(named)), True
    is_for_good = _SAYS_FOR_GOOD.search(mail.text) and not _SAYS_FOR_NOW.search(mail.subject)
    return find_addresses(mail.text), bool(is_for_good)


def _recipient(report: Mapping[str, tuple[str, ...]]) -> str:
    for name in _RECIPIENTS:
        for value in report.get(name, ()):
            if found := find_addresses(value.rpartition(";")[2]):
                return found[0]
    return ""


def _is_for_good(report: Mapping[str, tuple[str, ...]]) -> bool:
    action = next(iter(report.get("action", ("failed",))), "").lower()
    status = next(iter(report.get("status", ("5.0.0",))), "").strip()
    return action.startswith("failed") and status[:1] != "4"
