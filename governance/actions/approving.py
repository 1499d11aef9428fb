"""Approve minutes in a later meeting: as they are, or with amendments that become a version."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from core.certifying import certify
from core.errors import NotPermittedNow
from governance.actions.entries import append_entry
from governance.actions.floor import lock_running_item
from governance.actions.heads import lodge_head
from governance.actions.ledger import append_evidence
from governance.actions.minutes import freeze_version
from governance.actions.notes import destroy_notes
from governance.codes import ApprovalOutcome, EntryKind, LedgerKind, LodgingPlace, MeetingState
from governance.models import (
    AgendaItem,
    Meeting,
    MinuteEntry,
    MinutesApproval,
    MinutesVersion,
    Reach,
)
from governance.policies.meetings import check_meeting_can_become
from governance.policies.minutes_changes import amend, list_changes
from governance.policies.opening import put_back
from governance.policies.running import WRITTEN_BY_THE_ROOM
from governance.queries.contents.approval import describe_approval
from governance.queries.minutes import is_as_checked, read_version
from governance.queries.seats import quorum_of_item

Draw = Callable[[MinutesVersion, AgendaItem, datetime], bytes]
REASON: Final = "Minutes approved by the committee"


@transaction.atomic
def approve_minutes(
    *,
    item_id: UUID,
    version_number: int,
    amendments: Mapping[str, str],
    draw: Draw,
    by: Reach,
    at: datetime,
) -> MinutesApproval:
    """
    Approve, under an item of a meeting in progress, the minutes that the item is bound to.

    `amendments` are other words for entries, by their keys; with any, the next version is made and
    approved. The approved version is drawn whole, certified, and pinned with its PDF's hash.

    :raises Forbidden: they do not run the meeting, or have an interest in the item
    :raises NotPermittedNow: it is not the newest version, is not circulated or not as it was
        checked, or nobody may decide
    """
    item = lock_running_item(item_id, by=by)
    meeting = _lock_approved(item)
    _check_can_decide(item, at=at)
    version = _newest(meeting, version_number)
    changed = _changed(version, amendments, by=by)
    if changed:
        version = _amend(meeting, version, changed, by=by, at=at)
    _certify(version, item, draw, at=at)
    approval = _pin(version, item, has_amendments=bool(changed), by=by, at=at)
    check_meeting_can_become(meeting.state, MeetingState.MINUTES_APPROVED)
    meeting.state = MeetingState.MINUTES_APPROVED
    meeting.save(update_fields=["state", "updated_at"])
    # Private notes are for the meeting, and not for who may ask for them years later.
    destroy_notes(meeting.pk)
    _minute(item, meeting, approval, by=by, at=at)
    return approval


def _lock_approved(item: AgendaItem) -> Meeting:
    """
    Lock the meeting whose minutes an item is to approve.

    :raises NotPermittedNow: the item is of no minutes, or is decided
    """
    if item.minutes_of_id is None:
        raise NotPermittedNow("This item is not about the minutes of a meeting.")
    if item.decided_at is not None:
        raise NotPermittedNow("This item is decided.")
    return Meeting.objects.select_for_update().get(pk=item.minutes_of_id)


def _check_can_decide(item: AgendaItem, *, at: datetime) -> None:
    finding = quorum_of_item(item, at=at)
    if not finding.is_quorate:
        missing = "; ".join(finding.missing)
        raise NotPermittedNow(f"There is no quorum to approve minutes: {missing}.")


def _newest(meeting: Meeting, number: int) -> MinutesVersion:
    check_meeting_can_become(meeting.state, MeetingState.MINUTES_APPROVED)
    version = meeting.minutes_versions.select_related("entry").latest("number")
    if version.number != number:
        raise NotPermittedNow("There is a later version of these minutes. Read it first.")
    if not is_as_checked(version):
        raise NotPermittedNow(
            "What is stored of these minutes is not what the chair checked. Nothing can be approved"
            " until the evidence is verified: tell the helpdesk."
        )
    return version


def _changed(
    version: MinutesVersion, amendments: Mapping[str, str], *, by: Reach
) -> dict[str, str]:
    """
    Return the amendments that change something.

    :raises NotPermittedNow: one is of an entry that whoever amends may not know of, or that
        says what rows hold: decisions, actions, interests and attendance are no typed text
    """
    entries = MinuteEntry.objects.visible_to(by).filter(item__meeting_id=version.meeting_id)
    known = set(map(str, entries.values_list("pk", flat=True)))
    stands = {
        entry["id"]: entry["text"]
        for item in read_version(version)["items"]
        for entry in item["entries"]
        if entry["kind"] not in WRITTEN_BY_THE_ROOM
    }
    changed = {key: words for key, words in amendments.items() if stands.get(key) != words}
    if not changed.keys() <= stands.keys() & known or not all(map(str.strip, changed.values())):
        raise NotPermittedNow("One of the entries cannot be amended so.")
    return changed


def _amend(
    meeting: Meeting, version: MinutesVersion, words: Mapping[str, str], *, by: Reach, at: datetime
) -> MinutesVersion:
    """Freeze the next version; what is still read from entries themselves says the same."""
    before = read_version(version)
    after = amend(before, words)
    content = put_back(json.loads(version.entry.content), after)
    for entry in MinuteEntry.objects.select_for_update().filter(pk__in=words):
        entry.body, entry.revision, entry.updated_at = words[str(entry.pk)], entry.revision + 1, at
        entry.save(update_fields=["body", "revision", "updated_at"])
    changes = list_changes(before, after)
    return freeze_version(meeting, content, changes=changes, by_id=by.user_id, at=at)


def _certify(version: MinutesVersion, item: AgendaItem, draw: Draw, *, at: datetime) -> None:
    pdf = certify(draw(version, item, at), reason=REASON)
    version.pdf, version.pdf_sha256 = pdf, hashlib.sha256(pdf).hexdigest()
    version.save(update_fields=["pdf", "pdf_sha256", "updated_at"])


def _pin(
    version: MinutesVersion, item: AgendaItem, *, has_amendments: bool, by: Reach, at: datetime
) -> MinutesApproval:
    """Write the approval with its evidence, and lodge the head in the second store at once."""
    outcome = ApprovalOutcome.WITH_AMENDMENTS if has_amendments else ApprovalOutcome.APPROVED
    approval = MinutesApproval.objects.create(
        pk=uuid4(),
        version=version,
        item=item,
        outcome=outcome,
        sha256=version.sha256,
        approved_at=at,
        approved_by_id=by.user_id,
    )
    append_evidence(
        committee_id=version.meeting.committee_id,
        kind=LedgerKind.APPROVAL,
        subject=approval.pk,
        content=describe_approval(approval),
        at=at,
    )
    where = f"Approval of the minutes of meeting {version.meeting.number}"
    lodge_head(version.meeting.committee_id, place=LodgingPlace.STORE, where=where, at=at)
    return approval


def _minute(
    item: AgendaItem, meeting: Meeting, approval: MinutesApproval, *, by: Reach, at: datetime
) -> None:
    """Write under the item what was decided, and lock it."""
    amended = approval.outcome == ApprovalOutcome.WITH_AMENDMENTS
    body = (
        f"The minutes of meeting {meeting.number} were approved"
        f"{' with amendments' if amended else ''} as a true record"
        f" (version {approval.version.number}, SHA-256 {approval.sha256[:16]})."
    )
    append_entry(item, kind=EntryKind.DECISION, body=body, by_id=by.user_id, at=at)
    item.decided_at = at
    item.save(update_fields=["decided_at", "updated_at"])
