"""One ticket, at one address for everybody who may see it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import Forbidden
from helpdesk import permissions, policies
from helpdesk.actions.presence import note_presence
from helpdesk.actions.satisfaction import check_can_answer
from helpdesk.codes import DONE_STATES, ParticipantKind, PresenceKind, TicketState
from helpdesk.models import Sight, Ticket, TicketEvent, sight_of
from helpdesk.presenters.attachments import FilesPanel, present_files
from helpdesk.presenters.clocks import present_clocks
from helpdesk.presenters.record_context import present_record_context
from helpdesk.presenters.ticket_caller import present_for_caller
from helpdesk.presenters.ticket_head import earlier_url
from helpdesk.presenters.ticket_page import presence_words, present_for_staff
from helpdesk.presenters.timeline import Card, Line, present_timeline
from helpdesk.queries.merging import list_union
from helpdesk.queries.problems import find_workaround
from helpdesk.queries.references import find_references
from helpdesk.queries.ticket_page import (
    TicketPage,
    list_events_after,
    list_files,
    read_ticket_page,
    read_timeline,
)

from .ticket_frame import LARGEST_NUMBER, find_ticket

REPLY, NOTE = "reply", "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What somebody typed that could not be sent yet, and why."""

    text: str
    mode: str = REPLY
    error: str = ""
    last_seen: int | None = None
    is_stale: bool = False


@require_GET
def ticket_detail(request: SignedInRequest, number: int) -> HttpResponse:
    return render_ticket(request, number)


def render_ticket(
    request: SignedInRequest, number: int, composed: Composed | None = None, *, status: int = 200
) -> HttpResponse:
    """Return the page of a ticket: the work page for staff, the calm one for callers."""
    at, sight = timezone.now(), sight_of(request.active_role)
    if number > LARGEST_NUMBER:
        raise Http404
    try:
        page = read_ticket_page(number, sight=sight, at=at)
    except Ticket.DoesNotExist as error:
        raise Http404 from error
    if composed is None and (redirected := _follow_merge(request, page.ticket, sight)):
        return redirected
    if page.reads_all:
        context = _staff_context(request, page, sight, composed, at=at)
        return render(request, "helpdesk/ticket/staff.html", context, status=status)
    context = _caller_context(page, sight, composed, at=at)
    return render(request, "helpdesk/ticket/caller.html", context, status=status)


def _follow_merge(request: SignedInRequest, ticket: Ticket, sight: Sight) -> HttpResponse | None:
    """Send who may see it on to the ticket that this one was merged into."""
    target = ticket.merged_into_id
    if target is None or "alone" in request.GET:
        return None
    if not Ticket.objects.within(sight).filter(pk=target).exists():
        return None
    messages.info(request, f"Ticket {ticket.number} was merged into this one.")
    return redirect("helpdesk:ticket_detail", target)


def _staff_context(
    request: SignedInRequest,
    page: TicketPage,
    sight: Sight,
    composed: Composed | None,
    *,
    at: datetime,
) -> dict[str, object]:
    ticket = page.ticket
    view = present_for_staff(page, at=at)
    works = allowed(permissions.check_may_work_on, sight, ticket)
    usual = REPLY if view.recipients else NOTE
    mode = composed.mode if composed else request.GET.get("mode", usual)
    is_open, is_ended = ticket.is_open, not policies.TRANSITIONS[TicketState(ticket.state)]
    watches = any(
        each.user_id == sight.user_id and each.kind == ParticipantKind.WATCHER
        for each in page.participants
    )
    return {
        "view": view,
        "composed": composed,
        "mode": NOTE if mode == NOTE or is_ended else REPLY,
        "works": works,
        "is_open": is_open,
        "is_ended": is_ended,
        "is_mine": ticket.assignee_id == sight.user_id,
        "queue_name": ticket.queue.name,
        "watches": watches,
        "may_escalate": works and is_open and ticket.queue.escalates_to_id is not None,
        "escalates_to": ticket.queue.escalates_to,
        "is_too_old": ticket.state == TicketState.CLOSED
        and not policies.is_within_reopening_window(ticket, at=at),
        "is_alone": ticket.merged_into_id is not None,
        "clocks": present_clocks(
            page.clocks, leads=allowed(permissions.check_may_lead, sight, ticket), at=at
        ),
        "record": present_record_context(ticket),
        "panel": _files_panel(page, sight, may_attach=works and not is_ended, at=at),
        "new_events": _unseen(page, composed, at=at),
        "references": _references(page),
        "may_redact": allowed(permissions.check_may_redact, sight, ticket),
    }


def _references(page: TicketPage) -> list[str]:
    """Return the references in what the page shows of the ticket itself."""
    own = [each for each in page.timeline.events if each.ticket_id == page.ticket.pk]
    texts = [each.text for each in own if hasattr(each, "text")]
    words = [f"{text.body}{text.quoted}" for text in texts]
    names = [file.name for file in page.files]
    return find_references([page.ticket.subject, page.ticket.external_reference, *words, *names])


def _files_panel(
    page: TicketPage, sight: Sight, *, may_attach: bool, at: datetime
) -> FilesPanel | None:
    """Return the files of a ticket by themselves, where there are any."""
    if not page.files:
        return None
    return present_files(
        page.files,
        number=page.ticket.pk,
        may_attach=may_attach,
        leads=allowed(permissions.check_may_lead, sight, page.ticket),
        at=at,
    )


def _unseen(page: TicketPage, composed: Composed | None, *, at: datetime) -> list[object]:
    """Return what was written since the page was read on which a reply was typed."""
    if composed is None or composed.last_seen is None or not composed.is_stale:
        return []
    events = [
        event
        for event in page.timeline.events
        if event.pk > composed.last_seen and event.visibility == "public"
    ]
    return list(present_timeline(events, ticket=page.ticket, at=at))


def _caller_context(
    page: TicketPage, sight: Sight, composed: Composed | None, *, at: datetime
) -> dict[str, object]:
    ticket = page.ticket
    state = TicketState(ticket.state)
    allows = policies.TRANSITIONS[state]
    may_write = allowed(permissions.check_may_write_to, sight, ticket)
    is_too_old = state == TicketState.CLOSED and not policies.is_within_reopening_window(
        ticket, at=at
    )
    return {
        "view": present_for_caller(page, at=at),
        "composed": composed,
        "may_write": may_write and bool(allows) and not is_too_old,
        "may_resolve": may_write and ticket.is_open and TicketState.RESOLVED in allows,
        "may_cancel": may_write and state == TicketState.NEW,
        "may_reopen": may_write and not ticket.is_open and bool(allows) and not is_too_old,
        "may_follow_up": may_write and is_too_old,
        "panel": _files_panel(page, sight, may_attach=False, at=at),
        "is_done": state in (TicketState.RESOLVED, TicketState.CLOSED),
        "known": find_workaround(ticket),
        "may_say_how_it_went": state in DONE_STATES
        and ticket.requester_id == sight.user_id
        and allowed(check_can_answer, ticket),
        "is_alone": ticket.merged_into_id is not None,
    }


@require_GET
def ticket_timeline(request: SignedInRequest, number: int) -> HttpResponse:
    """Show the events before one; a page of its own, or the part that the page asks for."""
    at, sight = timezone.now(), sight_of(request.active_role)
    ticket = find_ticket(request, number, sight=sight)
    before = request.GET.get("before", "")
    if not (before.isascii() and before.isdigit()) or int(before) > LARGEST_NUMBER:
        raise Http404
    timeline = read_timeline(ticket, sight=sight, before=int(before))
    page = TicketPage(
        ticket=ticket,
        reads_all=True,
        timeline=timeline,
        participants=(),
        clocks=(),
        neighbours=(),
        files=list_files(ticket, sight=sight),
    )
    context = {
        "items": present_timeline(
            timeline.events, ticket=ticket, at=at, known=_known(ticket, sight), files=page.files
        ),
        "earlier_url": earlier_url(page),
        "number": number,
    }
    name = "_events.html" if request.htmx else "earlier.html"
    return render(request, f"helpdesk/ticket/{name}", context)


def _known(ticket: Ticket, sight: Sight) -> list[int]:
    """Return the tickets of one timeline that a viewer may hear of."""
    seen = Ticket.objects.within(sight).filter(pk__in=list_union(ticket.pk))
    return list(seen.values_list("pk", flat=True))


@require_POST
def ticket_presence(request: SignedInRequest, number: int) -> HttpResponse:
    """Note that the viewer has the ticket before them, and answer with what is new on it."""
    at, sight = timezone.now(), sight_of(request.active_role)
    ticket = find_ticket(request, number, sight=sight)
    kind = request.POST.get("kind", "")
    after = request.POST.get("after", "")
    if kind not in PresenceKind or not (after.isascii() and after.isdigit()):
        return HttpResponse(status=400)
    permissions.check_is_staff(sight)
    if not ticket.reads_all:  # type: ignore[attr-defined]  # annotated
        raise Forbidden("Only staff who read all of a ticket see who is there.")
    note_presence(ticket=ticket, kind=PresenceKind(kind), by=request.active_role, at=at)
    events = _events_after(ticket, int(after), sight)
    newest = max([event.pk for event in events], default=int(after))
    present = [(each["name"], PresenceKind(each["kind"])) for each in ticket.present]  # type: ignore[attr-defined]  # annotated
    context = {
        "presence": presence_words(present),
        "items": _present_new(events, ticket, sight, at=at),
        "news": _news(events, request),
        "newest": newest,
        "number": number,
    }
    return render(request, "helpdesk/ticket/_presence.html", context)


def _present_new(
    events: list[TicketEvent], ticket: Ticket, sight: Sight, *, at: datetime
) -> list[Card | Line]:
    if not events:
        return []
    files = list_files(ticket, sight=sight)
    return present_timeline(events, ticket=ticket, at=at, known=_known(ticket, sight), files=files)


def _events_after(ticket: Ticket, after: int, sight: Sight) -> list[TicketEvent]:
    """Return what is new; the ticket's own row tells whether it is worth a look."""
    newest = ticket.last_event_id or 0
    if newest <= after and not ticket.merged.exists():
        return []
    return list_events_after(ticket, min(after, LARGEST_NUMBER), sight=sight)


def _news(events: list[TicketEvent], request: SignedInRequest) -> str:
    """Return who has just written or changed something, in words."""
    names = {event.actor_name for event in events if event.actor_id != request.user.pk}
    if not names:
        return ""
    return f"New from {' and '.join(sorted(names))}: see the top of the list."
