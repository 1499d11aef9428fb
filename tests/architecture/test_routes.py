"""Every address is closed to strangers unless it is named here."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC_ROUTES = {
    "healthz": "says only that the process lives",
    "readyz": "says only what is up",
    "accounts:sign_in": "the door itself",
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
    # LoginRequiredMiddleware closes every view that does not opt out of it.
    assert getattr(view, "login_required", True) is (name not in PUBLIC_ROUTES)


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
