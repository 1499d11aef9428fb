"""What is going on today: a meeting whose agenda is out, an interest, a resolution in writing."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from guardian.shortcuts import assign_perm

from accounts.models import PractitionerRole, User
from core.errors import NotPermittedNow
from governance.actions.packs import issue_pack
from governance.actions.publishing import publish, redact
from governance.codes import Exemption, InterestKind, MeetingState, Mitigation, Purpose, Visibility
from governance.models import (
    AgendaItem,
    Interest,
    ItemInterest,
    Meeting,
    Paper,
    WrittenResolution,
)
from governance.presenters.publications import draw_public
from governance.queries.reach import reach_of

from .committees import Body
from .content import BOARD_TOPICS, Topic
from .members import key_of
from .past import write_version

P, V = Purpose, Visibility
# In the order of the agenda: what it is, what it asks, whom it is for, and the topic it takes up.
AGENDA: Final = (
    ("Welcome and apologies", P.NOTE, V.OPEN, 5, ""),
    ("Declarations of interest", P.NOTE, V.OPEN, 5, ""),
    ("Minutes of the last meeting", P.DECIDE, V.OPEN, 5, ""),
    ("Care homes: reading the record", P.DECIDE, V.OPEN, 25, "Care homes: reading the record"),
    ("Ambulance crews read plans", P.DECIDE, V.OPEN, 20, "Ambulance crews read plans"),
    (
        "Results from the regional laboratory arrive late",
        P.DISCUSS,
        V.OPEN,
        15,
        "Results from the regional laboratory arrive late",
    ),
    ("Budget of the next year", P.DECIDE, V.PRIVATE, 20, "Budget of the next year"),
    (
        "The supplier's bid for the integration work",
        P.DECIDE,
        V.RESTRICTED,
        20,
        "The supplier's bid for the integration work",
    ),
    ("Any other business", P.NOTE, V.OPEN, 5, ""),
)
CONFLICTED_ITEM: Final = 3
PUBLISHED: Final = 6
# What the public does not read of the minutes, wherever it stands.
LEFT_OUT: Final = (
    ("references were taken from two regions", Exemption.CONFIDENCE),
    ("one member asked for a line for training of locums", Exemption.CONDUCT_OF_AFFAIRS),
    ("the laboratory expects the second interface by the end of the month", Exemption.COMMERCIAL),
)
TODAY: Final = key_of("meeting:today")


def load_live(
    board: Body, leadership: Body, named: Mapping[str, PractitionerRole], *, at: datetime
) -> None:
    """Write what is going on today."""
    secretary = named["board.secretary"]
    meeting = _meeting_of_today(board, at=at)
    items = _agenda(meeting, board, secretary.user, at=at)
    _declare(items[CONFLICTED_ITEM], named["board.conflicted"].user, at=at)
    for member in board.members[:2]:
        assign_perm("read_restricted_item", member.user, items[-2])
    WrittenResolution.objects.create(
        id=key_of("written:1"),
        committee=leadership.committee,
        number=1,
        title="Move the release of documents by a week",
        text="The release of documents goes out one week later than planned.",
        reason="The safety check needs two more days, and the next meeting is after the date.",
        opened_at=at - timedelta(days=1),
        opened_by=secretary.user,
        deadline_at=at + timedelta(days=3),
    )


def publish_minutes(board: Body, secretary: PractitionerRole, *, at: datetime) -> None:
    """Publish the newest approved minutes of a board, without what is not for the public."""
    approved = Meeting.objects.filter(
        committee=board.committee, state=MeetingState.MINUTES_APPROVED
    )
    by = reach_of(secretary, on=at.date())
    for meeting in approved.order_by("-starts_at")[:PUBLISHED]:
        for words, exemption in LEFT_OUT:
            # Not all minutes hold these words.
            with suppress(NotPermittedNow):
                redact(
                    meeting_id=meeting.pk,
                    words=words,
                    exemption=exemption,
                    reason="",
                    by=by,
                    at=at,
                )
        publish(meeting_id=meeting.pk, draw=draw_public, by=by, at=at)


def issue_pack_of_today(secretary: PractitionerRole, *, at: datetime) -> None:
    """Have the pack of the meeting of today made, unless it has one."""
    meeting = Meeting.objects.filter(pk=TODAY).first()
    if meeting is not None and not meeting.packs.exists():
        issue_pack(meeting_id=meeting.pk, by=reach_of(secretary, on=at.date()), at=at)


def _meeting_of_today(board: Body, *, at: datetime) -> Meeting:
    """Write a meeting that begins in an hour: whoever tries the demonstration can run it."""
    number = Meeting.objects.filter(committee=board.committee).count() + 1
    starts_at = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Meeting.objects.create(
        id=TODAY,
        committee=board.committee,
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        mode=board.series.mode,
        place=board.series.place,
        join_url=board.series.join_url,
        state=MeetingState.AGENDA_PUBLISHED,
        papers_due_at=at - timedelta(days=7),
        agenda_published_at=at - timedelta(days=6),
    )


def _agenda(meeting: Meeting, board: Body, secretary: User, *, at: datetime) -> list[AgendaItem]:
    topics = {topic.title: topic for topic in BOARD_TOPICS}
    last = (
        Meeting.objects.filter(committee=board.committee, state=MeetingState.MINUTES_CIRCULATED)
        .order_by("-starts_at")
        .first()
    )
    items = []
    for position, (title, purpose, visibility, minutes, name) in enumerate(AGENDA, start=1):
        topic = topics.get(name)
        items.append(
            AgendaItem.objects.create(
                id=key_of(f"today:{position}"),
                meeting=meeting,
                position=position,
                number=str(position),
                title=title,
                body=topic.ask if topic else "",
                purpose=purpose,
                visibility=visibility,
                minutes_planned=minutes,
                presenter=board.members[position % len(board.members)].user,
                wants_paper=topic is not None,
                minutes_of=last if title.startswith("Minutes") else None,
            )
        )
        if topic:
            _papers(items[-1], topic, secretary, is_late=position == CONFLICTED_ITEM + 2, at=at)
    return items


def _papers(
    item: AgendaItem, topic: Topic, secretary: User, *, is_late: bool, at: datetime
) -> None:
    """Write a paper, which one author sent late and then mended."""
    paper = Paper.objects.create(
        id=key_of(f"paper:today:{item.position}"),
        item=item,
        title=topic.title,
        author=item.presenter,
    )
    sent_at = at - timedelta(days=9)
    write_version(paper, topic.paper, by=secretary, at=sent_at).save()
    if is_late:
        mended = f"{topic.paper}\n\nThe figures of the last quarter are added."
        write_version(
            paper,
            mended,
            by=item.presenter or secretary,
            at=at - timedelta(days=1),
            number=2,
            what_changed="The figures of the last quarter are added.",
        ).save()


def _declare(item: AgendaItem, member: User, *, at: datetime) -> None:
    interest = Interest.objects.create(
        id=key_of("interest:1"),
        user=member,
        kind=InterestKind.FINANCIAL,
        description="Partner in a practice that is paid for rounds in care homes",
        party="A group of care homes",
        starts_on=(at - timedelta(days=500)).date(),
        declared_at=at - timedelta(days=400),
    )
    ItemInterest.objects.create(
        id=key_of("item-interest:1"),
        item=item,
        user=member,
        interest=interest,
        words="The practice is paid for rounds in three of the homes.",
        mitigation=Mitigation.LEAVE,
        declared_at=at - timedelta(days=3),
        declared_by=member,
    )
