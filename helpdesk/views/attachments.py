"""Files of a ticket: the list, attaching, opening, and what to do with those that are held."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.errors import NotPermittedNow
from helpdesk import permissions
from helpdesk.actions.attachments import attach_files
from helpdesk.actions.scanning import destroy_attachment, release_attachment
from helpdesk.forms.files import AttachForm, ReasonForm
from helpdesk.models import Attachment, Sight, Ticket, sight_of
from helpdesk.presenters.attachments import (
    FilesPanel,
    may_preview,
    present_file,
    present_files,
    present_held,
)
from helpdesk.queries.attachments import (
    NotToBeOpened,
    OpenedFile,
    get_attachment,
    list_attachments,
    list_held,
    open_attachment,
)
from helpdesk.queries.tickets import get_ticket

# The answer is no page of ours: nothing in it runs, loads or reaches anything.
SANDBOX = "default-src 'none'; sandbox"
BINARY = "application/octet-stream"
DECISIONS = {"release": release_attachment, "destroy": destroy_attachment}
DECIDED = {
    "release": "Released. Everybody who sees the reply or note can open the file now.",
    "destroy": "Destroyed. Its name, size and digest stay on the ticket.",
}


def read_ticket(number: int, *, sight: Sight) -> Ticket:
    """
    Return a ticket that an address names.

    :raises Http404: there is none that the viewer may know of
    """
    try:
        return get_ticket(number, sight=sight)
    except Ticket.DoesNotExist as error:
        raise Http404 from error


def files_panel(ticket: Ticket, *, sight: Sight, at: datetime) -> FilesPanel:
    """Return the files of a ticket for its viewer, as `helpdesk/_attachments.html` has them."""
    return present_files(
        list_attachments(ticket.number, sight=sight),
        number=ticket.number,
        may_attach=allowed(permissions.check_may_write_to, sight, ticket),
        leads=allowed(permissions.check_may_lead, sight, ticket),
        at=at,
    )


@require_safe
def ticket_files(request: SignedInRequest, number: int) -> HttpResponse:
    sight = sight_of(request.active_role)
    ticket = read_ticket(number, sight=sight)
    context = {"number": number, "panel": files_panel(ticket, sight=sight, at=timezone.now())}
    return render(request, "helpdesk/ticket_files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_upload(request: SignedInRequest, number: int) -> HttpResponse:
    sight = sight_of(request.active_role)
    ticket = read_ticket(number, sight=sight)
    permissions.check_may_write_to(sight, ticket)
    is_staff = allowed(permissions.check_may_work_on, sight, ticket)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AttachForm(*sent, is_staff=is_staff)
    if form.is_valid():
        try:
            attach_files(
                number=number,
                files=form.cleaned_data["attached"],
                visibility=form.chosen_visibility(),
                by=request.active_role,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error("attached", str(error))
        else:
            messages.success(request, "Attached. The files can be opened after the virus check.")
            return redirect("helpdesk:ticket_detail", number)
    return render(request, "helpdesk/attachment_upload.html", {"number": number, "form": form})


@require_safe
def attachment_download(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """Answer a file to keep; it never opens as a page of ours."""
    opened = _open(request, attachment_id)
    if isinstance(opened, HttpResponse):
        return opened
    return _answer(opened, content_type=BINARY, as_attachment=True)


@require_safe
def attachment_preview(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """Answer an image, a text or a PDF to look at, in a sandbox."""
    opened = _open(request, attachment_id)
    if isinstance(opened, HttpResponse):
        return opened
    if not may_preview(opened.attachment):
        raise Http404
    content_type = opened.attachment.content_type
    charset = "; charset=utf-8" if content_type == "text/plain" else ""
    return _answer(opened, content_type=content_type + charset, as_attachment=False)


def _open(request: SignedInRequest, attachment_id: UUID) -> OpenedFile | HttpResponse:
    """
    Return a file that may be opened, or the page that says why it may not.

    :raises Http404: there is none that the viewer may know of
    """
    try:
        return open_attachment(attachment_id, viewer=request.active_role)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    except NotToBeOpened as error:
        attachment = get_attachment(attachment_id, viewer=request.active_role)
        context = {"number": attachment.ticket_id, "why": str(error)}
        return render(request, "helpdesk/attachment_shut.html", context, status=409)


def _answer(opened: OpenedFile, *, content_type: str, as_attachment: bool) -> HttpResponse:
    disposition = content_disposition_header(as_attachment, opened.attachment.name)
    return HttpResponse(
        opened.content,
        content_type=content_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@require_safe
def attachment_list(request: SignedInRequest) -> HttpResponse:
    """List the files that are held or wait, for those who lead queues."""
    at, sight = timezone.now(), sight_of(request.active_role)
    permissions.check_leads_a_queue(sight)
    files = [present_held(each, at=at) for each in list_held(sight=sight)]
    return render(request, "helpdesk/attachment_list.html", {"files": files})


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_decide(request: SignedInRequest, attachment_id: UUID) -> HttpResponse:
    """Release or destroy a held file, with a reason."""
    at, sight = timezone.now(), sight_of(request.active_role)
    try:
        attachment = get_attachment(attachment_id, viewer=request.active_role)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_lead(sight, attachment.ticket)
    form = ReasonForm(request.POST or None)
    decision = request.POST.get("decision", "")
    if request.method == "POST" and decision in DECISIONS and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            DECISIONS[decision](
                attachment_id=attachment_id, reason=reason, by=request.active_role, at=at
            )
        except NotPermittedNow as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, DECIDED[decision])
            return redirect("helpdesk:attachment_list")
    file = replace(present_file(attachment, leads=True, at=at), decide_url="")
    context = {"file": file, "form": form}
    return render(request, "helpdesk/attachment_decide.html", context)
