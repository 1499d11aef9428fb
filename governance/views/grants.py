"""Who may read one item or one paper: naming people, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from accounts.models import User
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance import permissions
from governance.actions.grants import grant_item, grant_paper, revoke_item, revoke_paper
from governance.forms.papers import ReaderForm
from governance.models import AgendaItem, Paper, Reach
from governance.presenters.readers import present_events, present_readers
from governance.queries.readers import Readers, list_readers_of_item, list_readers_of_paper

from .frame import reach_for, show

NAMED = "Named. They can read it as soon as the agenda is published."
NAMED_FOR_PAPER = "Named. They can read this paper from now on."
TAKEN_BACK = "Taken back. They can read it no more."


@require_http_methods(["GET", "HEAD", "POST"])
def grant_list(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Show who may read an item, and name somebody."""
    reach = reach_for(request)
    item = _item(item_id, reach)
    form = ReaderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            grant_item(item.pk, to=form.cleaned_data["person"], by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, NAMED)
            return redirect("governance:grant_list", item.pk)
    readers = list_readers_of_item(item, on=timezone.now().astimezone(LONDON).date())
    return _show(request, readers, form, reach, item=item)


@require_POST
def grant_revoke(request: SignedInRequest, item_id: UUID, user_id: UUID) -> HttpResponse:
    """Take back that somebody may read an item."""
    reach = reach_for(request)
    item = _item(item_id, reach)
    user = get_object_or_404(User, pk=user_id)
    revoke_item(item.pk, of=user, by=reach, at=timezone.now())
    messages.success(request, TAKEN_BACK)
    return redirect("governance:grant_list", item.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_grant_list(request: SignedInRequest, paper_id: UUID) -> HttpResponse:
    """Show who may read a single paper, and name somebody."""
    reach = reach_for(request)
    paper = _paper(paper_id, reach)
    form = ReaderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            grant_paper(paper.pk, to=form.cleaned_data["person"], by=reach, at=timezone.now())
        except NotPermittedNow as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, NAMED_FOR_PAPER)
            return redirect("governance:paper_grant_list", paper.pk)
    readers = list_readers_of_paper(paper, on=timezone.now().astimezone(LONDON).date())
    return _show(request, readers, form, reach, item=paper.item, paper=paper)


@require_POST
def paper_grant_revoke(request: SignedInRequest, paper_id: UUID, user_id: UUID) -> HttpResponse:
    """Take back that somebody may read a single paper."""
    reach = reach_for(request)
    paper = _paper(paper_id, reach)
    user = get_object_or_404(User, pk=user_id)
    revoke_paper(paper.pk, of=user, by=reach, at=timezone.now())
    messages.success(request, TAKEN_BACK)
    return redirect("governance:paper_grant_list", paper.pk)


def _show(
    request: SignedInRequest,
    readers: Readers,
    form: ReaderForm,
    reach: Reach,
    *,
    item: AgendaItem,
    paper: Paper | None = None,
) -> HttpResponse:
    context = {
        "item": item,
        "paper": paper,
        "form": form,
        "readers": present_readers(readers),
        "events": present_events(readers),
    }
    return show(request, "papers/readers.html", context, reach=reach)


def _item(item_id: UUID, reach: Reach) -> AgendaItem:
    """
    Return an item whose readers a viewer may name.

    :raises Http404: they may not know of it
    :raises Forbidden: they are neither chair nor secretary
    """
    known = AgendaItem.objects.visible_to(reach).select_related("meeting__committee")
    try:
        item = known.get(pk=item_id)
    except AgendaItem.DoesNotExist as error:
        raise Http404 from error
    permissions.check_serves(reach, item.meeting.committee_id)
    return item


def _paper(paper_id: UUID, reach: Reach) -> Paper:
    """
    Return a paper whose readers a viewer may name.

    :raises Http404: they may not know of it
    :raises Forbidden: they are neither chair nor secretary
    """
    known = Paper.objects.visible_to(reach).select_related("item__meeting__committee")
    try:
        paper = known.get(pk=paper_id)
    except Paper.DoesNotExist as error:
        raise Http404 from error
    permissions.check_serves(reach, paper.item.meeting.committee_id)
    return paper
