"""Publish minutes: leave out what is not for the public, once, for page, PDF and search."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from core.errors import NotPermittedNow
from governance.codes import Exemption, LedgerKind, MeetingState
from governance.models import (
    Meeting,
    MinutesVersion,
    Publication,
    PublicRedaction,
    Reach,
)
from governance.permissions import (
    check_has_no_conflict_in,
    check_is_not_among,
    check_serves,
)
from governance.policies.evidence import canonical, sha256
from governance.policies.redaction import find_words
from governance.queries.contents.publication import describe_publication
from governance.queries.publishing import (
    approved_version,
    conflicted_in,
    get_redaction,
    list_redactions,
    public_content,
    public_words,
    texts_to_redact,
)

from .ledger import append_evidence

MOST_REDACTIONS: Final = 500
S = MeetingState
# Draws what the public reads of a version of minutes as a PDF.
Draw = Callable[[Mapping[str, Any], MinutesVersion, datetime], bytes]


@transaction.atomic
def redact(
    *, meeting_id: UUID, words: str, exemption: Exemption, reason: str, by: Reach, at: datetime
) -> int:
    """
    Leave words out of what the public reads of a meeting, wherever its minutes or papers hold them.

    Returns in how many places. What is published already changes with the next publication.

    :raises Forbidden: they neither chair nor serve the committee, or have an interest in an item
    :raises NotPermittedNow: no minutes are approved, or the words stand nowhere any longer
    """
    meeting = _lock(meeting_id, by=by)
    version = _approved(meeting)
    gone = {(each.path, each.start, each.end) for each in list_redactions(version)}
    spans = [
        PublicRedaction(
            minutes=None if text.paper_version_id else version,
            paper_version_id=text.paper_version_id,
            path=text.path,
            start=start,
            end=end,
            exemption=exemption,
            reason=reason[:300],
            made_at=at,
            made_by_id=by.user_id,
        )
        for text in texts_to_redact(version, reach=by)
        for start, end in find_words(text.text, words)
        if (text.path, start, end) not in gone
    ]
    if not spans:
        raise NotPermittedNow("These words stand nowhere in what the public would read.")
    if len(spans) > MOST_REDACTIONS:
        raise NotPermittedNow("These words stand in too many places. Choose longer ones.")
    PublicRedaction.objects.bulk_create(spans)
    return len(spans)


@transaction.atomic
def lift_redaction(*, redaction_id: UUID, by: Reach, at: datetime) -> None:
    """
    Put words back that were left out; the public reads them with the next publication.

    :raises PublicRedaction.DoesNotExist: they neither chair nor serve the committee
    :raises Forbidden: they have an interest in an item
    """
    redaction, meeting_id = get_redaction(redaction_id, reach=by)
    _lock(meeting_id, by=by)
    redaction.refresh_from_db(fields=["lifted_at"])
    if redaction.lifted_at is None:
        redaction.lifted_at = at
        redaction.save(update_fields=["lifted_at", "updated_at"])


@transaction.atomic
def publish(*, meeting_id: UUID, draw: Draw, by: Reach, at: datetime) -> Publication:
    """
    Publish the approved minutes of a meeting, or publish them anew in place of what stands there.

    :raises Forbidden: they neither chair nor serve the committee, or have an interest in an item
    :raises NotPermittedNow: no minutes are approved, the committee publishes nothing, or what
        stands there says the same
    """
    meeting = _lock(meeting_id, by=by)
    if not meeting.committee.is_public:
        raise NotPermittedNow("This committee publishes nothing.")
    version = _approved(meeting)
    content = public_content(version)
    fingerprint = sha256(canonical(content))
    published = Publication.objects.filter(meeting=meeting)
    standing = published.filter(withdrawn_at__isnull=True)
    if standing.filter(minutes=version, sha256=fingerprint).exists():
        raise NotPermittedNow("The public reads just this already.")
    pdf = draw(content, version, at)
    standing.update(withdrawn_at=at, withdrawn_reason="Replaced by a later publication.")
    publication = Publication.objects.create(
        pk=uuid4(),
        meeting=meeting,
        minutes=version,
        number=(published.aggregate(last=Max("number"))["last"] or 0) + 1,
        content=content,
        words=public_words(content),
        sha256=fingerprint,
        pdf=pdf,
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        published_at=at,
        published_by_id=by.user_id,
    )
    append_evidence(
        committee_id=meeting.committee_id,
        kind=LedgerKind.PUBLICATION,
        subject=publication.pk,
        content=describe_publication(publication),
        at=at,
    )
    if meeting.state == S.MINUTES_APPROVED:
        meeting.state = S.PUBLISHED
        meeting.save(update_fields=["state", "updated_at"])
    return publication


@transaction.atomic
def withdraw(*, publication_id: UUID, reason: str, by: Reach, at: datetime) -> Publication:
    """
    Take a publication back: the public finds it no longer, the reason stays with it.

    :raises Forbidden: they neither chair nor serve the committee, or have an interest in an item
    :raises NotPermittedNow: it is withdrawn already, or there is no reason
    """
    publication = Publication.objects.get(pk=publication_id)
    meeting = _lock(publication.meeting_id, by=by)
    publication.refresh_from_db(fields=["withdrawn_at"])
    if publication.withdrawn_at is not None:
        raise NotPermittedNow("This publication is withdrawn already.")
    if not reason.strip():
        raise NotPermittedNow("Say why it is withdrawn.")
    publication.withdrawn_at, publication.withdrawn_reason = at, reason.strip()[:300]
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    if meeting.state == S.PUBLISHED:
        meeting.state = S.MINUTES_APPROVED
        meeting.save(update_fields=["state", "updated_at"])
    return publication


def _lock(meeting_id: UUID, *, by: Reach) -> Meeting:
    """Return the meeting, locked, to somebody who may publish all that is open in it."""
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("committee")
    meeting = locked.get(pk=meeting_id)
    check_serves(by, meeting.committee_id)
    check_has_no_conflict_in(by, meeting.items.values_list("pk", flat=True))
    # A reach is as old as its page: an interest may have been declared since.
    check_is_not_among(by, conflicted_in(meeting))
    return meeting


def _approved(meeting: Meeting) -> MinutesVersion:
    version = approved_version(meeting)
    if version is None:
        raise NotPermittedNow("Minutes are published once a later meeting has approved them.")
    version.meeting = meeting
    return version
