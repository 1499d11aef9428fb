"""Papers: sending them and better versions, reading them, withdrawing them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from core.access import allowed
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.papers import UnfitPaper, send_paper, send_version, withdraw_paper
from governance.forms.papers import NextVersionForm, PaperForm
from governance.models import AgendaItem, Paper, PaperVersion, Reach
from governance.policies.papers import (
    check_file_is_open,
    check_paper_stands,
    check_papers_are_open,
)
from governance.presenters.papers import present_paper
from governance.queries.papers import (
    get_paper,
    get_version,
    items_to_write_for,
    knows_item,
    list_versions,
    read_file,
)
from governance.queries.readers import people_concerned

from .frame import reach_for, show

# The answer is no page of ours: nothing in it runs, loads or reaches anything.
SANDBOX = "default-src 'none'; sandbox"
SENT_TEXT = "The paper is sent."
SENT_FILE = "The paper is sent. Readers can open the PDF after the virus check."


@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Send a paper for an item."""
    reach = reach_for(request)
    item = _item_to_write(item_id, reach)
    form = _paper_form(request, item, reach)
    if form.is_valid():
        try:
            paper = send_paper(
                item_id=item.pk,
                title=form.cleaned_data["title"],
                author=form.cleaned_data["author"],
                text=form.text(),
                by=reach,
                at=timezone.now(),
            )
        except UnfitPaper as error:
            form.add_error("file", str(error))
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, SENT_FILE if form.cleaned_data["file"] else SENT_TEXT)
            return redirect("governance:paper_detail", paper.pk)
    context = {
        "form": form,
        "item": item,
        "knows_item": knows_item(item.pk, reach),
        "is_late": _is_late(item),
    }
    return show(request, "papers/paper_new.html", context, reach=reach)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_version_new(request: SignedInRequest, paper_id: UUID) -> HttpResponse:
    """Send a better version of a paper."""
    reach = reach_for(request)
    paper = _paper_to_write(paper_id, reach)
    is_sent = request.method == "POST"
    form = NextVersionForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        try:
            send_version(paper_id=paper.pk, text=form.text(), by=reach, at=timezone.now())
        except UnfitPaper as error:
            form.add_error("file", str(error))
        except NotPermittedNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, SENT_FILE if form.cleaned_data["file"] else SENT_TEXT)
            return redirect("governance:paper_detail", paper.pk)
    context = {"form": form, "paper": paper, "is_late": _is_late(paper.item)}
    return show(request, "papers/version_new.html", context, reach=reach)


@require_safe
def paper_detail(request: SignedInRequest, paper_id: UUID) -> HttpResponse:
    """Show a paper: what it says, its versions, and who sent them when."""
    reach = reach_for(request)
    paper = _paper(paper_id, reach)
    item, serves = paper.item, paper.item.meeting.committee_id in reach.serves
    shown = request.GET.get("version", "")
    page = present_paper(
        paper,
        list_versions(paper),
        shown=int(shown) if shown.isascii() and shown.isdigit() else None,
        may_open=serves,
    )
    context = {
        "paper": paper,
        "page": page,
        # Somebody who was named for this paper alone learns nothing of its item.
        "item": items_to_write_for(reach).filter(pk=item.pk).first(),
        "knows_item": knows_item(item.pk, reach),
        "may_change": _may_change(paper, reach),
        "serves": serves,
    }
    return show(request, "papers/paper.html", context, reach=reach)


@require_safe
def paper_file(request: SignedInRequest, version_id: UUID) -> HttpResponse:
    """Answer the PDF of a version, to look at in a sandbox."""
    try:
        version = get_version(version_id, reach_for(request))
    except PaperVersion.DoesNotExist as error:
        raise Http404 from error
    try:
        check_file_is_open(version.file_check)
    except NotPermittedNow as error:
        messages.error(request, str(error))
        return redirect("governance:paper_detail", version.paper_id)
    # Its name tells nothing: files are left lying about.
    name = f"paper-{version.paper.position}-version-{version.number}.pdf"
    return HttpResponse(
        read_file(version),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=False, filename=name)
            or "inline",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


@require_POST
def paper_withdraw(request: SignedInRequest, paper_id: UUID) -> HttpResponse:
    """Withdraw a paper."""
    reach = reach_for(request)
    paper = _paper(paper_id, reach)
    try:
        withdraw_paper(paper_id=paper.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Withdrawn. Readers can open it no more.")
    return redirect("governance:paper_detail", paper.pk)


def _item_to_write(item_id: UUID, reach: Reach) -> AgendaItem:
    """
    Return an item for which a viewer may send papers.

    :raises Http404: they may not know of it
    :raises Forbidden: they may not send papers for it
    """
    try:
        item = items_to_write_for(reach).select_related("meeting__committee").get(pk=item_id)
    except AgendaItem.DoesNotExist as error:
        raise Http404 from error
    permissions.check_may_send_paper(reach, item)
    return item


def _paper(paper_id: UUID, reach: Reach) -> Paper:
    """
    Return a paper.

    :raises Http404: the viewer may not know of it
    """
    try:
        return get_paper(paper_id, reach)
    except Paper.DoesNotExist as error:
        raise Http404 from error


def _paper_to_write(paper_id: UUID, reach: Reach) -> Paper:
    """
    Return a paper that a viewer may change.

    :raises Http404: they may not know of it
    :raises Forbidden: they may not change it
    """
    paper = _paper(paper_id, reach)
    permissions.check_may_send_paper(reach, paper.item, author_id=paper.author_id)
    return paper


def _paper_form(request: SignedInRequest, item: AgendaItem, reach: Reach) -> PaperForm:
    on = timezone.now().astimezone(LONDON).date()
    serves = item.meeting.committee_id in reach.serves
    authors = people_concerned(item, viewer_id=reach.user_id, on=on)
    # Who sits on a committee is told to those who sit there.
    offered = authors if serves else authors.filter(pk=reach.user_id)
    is_sent = request.method == "POST"
    return PaperForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        authors=offered,
        initial={"author": item.presenter_id if serves else reach.user_id},
    )


def _may_change(paper: Paper, reach: Reach) -> bool:
    item = paper.item
    may_send = allowed(permissions.check_may_send_paper, reach, item, author_id=paper.author_id)
    is_open = allowed(
        check_papers_are_open, state=item.meeting.state, decided_at=item.decided_at
    ) and allowed(check_paper_stands, paper.withdrawn_at)
    return may_send and is_open


def _is_late(item: AgendaItem) -> bool:
    due_at = item.meeting.papers_due_at
    return due_at is not None and timezone.now() > due_at
