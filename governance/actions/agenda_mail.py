"""Tell those who read an agenda that it is published, or has grown; never what stands on it."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from core.dates import LONDON, count_in_words
from core.times import say_day, say_times
from governance.codes import MessageKind
from governance.models import AgendaItem, Meeting, Membership

from .grants import people_named_for
from .messages import Telling, queue_message


def tell_agenda(meeting: Meeting, *, at: datetime) -> int:
    """Tell members, observers and those who were named that an agenda is out; return how many."""
    people = list(_readers(meeting))
    items = count_in_words(meeting.items.count(), "item")
    for user in people:
        telling = Telling(
            kind=MessageKind.AGENDA,
            once_key=f"agenda:{meeting.pk}:{user.pk}",
            subject=f"Agenda: {meeting.committee.name}, {say_day(meeting.starts_at)}",
            body=_write(meeting, f"The agenda is published. It has {items}."),
        )
        queue_message(telling, to=user, at=at, meeting=meeting)
    return len(people)


def tell_late_item(item: AgendaItem, *, at: datetime) -> None:
    """Tell those who may know of a late item that the agenda has grown."""
    meeting = item.meeting
    for user in _readers(meeting):
        telling = Telling(
            kind=MessageKind.AGENDA,
            once_key=f"agenda-late:{item.pk}:{user.pk}",
            subject=f"Agenda changed: {meeting.committee.name}, {say_day(meeting.starts_at)}",
            body=_write(meeting, "An item was added after the agenda was published."),
        )
        # Who may not know of the item is not sent it: the worker asks again when it sends.
        queue_message(telling, to=user, at=at, meeting=meeting, item=item)


def _readers(meeting: Meeting) -> QuerySet[User]:
    on = meeting.starts_at.astimezone(LONDON).date()
    sits = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
    seated = User.objects.filter(pk__in=sits.values("user"))
    named = User.objects.filter(pk__in=people_named_for(meeting))
    return (seated | named).filter(is_active=True).order_by("username")


def _write(meeting: Meeting, sentence: str) -> str:
    link = reverse("governance:meeting_detail", args=[meeting.pk])
    when = f"{say_times(meeting.starts_at, meeting.ends_at)} (London time)"
    lines = [sentence, "", meeting.committee.name, when, "", f"{settings.SERVICE_URL}{link}", ""]
    return "\n".join(lines)
