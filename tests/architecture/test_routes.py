"""Every address is closed to strangers unless it is named here."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.api import ActsInARole

PUBLIC_ROUTES = {
    "healthz": "says only that the process lives",
    "readyz": "says only what is up",
    "accounts:sign_in": "the door itself",
    "helpdesk:feedback": "asks whoever holds a mail's token how it went; tells a number alone",
    "governance:meeting_feed": "answers a calendar that knows somebody's secret address",
    "governance:public_list": "lists what boards published of their minutes, and nothing else",
    "governance:public_minutes": "shows the frozen, redacted minutes that a board published",
    "governance:public_pdf": "the same as a PDF",
    "training:calendar_feed": "answers a calendar that knows somebody's secret address",
    "training:verify_start": "asks for the code of a certificate; tells nothing",
    "training:verify": "shows whoever holds a certificate what it prints; its name by surname only",
    "training:attend": "notes a scan in the browser's own session; tells and marks nothing",
    "admin:login": "the admin's own door, which asks for a password",
    "admin:logout": "leaving needs no permission",
}
ADMIN_DOORS = {"admin:index", "admin:autocomplete", "admin:jsi18n", "admin:view_on_site"}

Route = tuple[str, Callable[..., HttpResponse]]


def routes(resolver: URLResolver, namespace: str = "") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback
        else:
            prefix = f"{entry.namespace}:" if entry.namespace else ""
            yield from routes(entry, namespace + prefix)


OURS = [route for route in routes(get_resolver()) if not route[0].startswith("admin:")]


@pytest.mark.parametrize(("name", "view"), OURS, ids=[name for name, _ in OURS])
def test_route_is_closed_unless_listed(name, view):
    # LoginRequiredMiddleware closes every view that does not opt out of it; the API's classes do,
    # and close themselves.
    api = getattr(view, "cls", None)
    if api is not None:
        is_closed = api.permission_classes == [ActsInARole]
    else:
        is_closed = getattr(view, "login_required", True)

    assert is_closed is (name not in PUBLIC_ROUTES)


@pytest.mark.parametrize("name", [name for name, _ in OURS])
def test_every_route_has_a_name(name):
    assert not name.endswith("None")


@pytest.mark.django_db
def test_the_admin_is_closed_to_clinicians(client, sign_in, clinician):
    sign_in(client, clinician)

    response = client.get("/admin/")

    assert response.status_code in (302, 403, 404)


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in(client):
    response = client.get("/records/")

    assert response.status_code == 302
    assert response.url.startswith("/accounts/sign-in/")
