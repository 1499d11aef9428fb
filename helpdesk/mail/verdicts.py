"""What a mail is: written by a person, or one of the kinds that must never be answered."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from helpdesk.codes import MailVerdict

from .reading import ParsedMail

# On everything that we send. What comes back with it at the top is our own mail.
OWN_HEADER = "X-Helpdesk-Loop"

_DAEMONS = frozenset(
    ("mailer-daemon", "mailerdaemon", "mail-daemon", "postmaster", "post_master", "bounce")
)
_DAEMON_NAME = re.compile(
    r"(?i)\b(mail(er)?[- ]daemon|mail delivery (sub)?system|postmaster|mail administrator"
    r"|(microsoft )?exchange$|mail delivery service)\b"
)
_BOUNCE_SUBJECT = re.compile(
    r"(?i)^\W*(undeliver(able|ed)|non[- ]?deliver|not delivered|returned (e?mail|to sender)"
    r"|mail (delivery (failed|failure|problem|status|error)|could not be|system error|failure)"
    r"|delivery (status notification|failure|has failed|report|notification|final|error|unsuccess)"
    r"|failure notice|failed mail|message (you sent|undeliver|delivery failure|status)"
    r"|warning: (could not|message)|nondeliverable|unzustellbar|permanent delivery failure"
    r"|could not send message|unable to deliver|could not deliver|rejected mail|bounced mail)"
)
_BOUNCE_WORDS = re.compile(
    r"(?i)(could not be delivered|couldn.t be delivered|wasn.t able to deliver|undeliverable"
    r"|was undelivered|permanent(ly)? (fatal )?(error|failure|failed)|delivery (has |to the )?"
    r".{0,80}fail|unable to deliver|not been delivered|user unknown|unknown user|no such user"
    r"|mailbox (unavailable|is full|not found|unknown)|returned to (the )?sender"
    r"|does not like recipient|over quota|quota exceeded|rejected your message"
    r"|not listed in (public )?(name|domino)|\b5\d\d[ -](#)?5\.\d{1,3}\.\d{1,3}\b)"
)
_AUTO_SUBJECT = re.compile(
    r"(?i)^\W*(automatic reply:|auto(matic)?[- ]?(reply|response)\s*(:|$)|autoreply\s*(:|$)"
    r"|auto: |out of (the )?office( reply| autoreply)?\s*(:|$)|vacation:|loop alert:"
    r"|abwesenheitsnotiz|r[ée]ponse automatique)"
)
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoreply-from",
    "x-autoresponder",
    "x-auto-reply",
    "x-vacation",
    "x-mail-autoreply",
    "x-amz-sns-message-id",
)
_LIST_HEADERS = ("list-id", "list-post", "list-unsubscribe", "mailing-list", "x-mailing-list")
_NOTIFICATION = re.compile(r'"notificationType\\?"\s*:\s*\\?"(Bounce|Complaint)\b')
_ANSWERED_BY_MACHINE = ("auto_reply", "autoreply", "auto-reply")
_IN_BULK = ("bulk", "junk")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a mail is, and the marker that decided it."""

    kind: MailVerdict
    marker: str = ""


def classify(mail: ParsedMail, *, envelope_sender: str | None = None) -> Verdict:
    """
    Say what a mail is. The first marker found decides, the surest first.

    `envelope_sender` is what the SMTP client gave, empty for the null return path, None where it is
    not known. X-Auto-Response-Suppress decides nothing: Exchange sets it on ordinary mail.
    """
    if mail.is_empty:
        return Verdict(MailVerdict.UNREADABLE, "nothing could be read")
    for kind, finds in _MARKERS:
        if marker := finds(mail, envelope_sender):
            return Verdict(kind, marker[:200])
    return Verdict(MailVerdict.ORDINARY)


def _complaint(mail: ParsedMail, _: str | None) -> str:
    if mail.parts.report_type == "feedback-report":
        return "multipart/report; report-type=feedback-report"
    if "message/feedback-report" in mail.parts.kinds:
        return "message/feedback-report"
    if "x-hmxmroriginalrecipient" in mail.parts.returned:  # Hotmail's, not RFC 5965
        return "X-HmXmrOriginalRecipient"
    return ""


def _delivery_status(mail: ParsedMail, _: str | None) -> str:
    if mail.parts.report_type == "delivery-status":
        return "multipart/report; report-type=delivery-status"
    if "message/delivery-status" in mail.parts.kinds:
        return "message/delivery-status"
    if mail.parts.report_type and mail.parts.report_type != "disposition-notification":
        return f"multipart/report; report-type={mail.parts.report_type}"
    return "X-Failed-Recipients" if mail.header("x-failed-recipients") else ""


def _own(mail: ParsedMail, _: str | None) -> str:
    return OWN_HEADER if mail.header(OWN_HEADER.lower()) else ""


def _read_receipt(mail: ParsedMail, _: str | None) -> str:
    is_one = (
        mail.parts.report_type == "disposition-notification"
        or "message/disposition-notification" in mail.parts.kinds
    )
    return "message/disposition-notification" if is_one else ""


def _notification(mail: ParsedMail, _: str | None) -> str:
    """Amazon's way of saying so, in JSON."""
    found = _NOTIFICATION.search(mail.text)
    return f"notificationType {found[1]}" if found else ""


def _daemon(mail: ParsedMail, _: str | None) -> str:
    """Old bounces, which name a mail server as their sender."""
    local = mail.sender.partition("@")[0]
    if local in _DAEMONS or (not mail.sender and _daemon_without_address(mail)):
        return f"From: {local or 'a mail server'}"
    if _local(mail.header("return-path")) in _DAEMONS:
        return f"Return-Path: {mail.header('return-path')}"
    if _DAEMON_NAME.search(mail.sender_name) and _reads_like_bounce(mail):
        return f"From: {mail.sender_name}"
    return ""


def _daemon_without_address(mail: ParsedMail) -> bool:
    return _local(mail.header("from")) in _DAEMONS


def _local(value: str) -> str:
    name, _, address = value.rpartition("<")
    inside = address.partition(">")[0].strip() or name
    return inside.partition("@")[0].strip().strip('"').lower()


def _automatic(mail: ParsedMail, _: str | None) -> str:
    """RFC 3834, and what programs wrote before it."""
    submitted = mail.header("auto-submitted").lower().partition(";")[0].split("(")[0].strip()
    if submitted and submitted != "no":
        return f"Auto-Submitted: {submitted}"
    for name in _AUTO_HEADERS:
        if mail.header(name) and mail.header(name).lower() != "no":
            return name
    precedence = mail.header("precedence").lower()
    if precedence in _ANSWERED_BY_MACHINE:
        return f"Precedence: {precedence}"
    if precedence in _IN_BULK and not _is_from_list(mail):
        return f"Precedence: {precedence}"
    return ""


def _null_sender(mail: ParsedMail, envelope_sender: str | None) -> str:
    path = mail.header("return-path")
    if envelope_sender == "":
        return "null return path of the envelope"
    return "Return-Path: <>" if path.replace(" ", "") == "<>" else ""


def _null_bounce(mail: ParsedMail, envelope_sender: str | None) -> str:
    marker = _null_sender(mail, envelope_sender)
    return marker if marker and _reads_like_bounce(mail) else ""


def _auto_subject(mail: ParsedMail, _: str | None) -> str:
    return "Subject of an automatic reply" if _AUTO_SUBJECT.search(mail.subject) else ""


def _reads_like_bounce(mail: ParsedMail) -> bool:
    return bool(_BOUNCE_SUBJECT.search(mail.subject) or _BOUNCE_WORDS.search(mail.text))


def _is_from_list(mail: ParsedMail) -> bool:
    return any(mail.header(name) for name in _LIST_HEADERS)


def _list(mail: ParsedMail, _: str | None) -> str:
    named = next((name for name in _LIST_HEADERS if mail.header(name)), "")
    return named or ("Precedence: list" if mail.header("precedence").lower() == "list" else "")


_MARKERS: tuple[tuple[MailVerdict, Callable[[ParsedMail, str | None], str]], ...] = (
    (MailVerdict.COMPLAINT, _complaint),
    (MailVerdict.BOUNCE, _delivery_status),
    (MailVerdict.LOOP, _own),
    (MailVerdict.AUTO_REPLY, _read_receipt),
    (MailVerdict.BOUNCE, _notification),
    (MailVerdict.BOUNCE, _daemon),
    (MailVerdict.AUTO_REPLY, _automatic),
    (MailVerdict.BOUNCE, _null_bounce),
    (MailVerdict.AUTO_REPLY, _null_sender),
    (MailVerdict.AUTO_REPLY, _auto_subject),
    (MailVerdict.LIST, _list),
)
