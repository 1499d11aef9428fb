"""The gallery of components, for those who build pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.gallery_form import GalleryForm

PAGES = {
    "access": "Who looked at a record",
    "document": "A letter",
    "quarantine": "A quarantined item",
    "record": "One person's record",
    "run": "A run of an import",
    "search": "People found",
    "section": "A section of a record",
    "sign-in": "Sign-in",
}


def gallery(request: HttpRequest) -> HttpResponse:
    _check_is_open(request)
    form = GalleryForm(request.POST or None)
    return render(request, "core/gallery/index.html", {"pages": PAGES, "form": form})


def gallery_page(request: HttpRequest, name: str) -> HttpResponse:
    _check_is_open(request)
    if name not in PAGES:
        raise Http404
    return render(request, f"core/gallery/{name}.html", {"form": GalleryForm()})


def _check_is_open(request: HttpRequest) -> None:
    """
    Hide the gallery from everyone but staff on a developer's machine.

    :raises Http404: elsewhere, and for others
    """
    if not (settings.DEBUG and request.user.is_authenticated and request.user.is_staff):
        raise Http404
