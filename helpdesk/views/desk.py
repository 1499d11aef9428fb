"""The desk's lists: what is asked of whom, and what is due."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from helpdesk import permissions
from helpdesk.actions.shifts import note_seen
from helpdesk.forms.filters import (
    clean_query,
    read_cursor,
    read_filters,
    read_order,
    read_page_number,
    write_cursor,
)
from helpdesk.models import SavedView, Sight, sight_of
from helpdesk.presenters.desk import (
    SideGroup,
    default_list,
    found_words,
    list_url,
    name_of_list,
    present_filters,
    present_side,
    side_lists,
)
from helpdesk.presenters.desk_lines import LineView, present_lines
from helpdesk.queries.counts import count_lists
from helpdesk.queries.desk import list_presences, list_saved_views, read_choices
from helpdesk.queries.filters import Choices, Order, TicketFilters
from helpdesk.queries.lists import TicketLine, list_tickets
from helpdesk.queries.search import search_tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who is at the desk, and which list they ask for."""

    at: datetime
    sight: Sight
    choices: Choices
    query: QueryDict
    filters: TicketFilters
    order: Order

    @property
    def current(self) -> str:
        """The list as its address has it."""
        return self.query.urlencode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a page, and the addresses of those beside it."""

    lines: list[LineView]
    fingerprint: str
    poll_url: str
    note: str = ""
    next_url: str = ""
    previous_url: str = ""


def read_desk(request: SignedInRequest, query: QueryDict) -> Desk:
    """
    Return who is at the desk and which list an address asks for.

    :raises Forbidden: they do not work at the helpdesk
    """
    sight = sight_of(request.active_role)
    permissions.check_may_list(sight)
    choices, clean = read_choices(sight), clean_query(query)
    if not clean:
        clean = clean_query(QueryDict(default_list(sight)))
    return Desk(
        at=timezone.now(),
        sight=sight,
        choices=choices,
        query=clean,
        filters=read_filters(clean, choices=choices, sight=sight),
        order=read_order(clean),
    )


@require_safe
def ticket_list(request: SignedInRequest) -> HttpResponse:
    desk = read_desk(request, request.GET)
    if desk.filters.text != request.GET.get("q", "").strip():
        return redirect(list_url(desk.current))  # no number of a patient stays in an address
    if not desk.filters.text:
        note_seen(role=request.active_role, at=desk.at)
    views = list_saved_views(desk.sight)
    rows = read_rows(desk, request.GET)
    return render(request, "helpdesk/desk/list.html", _list_context(desk, rows, views))


@require_safe
def ticket_list_rows(request: SignedInRequest) -> HttpResponse:
    """Answer with the rows and the counts anew where something changed, and else with nothing."""
    desk = read_desk(request, request.GET)
    note_seen(role=request.active_role, at=desk.at)
    rows = read_rows(desk, request.GET)
    if rows.fingerprint == request.GET.get("seen"):
        return HttpResponse(status=204)
    context = _list_context(desk, rows, list_saved_views(desk.sight))
    return render(request, "helpdesk/desk/rows.html", context)


def _list_context(desk: Desk, rows: Rows, views: list[SavedView]) -> dict[str, object]:
    saved = {view.name: clean_query(QueryDict(view.filters)).urlencode() for view in views}
    lists = side_lists(desk.choices, saved, sight=desk.sight)
    return {
        "side": _side(desk, lists),
        "name": name_of_list(lists, desk.current, desk.query),
        "rows": rows,
        "query": desk.query,
        "current": desk.current,
        "fields": present_filters(desk.query, desk.choices),
        "own_view": next((v for v in views if _is_own_list(v, desk)), None),
        "leads": bool(desk.sight.led_queues),
        "works_here": desk.sight.is_staff,
    }


def _is_own_list(view: SavedView, desk: Desk) -> bool:
    """Whether a saved view is the list on the page, and the viewer's to remove."""
    same = clean_query(QueryDict(view.filters)).urlencode() == desk.current
    mine = view.owner_id == desk.sight.user_id
    return same and (mine or (view.owner_id is None and bool(desk.sight.led_queues)))


def _side(desk: Desk, lists: dict[str, dict[str, str]]) -> list[SideGroup]:
    filters = {
        f"{title}/{name}": read_filters(
            clean_query(QueryDict(query)), choices=desk.choices, sight=desk.sight
        )
        for title, named in lists.items()
        for name, query in named.items()
    }
    countable = {name: each for name, each in filters.items() if not each.text}
    counts = count_lists(countable, sight=desk.sight, at=desk.at)
    return present_side(lists, counts, sight=desk.sight, current=desk.current)


def read_rows(desk: Desk, address: QueryDict) -> Rows:
    """Return the rows of the page that an address asks for."""
    if desk.filters.text:
        return _found_rows(desk, read_page_number(address))
    cursor = read_cursor(address, desk.order)
    here = write_cursor(cursor) if cursor else {}
    page = list_tickets(desk.filters, sight=desk.sight, at=desk.at, order=desk.order, cursor=cursor)
    return _rows(
        desk,
        page.lines,
        here=here,
        next_url=_beside(desk, **write_cursor(page.next)) if page.next else "",
        previous_url=_beside(desk, **write_cursor(page.previous)) if page.previous else "",
    )


def _found_rows(desk: Desk, page: int) -> Rows:
    """Return a page of what a search found."""
    found = search_tickets(desk.filters, sight=desk.sight, at=desk.at, page=page)
    return _rows(
        desk,
        found.lines,
        here={"page": str(page)},
        note=found_words(found),
        next_url=_beside(desk, page=str(page + 1)) if found.has_next else "",
        previous_url=_beside(desk, page=str(page - 1)) if page > 1 else "",
    )


def _rows(
    desk: Desk,
    lines: Sequence[TicketLine],
    *,
    here: Mapping[str, str],
    note: str = "",
    next_url: str = "",
    previous_url: str = "",
) -> Rows:
    presences = list_presences([line.number for line in lines], sight=desk.sight, at=desk.at)
    shown = present_lines(
        lines,
        presences=presences,
        user_id=desk.sight.user_id,
        at=desk.at,
        with_queue=len(desk.query.getlist("queue")) != 1 or "mine" in desk.query.getlist("queue"),
    )
    fingerprint = hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
    return Rows(
        lines=shown,
        fingerprint=fingerprint,
        poll_url=_beside(desk, "helpdesk:ticket_list_rows", seen=fingerprint, **here),
        note=note,
        next_url=next_url,
        previous_url=previous_url,
    )


def _beside(desk: Desk, url_name: str = "helpdesk:ticket_list", **where: str) -> str:
    query = desk.query.copy()
    query.update(where)
    return f"{reverse(url_name)}?{query.urlencode()}"
