"""Ask the helpdesk for something by a form of the portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from helpdesk.codes import Channel, Impact, TicketCategory, TicketKind, Urgency
from helpdesk.models import RequestType, TicketEvent

from .attachments import NewFile, check_files, keep_files
from .identifiers import clean_text
from .opening import Opening
from .request_drafts import drop_draft
from .submitting import Submitted, open_once, subject_from


class Answer(StrEnum):
    """What a caller says when asked whether something may have happened."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"
    NOT_ASKED = ""

    @property
    def counts_as_yes(self) -> bool:
        """Whether somebody must look: who is not sure is not told that all is well."""
        return self in (Answer.YES, Answer.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller filled in. An empty subject is made from the text."""

    text: str
    subject: str = ""
    urgency: Urgency = Urgency.SOON
    external_reference: str = ""
    could_harm: Answer = Answer.NOT_ASKED
    gone_astray: Answer = Answer.NOT_ASKED
    files: Sequence[NewFile] = ()


@transaction.atomic
def submit_request(
    request: Request, *, request_type: RequestType, token: UUID, by: PractitionerRole, at: datetime
) -> Submitted:
    """
    Open a ticket for what a caller asks, in the kind and category of its type.

    Where a patient could be harmed it counts as a matter of care; where data may have gone to
    the wrong person it goes to the confidential queue. The desk clears what turns out otherwise.

    :raises UnfitFile: a file is not taken
    :raises NoQueue: no queue takes it
    """
    check_files(request.files)
    could_harm, gone_astray = request.could_harm, request.gone_astray
    impact = Impact(request_type.impact)
    text = clean_text(request.text)  # first, so that no number is cut where the subject ends
    opening = Opening(
        kind=TicketKind(request_type.kind),
        category=TicketCategory(request_type.category),
        channel=Channel.PORTAL,
        subject=request.subject.strip() or subject_from(text),
        text=text,
        requester=by.user,
        organization=by.organization,
        impact=min(impact, Impact.CARE_SOME) if could_harm.counts_as_yes else impact,
        urgency=request.urgency,
        queue=None if gone_astray.counts_as_yes else request_type.queue,
        request_type=request_type,
        has_safety_flag=could_harm.counts_as_yes,
        has_governance_flag=gone_astray.counts_as_yes,
        external_reference=request.external_reference,
        triage=caller_answers(could_harm=could_harm, gone_astray=gone_astray),
    )
    submitted = open_once(opening, token=token, by=by, at=at)
    if submitted.is_new and request.files:
        opened = TicketEvent.objects.get(ticket=submitted.ticket, position=1)
        keep_files(opened, request.files, at=at)
    drop_draft(form=request_type.code, by=by.user)
    return submitted


def caller_answers(*, could_harm: Answer, gone_astray: Answer) -> dict[str, object]:
    """Return the answers to the questions that were asked, as the ticket keeps them."""
    answers = {"caller_could_harm": could_harm, "caller_gone_astray": gone_astray}
    return {name: answer.value for name, answer in answers.items() if answer}
