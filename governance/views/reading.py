"""The reader: a meeting's items, papers and live sections on one page, with private notes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from core.charts import draw_chart
from core.errors import NotPermittedNow
from core.times import say_times
from governance.actions.notes import CLOSED, LONGEST, write_note
from governance.codes import AGENDA_IS_KNOWN
from governance.models import AgendaItem, Meeting, Reach
from governance.presenters.home import say_where
from governance.presenters.reading import present_reading, present_sections
from governance.queries.reading import frozen_sections, read_items

from .frame import reach_for, show


@require_safe
def reader(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting from top to bottom, as this reader may read it."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    context = {
        "meeting": meeting,
        "when": say_times(meeting.starts_at, meeting.ends_at),
        "where": say_where(meeting),
        "items": present_reading(read_items(meeting, reach=reach)),
        "sections": present_sections(frozen_sections(meeting, reach=reach), meeting.pk),
        "may_note": meeting.state not in CLOSED,
        "longest": LONGEST,
    }
    return show(request, "reading/reader.html", context, reach=reach)


@require_safe
def reader_chart(request: SignedInRequest, meeting_id: UUID, key: str, place: int) -> HttpResponse:
    """Answer with one chart of a section that the reader shows, as a picture."""
    reach = reach_for(request)
    sections = frozen_sections(_meeting(meeting_id, reach), reach=reach)
    charts: Sequence[Mapping[str, Any]] = next(
        (row["content"]["charts"] for row in sections if row["key"] == key), []
    )
    if place >= len(charts):
        raise Http404
    response = HttpResponse(draw_chart(charts[place]["spec"]), content_type="image/svg+xml")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_POST
def note_write(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Keep the reader's own note beside an item."""
    reach = reach_for(request)
    item = AgendaItem.objects.visible_to(reach).filter(pk=item_id).first()
    if item is None:
        raise Http404
    try:
        note = write_note(
            item_id=item.pk, body=request.POST.get("body", ""), by=reach, at=timezone.now()
        )
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Your note is kept." if note else "Your note is gone.")
    address = reverse("governance:reader", args=[item.meeting_id])
    return redirect(f"{address}#note-{item_id}")


def _meeting(meeting_id: UUID, reach: Reach) -> Meeting:
    known = Meeting.objects.visible_to(reach).filter(state__in=AGENDA_IS_KNOWN)
    try:
        return known.select_related("committee").get(pk=meeting_id)
    except Meeting.DoesNotExist as error:
        raise Http404 from error
