"""What the API of governance gives: what the viewer may know of, and no more."""

from typing import Final

from rest_framework import serializers

from governance.codes import (
    ActionEventKind,
    ActionState,
    CommitteeKind,
    MeetingMode,
    MeetingState,
    MemberRole,
    PackState,
    Purpose,
    Visibility,
)
from governance.forms.action_items import LONGEST_WORDS

NOTES: Final = [
    (kind.value, kind.label) for kind in (ActionEventKind.NOTE, ActionEventKind.EVIDENCE)
]


class CommitteeLine(serializers.Serializer[object]):
    """A committee that somebody belongs to."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(CommitteeKind.choices)
    organization = serializers.CharField(source="organization.ods_code")
    reference = serializers.CharField()
    purpose = serializers.CharField()


class MemberLine(serializers.Serializer[object]):
    """Somebody who sits on a committee."""

    name = serializers.CharField(source="user.display_name")
    role = serializers.ChoiceField(MemberRole.choices)
    is_voting = serializers.BooleanField()
    board = serializers.CharField(source="board.ods_code", default="")
    position = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(allow_null=True)


class MeetingLine(serializers.Serializer[object]):
    """A meeting: when, where and how far it is."""

    id = serializers.UUIDField()
    committee = serializers.CharField(source="committee.code")
    number = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    mode = serializers.ChoiceField(MeetingMode.choices)
    place = serializers.CharField()
    state = serializers.ChoiceField(MeetingState.choices)
    moved_reason = serializers.CharField()
    papers_due_at = serializers.DateTimeField(allow_null=True)


class CalendarLine(MeetingLine):
    """A meeting in somebody's calendar, and where to join it."""

    join_url = serializers.CharField()


class PackLine(serializers.Serializer[object]):
    """
    A board pack of a meeting; `own_state` is how far the viewer's own PDF of it is.

    Its `sha256` pins what the pack holds; `own_sha256` the viewer's own PDF.
    """

    id = serializers.UUIDField(source="pack.pk")
    meeting = serializers.UUIDField(source="pack.meeting_id")
    committee = serializers.CharField(source="pack.meeting.committee.code")
    number = serializers.IntegerField(source="pack.number")
    state = serializers.ChoiceField(PackState.choices, source="pack.state")
    issued_at = serializers.DateTimeField(source="pack.issued_at", allow_null=True)
    sha256 = serializers.CharField(source="pack.sha256")
    own_state = serializers.ChoiceField(
        PackState.choices, source="own.state", default="", allow_blank=True
    )
    own_sha256 = serializers.CharField(source="own.sha256", default="")
    pages = serializers.IntegerField(source="own.pages", default=0)


class PaperLine(serializers.Serializer[object]):
    """A paper, and its newest version that may be opened."""

    id = serializers.UUIDField(source="paper.pk")
    title = serializers.CharField(source="paper.title")
    version = serializers.IntegerField(source="version.number", default=None, allow_null=True)
    pages = serializers.IntegerField(source="version.pages", default=None, allow_null=True)
    sha256 = serializers.CharField(source="version.sha256", default="")
    text = serializers.CharField(source="version.body", default="")


class ItemLine(serializers.Serializer[object]):
    """
    An agenda item with its papers; `withheld` ones carry their number and nothing else.

    A paper that somebody was named for stands under an item that is withheld.
    """

    number = serializers.CharField()
    withheld = serializers.SerializerMethodField()
    id = serializers.UUIDField(source="item.pk", default=None, allow_null=True)
    title = serializers.CharField(source="item.title", default="")
    text = serializers.CharField(source="item.body", default="")
    purpose = serializers.ChoiceField(Purpose.choices, source="item.purpose", default="")
    visibility = serializers.ChoiceField(Visibility.choices, source="item.visibility", default="")
    presenter = serializers.CharField(source="item.presenter.display_name", default="")
    papers = PaperLine(many=True)

    def get_withheld(self, row: object) -> bool:
        """Say whether the viewer may know no more of it."""
        return getattr(row, "item", None) is None


class MeetingDetail(serializers.Serializer[object]):
    """A meeting with its agenda, as the viewer may read it."""

    meeting = MeetingLine()
    items = ItemLine(many=True)


class DecisionLine(serializers.Serializer[object]):
    """A decision; `in_force` until a later one supersedes it."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    committee = serializers.CharField(source="committee.code")
    title = serializers.CharField()
    text = serializers.CharField()
    rationale = serializers.CharField()
    is_quorate = serializers.BooleanField()
    supersedes = serializers.CharField(source="supersedes.number", default="")
    in_force = serializers.SerializerMethodField()
    effective_on = serializers.DateField()
    decided_at = serializers.DateTimeField()

    def get_in_force(self, row: object) -> bool:
        """Say whether no later decision supersedes it."""
        return not hasattr(row, "superseded_by")


class ActionLine(serializers.Serializer[object]):
    """An action, with how it stands today."""

    id = serializers.UUIDField(source="action.pk")
    committee = serializers.CharField(source="action.committee.code")
    number = serializers.IntegerField(source="action.number")
    text = serializers.CharField(source="action.text")
    owner = serializers.CharField(source="action.owner.display_name")
    first_due_on = serializers.DateField(source="action.first_due_on")
    due_on = serializers.DateField(source="action.due_on")
    times_moved = serializers.IntegerField(source="action.times_moved")
    state = serializers.ChoiceField(ActionState.choices, source="action.state")
    rag = serializers.CharField()


class ActionEventLine(serializers.Serializer[object]):
    """What happened to an action."""

    kind = serializers.ChoiceField(ActionEventKind.choices)
    words = serializers.CharField()
    due_before = serializers.DateField(allow_null=True)
    due_after = serializers.DateField(allow_null=True)
    happened_at = serializers.DateTimeField()
    by = serializers.CharField(source="by.display_name", default="")


class ActionDone(serializers.Serializer[object]):
    """What shows that an action is done."""

    words = serializers.CharField(max_length=LONGEST_WORDS)


class ActionNote(serializers.Serializer[object]):
    """How far an action is, or evidence of what it did."""

    kind = serializers.ChoiceField(NOTES, default=ActionEventKind.NOTE)
    words = serializers.CharField(max_length=LONGEST_WORDS)


class ActionMove(serializers.Serializer[object]):
    """Another day on which an action is due, and why."""

    due_on = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST_WORDS)


class FoundLine(serializers.Serializer[object]):
    """Something that was found."""

    kind = serializers.CharField()
    id = serializers.UUIDField(source="key")
    title = serializers.CharField()
    committee = serializers.CharField()
    at = serializers.DateTimeField()
