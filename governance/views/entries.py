"""Write the minutes: new entries, changes saved as typed, strikes, actions from entries."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from accounts.models import User
from core.dates import LONDON
from core.errors import NotPermittedNow
from governance.actions import entries as entry_actions
from governance.actions.minuted_actions import promote_entry, take_entry
from governance.forms.running import EntryEditForm, EntryForm, PromoteForm, ReasonForm
from governance.models import MinuteEntry, Reach
from governance.policies.entry_commands import NotAnEntry, read_entry
from governance.presenters.running import present_entry
from governance.queries.run_page import get_entry, list_people

from .frame import reach_for, show
from .running import run_url, served_item, show_run


@require_POST
def entry_new(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Take what was typed into the box: an entry, a decision or an action."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    form, at = EntryForm(request.POST), timezone.now()
    if form.is_valid():
        try:
            entry = read_entry(
                form.cleaned_data["typed"],
                people=list_people(item.meeting),
                on=at.astimezone(LONDON).date(),
            )
            take_entry(item_id=item.pk, entry=entry, by=reach, at=at)
        except (NotAnEntry, NotPermittedNow) as error:
            form.add_error("typed", str(error))
    if form.errors:
        return show_run(request, item.meeting, reach, chosen=str(item.pk), entry_form=form)
    return redirect(f"{run_url(item)}#id_typed")


@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Change an entry; what is typed is saved every few moments."""
    reach = reach_for(request)
    entry = _served_entry(entry_id, reach)
    if request.method != "POST":
        form = EntryEditForm(initial={"body": entry.body, "revision": entry.revision})
        return _show_edit(request, entry, form, reach)
    form = EntryEditForm(request.POST)
    theirs = ""
    if form.is_valid():
        try:
            entry = entry_actions.save_entry(
                entry_id=entry.pk,
                body=form.cleaned_data["body"],
                revision=form.cleaned_data["revision"],
                by=reach,
                at=timezone.now(),
            )
        except entry_actions.WrittenMeanwhile as error:
            # What both wrote is shown; the next saving puts the two together.
            theirs = error.entry.body
            kept = {"body": form.cleaned_data["body"], "revision": error.entry.revision}
            form = EntryEditForm(kept)
            form.add_error("body", str(error))
        except NotPermittedNow as error:
            form.add_error("body", str(error))
    if form.errors:
        return _show_edit(request, entry, form, reach, theirs=theirs)
    if request.headers.get("HX-Request"):
        saved = EntryEditForm(initial={"body": entry.body, "revision": entry.revision})
        return _show_edit(request, entry, saved, reach, is_saved=True)
    return redirect(f"{run_url(entry.item)}#entry-{entry.pk}")


@require_POST
def entry_strike(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Strike an entry, or take that back."""
    reach = reach_for(request)
    entry = _served_entry(entry_id, reach)
    try:
        if request.POST.get("what") == "restore":
            entry_actions.restore_entry(entry_id=entry.pk, by=reach)
        else:
            entry_actions.strike_entry(entry_id=entry.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect(f"{run_url(entry.item)}#entry-{entry.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def entry_promote(request: SignedInRequest, entry_id: UUID) -> HttpResponse:
    """Make an action of what an entry says."""
    reach = reach_for(request)
    entry = _served_entry(entry_id, reach)
    people = list_people(entry.item.meeting)
    form = PromoteForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        try:
            action = promote_entry(
                entry_id=entry.pk,
                owner=User.objects.get(pk=form.cleaned_data["owner"]),
                due_on=form.due(),
                by=reach,
                at=timezone.now(),
            )
        except NotPermittedNow as error:
            form.add_error("owner", str(error))
        else:
            messages.success(request, f"Action {action.number} is agreed.")
            return redirect(run_url(entry.item))
    line = present_entry(entry, is_open=False, is_decided=False)
    context = {"entry": entry, "line": line, "form": form, "back": run_url(entry.item)}
    status = 422 if form.errors else 200
    return show(request, "minutes/entry_promote.html", context, reach=reach, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def item_reopen(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Open a decided item again, with a reason that the minutes keep."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            entry_actions.reopen_item(
                item_id=item.pk, reason=form.cleaned_data["reason"], by=reach, at=timezone.now()
            )
        except NotPermittedNow as error:
            messages.error(request, str(error))
        return redirect(run_url(item))
    context = {"item": item, "form": form, "back": run_url(item)}
    status = 422 if form.errors else 200
    return show(request, "minutes/item_reopen.html", context, reach=reach, status=status)


@require_POST
def item_settle(request: SignedInRequest, item_id: UUID) -> HttpResponse:
    """Lock an item as decided."""
    reach = reach_for(request)
    item = served_item(item_id, reach)
    try:
        entry_actions.settle_item(item_id=item.pk, by=reach, at=timezone.now())
    except NotPermittedNow as error:
        messages.error(request, str(error))
    return redirect(run_url(item))


def _served_entry(entry_id: UUID, reach: Reach) -> MinuteEntry:
    try:
        entry = get_entry(entry_id, reach)
    except MinuteEntry.DoesNotExist as error:
        raise Http404 from error
    if entry.item.meeting.committee_id not in reach.serves:
        raise Http404
    return entry


def _show_edit(
    request: SignedInRequest,
    entry: MinuteEntry,
    form: EntryEditForm,
    reach: Reach,
    *,
    theirs: str = "",
    is_saved: bool = False,
) -> HttpResponse:
    context = {
        "entry": entry,
        "form": form,
        "theirs": theirs,
        "is_saved": is_saved,
        "back": run_url(entry.item),
    }
    status = 422 if form.errors else 200
    return show(request, "minutes/entry_edit.html", context, reach=reach, status=status)
