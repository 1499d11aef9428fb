"""
Failures that the domain anticipates. Anything else is a defect and becomes a 500.

* DomainError
  * Forbidden         the actor may not do this: 403
  * NotPermittedNow   the state of the thing does not allow it: 409
"""

from django.core.exceptions import PermissionDenied


class DomainError(Exception):
    """An anticipated failure. Its message is fit to show to the user."""


class Forbidden(DomainError, PermissionDenied):
    """The actor may not do this."""


class NotPermittedNow(DomainError):
    """The present state does not allow this."""
