"""Board packs of a meeting: issue them, see how far they are, open one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.actions.packs import issue_pack
from governance.actions.personal_packs import ask_again, open_personal_pack
from governance.models import BoardPack, Meeting, PersonalPack, Reach
from governance.presenters.packs import present_head, present_openings, present_pack
from governance.queries.packs import (
    OwnPack,
    get_meeting_of_packs,
    get_pack,
    is_being_made,
    list_openings,
    list_packs,
)

from .frame import reach_for, show

SANDBOX = "default-src 'none'; sandbox"


@require_safe
def pack_list(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Show the packs of a meeting, the newest on top, and how far they are."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    packs = list_packs(meeting, reach=reach)
    head = present_head(meeting, reach=reach, is_running=_is_running(packs))
    context = {
        "head": head,
        "packs": [present_pack(each, serves=head.serves) for each in packs],
        "is_running": is_being_made(packs),
    }
    return show(request, "packs/list.html", context, reach=reach)


@require_POST
def pack_issue(request: SignedInRequest, meeting_id: UUID) -> HttpResponse:
    """Have the next pack put together."""
    reach = reach_for(request)
    meeting = _meeting(meeting_id, reach)
    try:
        issue_pack(meeting_id=meeting.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect("governance:pack_list", meeting.pk)


@require_safe
def pack_detail(request: SignedInRequest, meeting_id: UUID, pack_id: UUID) -> HttpResponse:
    """Show one pack, and to chair and secretary who has opened theirs."""
    reach = reach_for(request)
    meeting, each = _pack(meeting_id, pack_id, reach)
    head = present_head(meeting, reach=reach, is_running=False)
    openings = list_openings(each.pack) if head.serves else []
    context = {
        "head": head,
        "pack": present_pack(each, serves=head.serves),
        "openings": present_openings(openings),
        "opened": sum(1 for row in openings if row.first_opened_at),
        "is_running": is_being_made([each]),
    }
    return show(request, "packs/detail.html", context, reach=reach)


@require_POST
def pack_ask(request: SignedInRequest, meeting_id: UUID, pack_id: UUID) -> HttpResponse:
    """Have one's own pack made that there is not yet, or that failed."""
    reach = reach_for(request)
    _pack(meeting_id, pack_id, reach)
    try:
        ask_again(pack_id=pack_id, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect("governance:pack_detail", meeting_id, pack_id)


@require_safe
def pack_download(request: SignedInRequest, meeting_id: UUID, pack_id: UUID) -> HttpResponse:
    """Answer the viewer's own PDF, and nobody else's."""
    reach = reach_for(request)
    meeting, _ = _pack(meeting_id, pack_id, reach)
    try:
        own = open_personal_pack(pack_id=pack_id, by=reach, at=timezone.now())
    except PersonalPack.DoesNotExist as error:
        raise Http404 from error
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("governance:pack_detail", meeting_id, pack_id)
    day = meeting.starts_at.astimezone(LONDON).date()
    name = f"board-pack-{meeting.committee.code}-{day:%Y-%m-%d}-{own.pack.number}.pdf"
    return HttpResponse(
        own.pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _meeting(meeting_id: UUID, reach: Reach) -> Meeting:
    try:
        return get_meeting_of_packs(meeting_id, reach=reach)
    except Meeting.DoesNotExist as error:
        raise Http404 from error


def _pack(meeting_id: UUID, pack_id: UUID, reach: Reach) -> tuple[Meeting, OwnPack]:
    meeting = _meeting(meeting_id, reach)
    try:
        return meeting, get_pack(meeting, pack_id, reach=reach)
    except BoardPack.DoesNotExist as error:
        raise Http404 from error


def _is_running(packs: list[OwnPack]) -> bool:
    return any(present_pack(each, serves=True).is_running for each in packs)
