"""Write on one ticket: replies, notes, what callers write, and what was typed so far."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow
from helpdesk.actions.answering import answer_caller, write_as_caller
from helpdesk.actions.attachments import NewFile, UnfitFile
from helpdesk.actions.notes import Noted, note_and_mention
from helpdesk.actions.presence import drop_draft, keep_draft
from helpdesk.codes import AfterReply, Visibility
from helpdesk.forms.files import FilesField
from helpdesk.policies import StaleTicket

from .ticket import NOTE, Composed, render_ticket
from .ticket_frame import LARGEST_NUMBER, find_ticket, go_back

CONFLICT = 409
DONE = {
    AfterReply.STAY: "Your reply was sent.",
    AfterReply.WAIT: "Your reply was sent. The ticket waits for the caller.",
    AfterReply.RESOLVE: "Your reply was sent. The ticket is resolved.",
}


@require_POST
def ticket_reply(request: SignedInRequest, number: int) -> HttpResponse:
    ticket, by = find_ticket(request, number), request.active_role
    text, then = request.POST.get("text", ""), request.POST.get("then", AfterReply.STAY)
    after = AfterReply(then) if then in AfterReply else AfterReply.STAY
    seen = _number(request.POST.get("last_seen", ""))
    try:
        answer_caller(
            number=number,
            text=text,
            then=after,
            by=by,
            at=timezone.now(),
            last_seen_event_id=seen,
            files=_files(request),
        )
    except StaleTicket as error:
        keep_draft(ticket=ticket, visibility=Visibility.PUBLIC, text=text, by=by)
        composed = Composed(text=text, error=str(error), last_seen=seen, is_stale=True)
        return render_ticket(request, number, composed, status=CONFLICT)
    except NotPermittedNow as error:
        return render_ticket(
            request, number, Composed(text=text, error=str(error)), status=CONFLICT
        )
    drop_draft(ticket=ticket, visibility=Visibility.PUBLIC, by=by)
    messages.success(request, DONE[after])
    return go_back(request, number)


@require_POST
def ticket_note(request: SignedInRequest, number: int) -> HttpResponse:
    ticket, by = find_ticket(request, number), request.active_role
    text = request.POST.get("text", "")
    try:
        noted = note_and_mention(
            number=number, text=text, by=by, at=timezone.now(), files=_files(request)
        )
    except NotPermittedNow as error:
        composed = Composed(text=text, mode=NOTE, error=str(error))
        return render_ticket(request, number, composed, status=CONFLICT)
    drop_draft(ticket=ticket, visibility=Visibility.INTERNAL, by=by)
    _say_who_was_told(request, noted)
    return go_back(request, number)


def _say_who_was_told(request: SignedInRequest, noted: Noted) -> None:
    told = ", ".join(str(user) for user in noted.told)
    messages.success(
        request, f"Your note was added. Told: {told}." if told else "Your note was added."
    )
    if noted.not_told:
        names = ", ".join(f"@{name}" for name in noted.not_told)
        messages.warning(request, f"Not told, because they may not see this ticket: {names}.")


@require_POST
def ticket_message(request: SignedInRequest, number: int) -> HttpResponse:
    """Add what a caller writes."""
    ticket, by = find_ticket(request, number), request.active_role
    text = request.POST.get("text", "")
    try:
        write_as_caller(number=number, text=text, by=by, at=timezone.now(), files=_files(request))
    except NotPermittedNow as error:
        return render_ticket(
            request, number, Composed(text=text, error=str(error)), status=CONFLICT
        )
    drop_draft(ticket=ticket, visibility=Visibility.PUBLIC, by=by)
    messages.success(request, "Your message was sent to the helpdesk.")
    return go_back(request, number)


@require_POST
def ticket_draft(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep what is being typed; the page asks for this by itself."""
    ticket = find_ticket(request, number)
    visibility = Visibility.INTERNAL if request.POST.get("mode") == NOTE else Visibility.PUBLIC
    text = request.POST.get("text", "")
    keep_draft(ticket=ticket, visibility=visibility, text=text, by=request.active_role)
    return HttpResponse("Draft kept" if text.strip() else "", content_type="text/plain")


def _files(request: SignedInRequest) -> list[NewFile]:
    """
    Return the files that were chosen with the words.

    :raises UnfitFile: they are too many, too large, or empty
    """
    try:
        return FilesField().clean(request.FILES.getlist("attached"))
    except ValidationError as error:
        raise UnfitFile(" ".join(error.messages)) from error


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and int(text) <= LARGEST_NUMBER
    return int(text) if is_number else None
