"""Who measures: an ordinary clinician or analyst of the demonstration, signed in."""

from django.test import Client

from accounts.models import PractitionerRole

BACKEND = "django.contrib.auth.backends.ModelBackend"


def clinician() -> PractitionerRole:
    """Return the emergency doctor's role."""
    roles = PractitionerRole.objects.select_related("user", "organization__parent")
    return roles.get(user__username="ae.doctor")


def desk_agent() -> PractitionerRole:
    """Return the role of an ordinary helpdesk analyst, who leads nothing."""
    roles = PractitionerRole.objects.select_related("user", "organization__parent")
    return roles.get(user__username="helpdesk")


def signed_in_client(role: PractitionerRole) -> Client:
    """Return a client of somebody who has signed in, without the form."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(role.user, backend=BACKEND)
    return client
