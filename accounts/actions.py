"""Change accounts, and write down who comes and goes."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.codes import SignInEventKind
from accounts.models import RequestOrigin, SignInEvent, User


def record_sign_in_event(
    kind: SignInEventKind, *, user: User | None, origin: RequestOrigin, at: datetime
) -> SignInEvent:
    """Write down a coming, a going or an attempt; without a person where nobody has that name."""
    return SignInEvent.objects.note(kind, user=user, origin=origin, at=at)


@transaction.atomic
def change_password(*, user: User, password: str, origin: RequestOrigin, at: datetime) -> User:
    """
    Give someone the password that they chose, which ends all their sessions.

    :raises ValidationError: the password breaks the rules
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password", "updated_at"])
    record_sign_in_event(SignInEventKind.PASSWORD_CHANGED, user=user, origin=origin, at=at)
    return user
