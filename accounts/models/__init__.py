"""People who sign in, the organizations they act for, and the roles they hold there."""

from .organization import Organization
from .practitioner_role import PractitionerRole
from .sign_in_event import RequestOrigin, SignInEvent
from .user import User

__all__ = ["Organization", "PractitionerRole", "RequestOrigin", "SignInEvent", "User"]
