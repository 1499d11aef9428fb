"""
Who uses the API: a person who is signed in, or a system with a token, always in one role.

Interfaces read the clock, as middleware does.
"""

from typing import TYPE_CHECKING, cast

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.actions import use_api_token
from accounts.http import ArrivingRequest
from accounts.models import PractitionerRole, User

if TYPE_CHECKING:  # it reads this module while it is being imported itself
    from rest_framework.views import APIView

SCHEME = "Bearer"


class SessionOfARole(SessionAuthentication):
    """A person who is signed in and acts in a role; what changes things needs the CSRF token."""


class TokenOfARole(BaseAuthentication):
    """A system that shows a token: `Authorization: Bearer ohc_…`."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """
        Return whom the token stands for.

        :raises AuthenticationFailed: it opens nothing, or no longer
        """
        words = request.headers.get("Authorization", "").split()
        if not words or words[0] != SCHEME:
            return None
        role = use_api_token(words[-1], at=timezone.now())
        if role is None:
            raise AuthenticationFailed("This token is not known, has ended or was revoked.")
        arriving = cast(ArrivingRequest, request._request)  # noqa: SLF001 - DRF wraps the request
        arriving.active_role = role
        role.user.active_role = role
        return role.user, SCHEME

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - DRF's signature
        return SCHEME


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # has no types
    """Describes the token in the OpenAPI document."""

    target_class = TokenOfARole
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # no types
    """Describes the session in the OpenAPI document."""

    target_class = SessionOfARole
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:  # noqa: ARG002
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class ActsInARole(BasePermission):
    """Requires a role, and a password that need not be changed first."""

    message = "Choose a role first, and change your password if you were asked to."

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002
        user = request.user
        return isinstance(user, User) and not user.must_change_password and bool(user.active_role)


def viewer_of(request: Request) -> PractitionerRole:
    """Return the role in which the API is used."""
    return cast(PractitionerRole, cast(User, request.user).active_role)
