"""The page of a meeting, and the page of an agenda item, for everybody who may know of them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from governance import permissions
from governance.models import AgendaItem, Meeting, Reach
from governance.policies.meetings import (
    check_agenda_is_open,
    check_items_can_change,
    check_takes_late_items,
)
from governance.presenters.agendas import (
    name_meeting,
    present_agenda,
    present_facts,
    say_meeting_times,
    say_state,
    sum_up_agenda,
    tags_of,
)
from governance.presenters.item_links import item_links_of
from governance.presenters.items import present_item
from governance.presenters.meeting_links import links_of
from governance.presenters.quorum import present_forecast
from governance.queries.agendas import (
    get_item,
    get_meeting,
    knows_agenda,
    read_agenda,
    read_matter,
)
from governance.queries.committees import find_forecast, name_boards

from .frame import reach_for, show


@require_safe
def meeting_detail(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show when and where a meeting is, and its agenda as far as the viewer may know it."""
    reach, at = reach_for(request), timezone.now()
    meeting = meeting_or_404(meeting_id, reach)
    knows_committee = meeting.committee_id in reach.committees
    forecast = find_forecast([meeting], at=at) if knows_committee and _is_ahead(meeting) else None
    agenda = read_agenda(meeting, reach)
    serves = allowed(permissions.check_serves, reach, meeting.committee_id)
    may_build = serves and allowed(check_agenda_is_open, meeting.state)
    context = {
        "meeting": meeting,
        "name": name_meeting(meeting),
        "when": say_meeting_times(meeting),
        "state": say_state(meeting),
        "facts": present_facts(meeting),
        "lines": present_agenda(agenda),
        "sum": sum_up_agenda(agenda, meeting) if agenda.rows else "",
        "knows_committee": knows_committee,
        "forecast": present_forecast(forecast, name_boards()) if forecast else None,
        "knows_agenda": knows_agenda(meeting, reach),
        "may_begin": may_build and not agenda.rows,
        "may_build": may_build,
        "may_add_late": serves and allowed(check_takes_late_items, meeting.state),
        "links": links_of(reach, meeting),
    }
    return show(request, "agenda/meeting.html", context, reach=reach)


@require_safe
def item_detail(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Show an agenda item with its papers and what became of it."""
    reach = reach_for(request)
    item = item_or_404(item_id, reach)
    serves = allowed(permissions.check_serves, reach, item.meeting.committee_id)
    matter = read_matter(item, reach)
    context = {
        "item": item,
        "meeting": item.meeting,
        "meeting_name": name_meeting(item.meeting),
        "tags": tags_of(item),
        "page": present_item(item, matter, at=timezone.now()),
        "may_edit": serves and allowed(check_items_can_change, item.meeting.state),
        "links": item_links_of(reach, item),
    }
    return show(request, "agenda/item.html", context, reach=reach)


def _is_ahead(meeting: Meeting) -> bool:
    """Whether a meeting is still to be opened: then its quorum is a forecast."""
    return allowed(check_items_can_change, meeting.state)


def meeting_or_404(meeting_id: UUID, reach: Reach) -> Meeting:
    """
    Return a meeting that the viewer may know of.

    :raises Http404: there is none
    """
    try:
        return get_meeting(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error


def item_or_404(item_id: UUID, reach: Reach) -> AgendaItem:
    """
    Return an agenda item that the viewer may know of.

    :raises Http404: there is none
    """
    try:
        return get_item(item_id, reach=reach)
    except AgendaItem.DoesNotExist as error:
        raise Http404 from error
