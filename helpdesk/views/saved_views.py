"""Lists that people keep for themselves, or leads for the whole desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest
from core.errors import DomainError
from helpdesk.actions.saved_views import delete_saved_view, save_view
from helpdesk.forms.filters import clean_query
from helpdesk.forms.saved_views import SavedViewForm
from helpdesk.presenters.desk import list_url


@require_POST
def saved_view_create(request: SignedInRequest) -> HttpResponse:
    query = clean_query(QueryDict(request.POST.get("filters", ""))).urlencode()
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for each in form.errors["name"]))
        return redirect(list_url(query))
    try:
        save_view(
            name=form.cleaned_data["name"],
            filters=query,
            is_for_all=form.cleaned_data["is_for_all"],
            by=request.active_role,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Saved as “{form.cleaned_data['name']}”.")
    return redirect(list_url(query))


@require_POST
def saved_view_delete(request: SignedInRequest, view_id: UUID) -> HttpResponse:
    try:
        view = delete_saved_view(view_id=view_id, by=request.active_role)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("helpdesk:ticket_list")
    messages.success(request, f"“{view.name}” is no longer at the side.")
    return redirect(list_url(view.filters))
