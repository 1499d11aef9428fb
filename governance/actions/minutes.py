"""Take minutes from the meeting to its members: draft, the chair's check, circulation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core.dates import LONDON, format_day
from governance import permissions
from governance.actions.floor import lock_meeting
from governance.actions.heads import lodge_head
from governance.actions.ledger import append_evidence
from governance.actions.messages import Telling, queue_message
from governance.codes import LedgerKind, LodgingPlace, MeetingState, MessageKind
from governance.models import LodgedHead, Meeting, Membership, MinutesVersion, Reach
from governance.policies.evidence import Content, sha256
from governance.policies.meetings import check_meeting_can_become
from governance.policies.minutes_changes import list_changes
from governance.policies.opening import read_plain
from governance.queries.contents.minutes import describe_minutes
from governance.queries.minutes import read_version


@transaction.atomic
def start_minutes(*, meeting_id: UUID, by: Reach, at: datetime) -> Meeting:
    """
    Begin to work on the minutes of a meeting that was held.

    :raises Forbidden: they do not prepare the committee's meetings
    :raises NotPermittedNow: the meeting was not held, or they are begun
    """
    return _become(lock_meeting(meeting_id, by=by), MeetingState.MINUTES_DRAFT, at=at)


@transaction.atomic
def check_minutes(*, meeting_id: UUID, by: Reach, at: datetime) -> MinutesVersion:
    """
    Freeze the minutes as the chair has checked them: the next version, with its evidence.

    :raises Forbidden: they do not chair the committee
    :raises NotPermittedNow: the minutes are not in draft
    """
    meeting = lock_meeting(meeting_id, by=by)
    permissions.check_chairs(by, meeting.committee_id)
    _become(meeting, MeetingState.MINUTES_CHECKED, at=at)
    content = describe_minutes(meeting)
    before = meeting.minutes_versions.select_related("entry").order_by("-number").first()
    changes = list_changes(read_version(before), read_plain(content)) if before else []
    return freeze_version(meeting, content, changes=changes, by_id=by.user_id, at=at)


@transaction.atomic
def reopen_minutes(*, meeting_id: UUID, by: Reach, at: datetime) -> Meeting:
    """
    Take checked minutes back into draft before anybody was sent them; the version stays.

    :raises Forbidden: they do not prepare the committee's meetings
    :raises NotPermittedNow: the minutes are not checked, or are circulated
    """
    return _become(lock_meeting(meeting_id, by=by), MeetingState.MINUTES_DRAFT, at=at)


@transaction.atomic
def circulate_minutes(*, meeting_id: UUID, by: Reach, at: datetime) -> LodgedHead:
    """
    Let the members read the checked minutes, and lodge the head of the chain in their mail.

    :raises Forbidden: they do not prepare the committee's meetings
    :raises NotPermittedNow: the chair has not checked them, or they are circulated
    """
    meeting = lock_meeting(meeting_id, by=by)
    _become(meeting, MeetingState.MINUTES_CIRCULATED, at=at)
    version = meeting.minutes_versions.latest("number")
    head = lodge_head(
        meeting.committee_id,
        place=LodgingPlace.MAIL,
        where=f"Mail with the minutes of meeting {meeting.number}",
        at=at,
    )
    for member in _members(meeting, at=at):
        queue_message(_tell(meeting, version, member, head), to=member, meeting=meeting, at=at)
    return head


def freeze_version(
    meeting: Meeting,
    content: Content,
    *,
    changes: Sequence[dict[str, str]],
    by_id: UUID,
    at: datetime,
) -> MinutesVersion:
    """Write the next version of a meeting's minutes, whose row the caller has locked."""
    key = uuid4()
    entry = append_evidence(
        committee_id=meeting.committee_id,
        kind=LedgerKind.MINUTES,
        subject=key,
        content=content,
        at=at,
    )
    return MinutesVersion.objects.create(
        pk=key,
        meeting=meeting,
        number=meeting.minutes_versions.count() + 1,
        entry=entry,
        sha256=sha256(entry.content),
        changes=list(changes),
        checked_at=at,
        checked_by_id=by_id,
    )


def _become(meeting: Meeting, state: MeetingState, *, at: datetime) -> Meeting:
    check_meeting_can_become(meeting.state, state)
    meeting.state, meeting.updated_at = state, at
    meeting.save(update_fields=["state", "updated_at"])
    return meeting


def _members(meeting: Meeting, *, at: datetime) -> list[User]:
    """Return who sits on the committee today, each once."""
    on = at.astimezone(LONDON).date()
    current = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
    people = User.objects.filter(pk__in=current.values("user_id"), is_active=True)
    return list(people.order_by("pk"))


def _tell(meeting: Meeting, version: MinutesVersion, to: User, head: LodgedHead) -> Telling:
    day = format_day(meeting.starts_at.astimezone(LONDON).date())
    address = reverse("governance:minutes_detail", args=[meeting.pk])
    return Telling(
        kind=MessageKind.MINUTES,
        once_key=f"minutes:{version.pk}:{to.pk}",
        subject=f"{meeting.committee.name}: minutes of {day}",
        body=(
            f"The minutes of meeting {meeting.number} of {meeting.committee.name} on {day} are"
            f" ready to read, as the chair has checked them (version {version.number}).\n\n"
            f"{settings.SERVICE_URL}{address}\n\n"
            "They are draft until the committee approves them.\n\n"
            "Keep this mail: it shows later that nobody has rewritten the evidence.\n"
            f"Head of the chain: {head.sequence}\n{head.hash}\n"
        ),
    )
