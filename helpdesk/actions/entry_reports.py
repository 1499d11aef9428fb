"""
Report a problem with an entry of a record.

What the server knows of the entry travels from the page that asks to the one that sends, signed,
so that nobody can report what they did not see. It holds keys and codes: no name, no number, no
birth date, and nothing of what the entry says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core import signing

from accounts.models import PractitionerRole
from core.errors import NotPermittedNow
from helpdesk.codes import (
    Channel,
    EntryProblem,
    Impact,
    TicketCategory,
    TicketKind,
    Urgency,
)
from helpdesk.queries.routing import find_queue
from records.codes import RecordSection
from records.queries.reporting import EntryReference

from .opening import Opening
from .requests import Answer, caller_answers
from .submitting import Submitted, open_once

# Where a ticket's context holds what an entry report is about.
ENTRY: Final = "record_entry"
LONGEST_AGENT: Final = 200
SALT: Final = "helpdesk.entry_report"
# A session lasts no longer.
SEALED_FOR: Final = timedelta(hours=12)
SUBJECTS: Final = {
    EntryProblem.WRONG_PERSON: "Entry of another person",
    EntryProblem.WRONG_VALUE: "Wrong entry",
    EntryProblem.INCOMPLETE: "Incomplete entry",
    EntryProblem.OUT_OF_DATE: "Entry out of date",
    EntryProblem.DUPLICATE: "Entry shown twice",
    EntryProblem.WITHHOLD: "Entry that should not be shown",
    EntryProblem.UNREADABLE: "Entry that cannot be read",
    EntryProblem.OTHER: "Problem with an entry",
}


class SealBroken(NotPermittedNow):
    """What a page sends was not captured by us, for this person and entry, not long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReport:
    """What somebody says of an entry."""

    problem: EntryProblem
    text: str
    could_harm: Answer = Answer.NOT_ASKED


def capture(
    reference: EntryReference, *, viewer: PractitionerRole, agent: str, at: datetime
) -> dict[str, str]:
    """Return what the ticket will hold of an entry, of the view, and of who looked."""
    return {
        "patient": str(reference.patient_id),
        "entry": str(reference.entry_id),
        "section": reference.section,
        "resource_type": reference.resource_type,
        "feed": reference.feed_code,
        "source": reference.source_code,
        "source_name": reference.source_name,
        "source_board": str(reference.source_board_id or ""),
        "content_hash": reference.content_hash,
        "received_at": reference.received_at.isoformat(),
        "viewed_at": at.isoformat(),
        "viewer_role": viewer.job_role,
        "viewer_organization": viewer.organization.ods_code,
        "user_agent": agent[:LONGEST_AGENT],
    }


def seal(captured: dict[str, str], *, viewer: PractitionerRole) -> str:
    """Return what was captured, signed for one person in one role."""
    return signing.dumps({**captured, "role": str(viewer.pk)}, salt=SALT, compress=True)


def unseal(
    sealed: str, *, viewer: PractitionerRole, patient_id: UUID, entry_id: UUID
) -> dict[str, str]:
    """
    Return what was captured for this person in this role, of this entry.

    :raises SealBroken: it was not, or too long ago
    """
    try:
        captured: dict[str, str] = signing.loads(sealed, salt=SALT, max_age=SEALED_FOR)
    except signing.BadSignature as error:
        raise SealBroken("The page was open for too long. Check it, and send it again.") from error
    of = (captured.pop("role"), captured["patient"], captured["entry"])
    if of != (str(viewer.pk), str(patient_id), str(entry_id)):
        raise SealBroken("The page was opened in another role. Check it, and send it again.")
    return captured


def report_entry(
    report: EntryReport,
    *,
    captured: dict[str, str],
    token: UUID,
    by: PractitionerRole,
    at: datetime,
) -> Submitted:
    """
    Open a ticket about an entry, for data quality where the entry's source is.

    An entry of another person is a matter of patient safety and of information governance at
    once, whatever else is answered.

    :raises NoQueue: no queue takes it
    """
    is_of_another = report.problem == EntryProblem.WRONG_PERSON
    is_unsafe = is_of_another or report.could_harm.counts_as_yes
    board = captured["source_board"]
    opening = Opening(
        kind=TicketKind.INCIDENT,
        category=TicketCategory.DATA_QUALITY,
        channel=Channel.RECORD,
        subject=f"{SUBJECTS[report.problem]}: {RecordSection(captured['section']).label}",
        text=report.text,
        requester=by.user,
        organization=by.organization,
        impact=Impact.CARE_SOME if is_unsafe else Impact.WORK_SOME,
        urgency=Urgency.NOW if is_of_another else Urgency.TODAY,
        queue=find_queue(
            category=TicketCategory.DATA_QUALITY,
            region_id=UUID(board) if board else None,
            is_confidential=is_of_another,
        ),
        has_safety_flag=is_unsafe,
        has_governance_flag=is_of_another,
        triage=caller_answers(could_harm=report.could_harm, gone_astray=Answer.NOT_ASKED),
        context={ENTRY: {**captured, "problem": report.problem.value}},
    )
    return open_once(opening, token=token, by=by, at=at)
