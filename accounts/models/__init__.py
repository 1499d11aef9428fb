"""People who sign in, the organizations they act for, and the roles they hold there."""

from .api_token import ApiToken
from .competency import Competency, CompetencyGrant
from .organization import Organization
from .practitioner_role import PractitionerRole
from .sign_in_event import RequestOrigin, SignInEvent
from .user import User

__all__ = [
    "ApiToken",
    "Competency",
    "CompetencyGrant",
    "Organization",
    "PractitionerRole",
    "RequestOrigin",
    "SignInEvent",
    "User",
]
