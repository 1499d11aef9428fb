"""What minutes say, from rows: the content that a version freezes, and that evidence holds."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch

from governance.codes import MotionState
from governance.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    ItemInterest,
    Meeting,
    MinuteEntry,
    Motion,
    Vote,
)
from governance.policies.evidence import Content, FreeText
from governance.policies.heads import stamp


def describe_minutes(meeting: Meeting) -> Content:
    """
    Return the minutes of a meeting, whole: no viewer is asked, so never show it unfiltered.

    Numbers, names, times and votes come from rows. Whatever somebody wrote, and every name, is a
    free text that the law may want erased.
    """
    committee = meeting.committee
    return {
        "committee": {
            "code": committee.code,
            "name": committee.name,
            "reference": committee.reference,
        },
        "meeting": {
            "id": str(meeting.pk),
            "number": meeting.number,
            "starts_at": stamp(meeting.starts_at),
            "opened_at": _moment(meeting.opened_at),
            "closed_at": _moment(meeting.closed_at),
            "mode": meeting.mode,
            "place": FreeText(meeting.place),
            "was_inquorate": meeting.was_inquorate,
        },
        "attendance": [_describe_attendance(each) for each in _attendances(meeting)],
        "items": [_describe_item(item) for item in _items(meeting)],
    }


def _attendances(meeting: Meeting) -> Iterable[Attendance]:
    found = meeting.attendances.select_related("user", "membership__user")
    return found.prefetch_related("spells").order_by("kind", "created_at", "pk")


def _items(meeting: Meeting) -> list[AgendaItem]:
    """Return the items in the order of the agenda, each followed by those below it."""
    entries = MinuteEntry.objects.filter(struck_at__isnull=True).order_by("sequence")
    motions = Motion.objects.exclude(state__in=[MotionState.DRAFT, MotionState.OPEN])
    votes = Vote.objects.select_related("user").order_by("cast_at", "pk")
    found = meeting.items.order_by("position").prefetch_related(
        Prefetch("entries", entries),
        Prefetch("motions", motions.order_by("number").prefetch_related(Prefetch("votes", votes))),
        Prefetch("decisions", Decision.objects.order_by("decided_at")),
        Prefetch("actions", ActionItem.objects.select_related("owner").order_by("number")),
        Prefetch("interests", ItemInterest.objects.select_related("user").order_by("declared_at")),
    )
    items = list(found)
    below: dict[object, list[AgendaItem]] = {}
    for item in items:
        below.setdefault(item.parent_id, []).append(item)
    return [each for top in below.get(None, []) for each in (top, *below.get(top.pk, []))]


def _describe_attendance(attendance: Attendance) -> Content:
    membership = attendance.membership
    stands_for = membership and membership.user_id != attendance.user_id
    return {
        "name": FreeText(str(attendance.user) if attendance.user else attendance.guest_name),
        "kind": attendance.kind,
        "position": FreeText(membership.position if membership else ""),
        "role": membership.role if membership else "",
        "for": FreeText(str(membership.user)) if membership and stands_for else None,
        "spells": [
            {"in": stamp(spell.in_at), "out": _moment(spell.out_at)}
            for spell in attendance.spells.all()
        ],
    }


def _describe_item(item: AgendaItem) -> Content:
    return {
        "id": str(item.pk),
        "number": item.number,
        "parent": str(item.parent_id) if item.parent_id else None,
        "title": FreeText(item.title),
        "purpose": item.purpose,
        "visibility": item.visibility,
        "interests": [
            {"name": FreeText(str(each.user)), "mitigation": each.mitigation}
            for each in item.interests.all()
            if each.lifted_at is None
        ],
        "entries": [
            {
                "id": str(entry.pk),
                "kind": entry.kind,
                "said_at": stamp(entry.said_at),
                "text": FreeText(entry.body),
            }
            for entry in item.entries.all()
        ],
        "motions": [_describe_motion(motion) for motion in item.motions.all()],
        "decisions": [
            {
                "number": decision.number,
                "title": FreeText(decision.title),
                "text": FreeText(decision.text),
                "rationale": FreeText(decision.rationale),
                "is_quorate": decision.is_quorate,
            }
            for decision in item.decisions.all()
        ],
        "actions": [
            {
                "number": action.number,
                "text": FreeText(action.text),
                "owner": FreeText(str(action.owner)),
                "due_on": action.due_on.isoformat(),
            }
            for action in item.actions.all()
        ],
    }


def _describe_motion(motion: Motion) -> Content:
    """Describe a motion that is closed; who voted how only where a member asked for that."""
    votes = motion.votes.all() if motion.is_recorded else []
    return {
        "number": motion.number,
        "text": FreeText(motion.text),
        "method": motion.method,
        "state": motion.state,
        "for": motion.votes_for,
        "against": motion.votes_against,
        "abstentions": motion.abstentions,
        "casting_vote": motion.casting_vote,
        "votes": [{"name": FreeText(str(vote.user)), "choice": vote.choice} for vote in votes],
    }


def _moment(at: datetime | None) -> str | None:
    return stamp(at) if at else None
