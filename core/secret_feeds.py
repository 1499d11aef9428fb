"""Make, read and end the secret address at which somebody's calendar reads what is theirs."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from core.models import BaseModel

# A feed is written down once an hour at most as being read.
WRITE_READ_EVERY: Final = timedelta(hours=1)


class SecretFeed(BaseModel):
    """
    A secret address of somebody's calendar; of the secret only a digest is kept.

    Each room has a table of its own, with `user`, where nobody has two open addresses.
    """

    digest = models.BinaryField(unique=True, max_length=32)
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


Feed = TypeVar("Feed", bound=SecretFeed)


@transaction.atomic
def open_feed(
    feeds: models.QuerySet[Feed], *, user: AbstractBaseUser, at: datetime
) -> tuple[Feed, str]:
    """Make a new address, which ends the one before; its secret is told once and never again."""
    revoke_feed(feeds, user=user, at=at)
    secret = secrets.token_urlsafe(32)
    return feeds.create(user=user, digest=_digest(secret), made_at=at), secret


@transaction.atomic
def revoke_feed(feeds: models.QuerySet[Feed], *, user: AbstractBaseUser, at: datetime) -> None:
    """End somebody's address, there and then."""
    # Two who make one at once: the second waits here and ends what the first has made.
    get_user_model().objects.select_for_update().only("pk").get(pk=user.pk)
    feeds.filter(user=user, revoked_at__isnull=True).update(revoked_at=at, updated_at=at)


def find_feed(feeds: models.QuerySet[Feed], *, user: AbstractBaseUser) -> Feed | None:
    """Return somebody's open address, where they have one."""
    return feeds.filter(user=user, revoked_at__isnull=True).first()


def use_feed(feeds: models.QuerySet[Feed], secret: str, *, at: datetime) -> Feed | None:
    """Return the feed that a secret opens, and note that it was read; None where it opens none."""
    kept = feeds.filter(revoked_at__isnull=True, digest=_digest(secret), user__is_active=True)
    feed = kept.first()
    if feed is None:
        return None
    if feed.last_read_at is None or at - feed.last_read_at > WRITE_READ_EVERY:
        feeds.filter(pk=feed.pk).update(last_read_at=at)
    return feed


def _digest(secret: str) -> bytes:
    """Return what is kept of a secret: it is random and long, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
