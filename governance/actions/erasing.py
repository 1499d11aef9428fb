"""Erase words that the law wants erased, without breaking the chain that vouches for the rest."""

import json
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.heads import lodge_head
from governance.actions.ledger import append_evidence
from governance.codes import EntryKind, LedgerKind, LodgingPlace, MeetingState
from governance.models import (
    Committee,
    Decision,
    EvidenceText,
    Meeting,
    MinuteEntry,
    MinutesVersion,
    Publication,
    PublicRedaction,
    Reach,
)
from governance.policies.evidence import FreeText
from governance.policies.minutes_changes import find_entry
from governance.policies.opening import ERASED

_WITHDRAWN: Final = "Words were erased by law."


@transaction.atomic
def erase_words(*, meeting_id: UUID, entry_id: UUID, reason: str, by: Reach, at: datetime) -> int:
    """
    Erase an entry of the minutes, in every version; return how many texts that were.

    The salt goes with the words, so that nobody can find them by trying. What the entry still says
    where it was typed goes as well, and PDFs that print it. What is public of it is withdrawn and
    emptied, to be published anew. The chain says that and why.

    :raises Meeting.DoesNotExist: they may not know of it
    :raises MinuteEntry.DoesNotExist: they may not know of it, or it is in no version
    :raises Forbidden: they may not erase
    :raises NotPermittedNow: the entry repeats what a decision or an action holds
    """
    meetings = Meeting.objects.visible_to(by).select_for_update(of=("self",))
    meeting = meetings.get(pk=meeting_id)
    permissions.check_may_erase(by, meeting.committee_id)
    Committee.objects.select_for_update().get(pk=meeting.committee_id)
    entry = (
        MinuteEntry.objects.visible_to(by)
        .select_for_update(of=("self",))
        .get(pk=entry_id, item__meeting=meeting)
    )
    _check_stands_alone(entry)
    texts = _texts_of(meeting, entry)
    if not texts:
        raise MinuteEntry.DoesNotExist
    for text in texts:
        text.text, text.salt, text.erased_at = "", "", at
        text.erased_by_id, text.erased_reason = by.user_id, reason[:300]
        text.save()
    entry.body, entry.revision = ERASED, entry.revision + 1
    entry.save(update_fields=["body", "revision", "updated_at"])
    versions = MinutesVersion.objects.filter(entry__in={text.entry_id for text in texts})
    versions.filter(pdf__isnull=False).update(pdf=None, updated_at=at)
    _lift_redactions(texts, at=at)
    emptied = _empty_publications(meeting, entry, at=at)
    _record(meeting, texts, emptied, reason, at=at)
    return len(texts)


def _check_stands_alone(entry: MinuteEntry) -> None:
    """Require an entry whose words stand in no decision or action: these would say them still."""
    decisions = Decision.objects.filter(item=entry.item_id).values_list("number", flat=True)
    repeats = any(entry.body.startswith(f"{number}: ") for number in decisions)
    if repeats or entry.kind == EntryKind.ACTION:
        raise NotPermittedNow(
            "This entry repeats a decision or an action, which stays as the committee's record."
        )


def _lift_redactions(texts: list[EvidenceText], *, at: datetime) -> None:
    """Lift what left out parts of words that are gone: its places mean nothing any more."""
    for text in texts:
        redactions = PublicRedaction.objects.filter(
            minutes__entry=text.entry_id, path=text.path, lifted_at__isnull=True
        )
        redactions.update(lifted_at=at, updated_at=at)


def _empty_publications(meeting: Meeting, entry: MinuteEntry, *, at: datetime) -> list[str]:
    """Empty what was published with an entry, take it back, and return which these were."""
    emptied = []
    for publication in Publication.objects.select_for_update().filter(meeting=meeting):
        if not publication.content or not find_entry(publication.content, str(entry.pk)):
            continue
        publication.content, publication.words, publication.pdf = {}, "", None
        if publication.withdrawn_at is None:
            publication.withdrawn_at, publication.withdrawn_reason = at, _WITHDRAWN
            _unpublish(meeting)
        publication.save()
        emptied.append(str(publication.pk))
    return sorted(emptied)


def _texts_of(meeting: Meeting, entry: MinuteEntry) -> list[EvidenceText]:
    """Return where the versions of a meeting's minutes hold an entry's words."""
    found = []
    for version in meeting.minutes_versions.select_related("entry").defer("pdf"):
        paths = find_entry(json.loads(version.entry.content), str(entry.pk))
        texts = EvidenceText.objects.filter(
            entry=version.entry, path__in=paths, erased_at__isnull=True
        )
        found += list(texts.select_for_update().select_related("entry"))
    return found


def _unpublish(meeting: Meeting) -> None:
    """Say of a meeting that its minutes wait to be published, as nothing of them is public."""
    if meeting.state == MeetingState.PUBLISHED:
        meeting.state = MeetingState.MINUTES_APPROVED
        meeting.save(update_fields=["state", "updated_at"])


def _record(
    meeting: Meeting, texts: list[EvidenceText], emptied: list[str], reason: str, *, at: datetime
) -> None:
    """Write into the chain which texts are gone, so that nobody erases unseen."""
    append_evidence(
        committee_id=meeting.committee_id,
        kind=LedgerKind.ERASURE,
        subject=meeting.pk,
        content={
            "erased": [{"path": text.path, "sequence": text.entry.sequence} for text in texts],
            "publications": emptied,
            "reason": FreeText(reason),
        },
        at=at,
    )
    where = f"Erasure in the minutes of meeting {meeting.number}"
    lodge_head(meeting.committee_id, place=LodgingPlace.STORE, where=where, at=at)
