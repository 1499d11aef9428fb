"""Who measures: an ordinary clinician of the demonstration, signed in."""

from django.conf import settings
from django.test import Client

from accounts.models import PractitionerRole


def clinician() -> PractitionerRole:
    """Return the emergency doctor's role."""
    roles = PractitionerRole.objects.select_related("user", "organization__parent")
    return roles.get(user__username="ae.doctor")


def signed_in_client(role: PractitionerRole) -> Client:
    """Return a client of somebody who has signed in, without the form."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(role.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client
