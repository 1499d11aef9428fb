"""Change accounts, and write down who comes and goes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from accounts.codes import SignInEventKind
from accounts.models import (
    ApiToken,
    Competency,
    CompetencyGrant,
    PractitionerRole,
    RequestOrigin,
    SignInEvent,
    User,
)

TOKEN_PREFIX: Final = "ohc_"  # noqa: S105 - what all begin with, for those who search leaks
# A token is written down once a minute at most as being in use.
WRITE_USED_EVERY: Final = timedelta(minutes=1)


def record_sign_in_event(
    kind: SignInEventKind,
    *,
    user: User | None,
    origin: RequestOrigin,
    at: datetime,
    role: PractitionerRole | None = None,
) -> SignInEvent:
    """Write down a coming, a going or an attempt; without a person where nobody has that name."""
    return SignInEvent.objects.note(kind, user=user, origin=origin, at=at, role=role)


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


def issue_api_token(
    *, name: str, role: PractitionerRole, expires_at: datetime, by: User | None
) -> tuple[ApiToken, str]:
    """Make a token for a role; the token itself is given once and never again."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name, role=role, expires_at=expires_at, created_by=by, digest=digest_token(secret)
    )
    return token, secret


def revoke_api_token(*, token: ApiToken, at: datetime) -> ApiToken:
    """End a token, there and then."""
    token.revoked_at = token.revoked_at or at
    token.save(update_fields=["revoked_at", "updated_at"])
    return token


def use_api_token(secret: str, *, at: datetime) -> PractitionerRole | None:
    """Return the role that a token opens, and note that it was used; None where it opens none."""
    usable = ApiToken.objects.usable(at).select_related("role__user", "role__organization__parent")
    token = usable.filter(digest=digest_token(secret)).first()
    if token is None:
        return None
    if token.last_used_at is None or at - token.last_used_at > WRITE_USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.role


def digest_token(secret: str) -> bytes:
    """Return what is kept of a token: it is random and long, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyTerm:
    """From when to when somebody is competent; without a last day it is for ever."""

    valid_from: date
    renew_from: date | None = None
    valid_until: date | None = None


def grant_competency(
    *,
    user: User,
    competency: Competency,
    term: CompetencyTerm,
    source: UUID,
    by: User | None,
    at: datetime,
) -> CompetencyGrant:
    """Write down that somebody is competent, once for each award; the record opens by it."""
    grant, _ = CompetencyGrant.objects.get_or_create(
        source=source,
        defaults={
            "user": user,
            "competency": competency,
            "valid_from": term.valid_from,
            "renew_from": term.renew_from,
            "valid_until": term.valid_until,
            "granted_at": at,
            "granted_by": by,
        },
    )
    return grant


@transaction.atomic
def revoke_competency(*, source: UUID, by: User, at: datetime) -> CompetencyGrant:
    """
    Take back what an award granted; it counts from the next sign-in on.

    :raises CompetencyGrant.DoesNotExist: the award granted nothing
    """
    grant = CompetencyGrant.objects.select_for_update().get(source=source)
    if grant.revoked_at is None:
        grant.revoked_at, grant.revoked_by = at, by
        grant.save(update_fields=["revoked_at", "revoked_by", "updated_at"])
    return grant
