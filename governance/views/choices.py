"""Pages with several small forms: each has a name, which its button sends as `choice`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import QueryDict

from accounts.http import SignedInRequest
from core.errors import NotPermittedNow


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One thing that a page lets somebody do: its form, what it does, and what is said then."""

    form: forms.Form
    act: Callable[[dict[str, Any]], object]
    said: str


def chosen_in(request: SignedInRequest) -> str:
    """Return the name of the form that was sent, or nothing."""
    return request.POST.get("choice", "") if request.method == "POST" else ""


def data_for(request: SignedInRequest, name: str) -> QueryDict | None:
    """Return what was typed into a form of this name, or None where it was not sent."""
    return request.POST if chosen_in(request) == name else None


def carry_out(request: SignedInRequest, offers: Mapping[str, Offer]) -> bool:
    """Do what was chosen, and return whether it was done; otherwise its form says why not."""
    offer = offers.get(chosen_in(request))
    if offer is None:
        messages.error(request, "This cannot be done now. See how it stands below.")
        return True
    if not offer.form.is_valid():
        return False
    try:
        offer.act(offer.form.cleaned_data)
    except NotPermittedNow as error:
        offer.form.add_error(None, str(error))
        return False
    messages.success(request, offer.said)
    return True
