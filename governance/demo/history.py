"""Hold the meetings of eighteen months one after another, and leave their evidence."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from core.certifying import certify
from governance.actions.approving import REASON
from governance.actions.decisions import DecisionFacts, Source, write_decision
from governance.actions.ledger import append_evidence
from governance.actions.minutes import freeze_version
from governance.codes import ApprovalOutcome, LedgerKind, MeetingState
from governance.models import AgendaItem, Meeting, MinutesApproval, MinutesVersion
from governance.policies.recurrence import moment_of
from governance.presenters.whole_minutes import draw_whole
from governance.queries.contents.approval import describe_approval
from governance.queries.contents.minutes import describe_minutes
from governance.queries.seats import quorum_of_item
from governance.queries.series import facts_of, plan_days

from .committees import Body
from .past import Decided, Past, Written

S = MeetingState
# To certify a PDF takes half a second: the newest approved minutes of each committee have one.
CERTIFIED: Final = 3
# The minutes of the newest meetings are still on their way.
STATES_OF_NEWEST: Final = (S.MINUTES_DRAFT, S.MINUTES_CIRCULATED)


def hold_past(bodies: Sequence[Body], *, since: date, at: datetime) -> Written:
    """Write all meetings before a moment, with their decisions, minutes and approvals."""
    written = Written()
    held = {body.committee.pk: _hold(body, written, since=since, at=at) for body in bodies}
    written.save()
    for body in bodies:
        _leave_evidence(body, held[body.committee.pk], written.decided)
    return written


def _hold(body: Body, written: Written, *, since: date, at: datetime) -> list[Meeting]:
    past = Past(body, written, at=at)
    held: list[Meeting] = []
    for day in plan_days(facts_of(body.series), since=since, until=timezone.localdate(at)):
        starts_at = moment_of(day.on or day.planned_on, body.series.start_time)
        ends_at = starts_at + timedelta(minutes=body.series.minutes)
        if day.on is not None and ends_at < at:
            held.append(past.hold(len(held) + 1, day.planned_on, starts_at, day.reason))
    return held


def _leave_evidence(body: Body, held: Sequence[Meeting], decided: Sequence[Decided]) -> None:
    """Write decisions, minutes and approvals meeting by meeting, as the chain wants them."""
    chair = next(member for member in body.members if member.is_voting).user
    by_meeting: dict[object, list[Decided]] = {}
    for each in decided:
        by_meeting.setdefault(each.item.meeting_id, []).append(each)
    approvals = {
        item.minutes_of_id: item
        for item in AgendaItem.objects.filter(meeting__committee=body.committee).exclude(
            minutes_of=None
        )
    }
    for place, meeting in enumerate(held):
        if place:
            last = held[place - 1]
            _approve(
                last,
                approvals[last.pk],
                chair_id=chair.pk,
                is_certified=len(held) - place <= CERTIFIED,
            )
        for each in by_meeting.get(meeting.pk, ()):
            _decide(each)
        left = len(held) - 1 - place
        if left < len(STATES_OF_NEWEST):
            meeting.state = STATES_OF_NEWEST[left]
        if meeting.state != S.MINUTES_DRAFT:
            _freeze(meeting, chair_id=chair.pk)
    Meeting.objects.bulk_update(held, ["state"])


def _decide(each: Decided) -> None:
    outcome = each.topic.outcome
    if outcome is None:
        return
    quorum = quorum_of_item(each.item, at=each.at)
    source = Source(
        committee=each.item.meeting.committee,
        voters=[{"name": seat.name, "board": seat.board} for seat in quorum.voters],
        is_quorate=quorum.is_quorate,
        item=each.item,
    )
    facts = DecisionFacts(title=outcome.title, text=outcome.text, rationale=outcome.rationale)
    write_decision(source, facts, by=None, at=each.at)


def _freeze(meeting: Meeting, *, chair_id: UUID) -> MinutesVersion:
    checked_at = meeting.ends_at + timedelta(days=3)
    return freeze_version(
        meeting,
        describe_minutes(meeting),
        changes=[],
        by_id=chair_id,
        at=checked_at,
    )


def _approve(meeting: Meeting, item: AgendaItem, *, chair_id: UUID, is_certified: bool) -> None:
    """Have the next meeting approve the minutes, which pins what they say."""
    version = MinutesVersion.objects.select_related("entry", "meeting").get(meeting=meeting)
    if is_certified:
        pdf = certify(draw_whole(version, item, item.meeting.starts_at), reason=REASON)
        version.pdf, version.pdf_sha256 = pdf, hashlib.sha256(pdf).hexdigest()
        version.save(update_fields=["pdf", "pdf_sha256", "updated_at"])
    approval = MinutesApproval.objects.create(
        version=version,
        item=item,
        outcome=ApprovalOutcome.APPROVED,
        sha256=version.sha256,
        approved_at=item.started_at or item.meeting.starts_at,
        approved_by_id=chair_id,
    )
    append_evidence(
        committee_id=meeting.committee_id,
        kind=LedgerKind.APPROVAL,
        subject=approval.pk,
        content=describe_approval(approval),
        at=approval.approved_at,
    )
    meeting.state = S.MINUTES_APPROVED
