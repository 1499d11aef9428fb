from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import models

from accounts.codes import CareSetting, JobRole, SignInEventKind

from .organization import Organization
from .practitioner_role import PractitionerRole
from .user import User

LONGEST_USER_AGENT = 200


class RequestOrigin(NamedTuple):
    """Where a request came from."""

    ip_address: str | None = None
    user_agent: str = ""


class SignInEventQuerySet(models.QuerySet["SignInEvent"]):
    def note(
        self,
        kind: SignInEventKind,
        *,
        user: User | None,
        origin: RequestOrigin,
        at: datetime,
        role: PractitionerRole | None = None,
    ) -> "SignInEvent":
        """Write down one event, with the role in which it happened where that is known."""
        return self.create(
            at=at,
            user=user,
            kind=kind,
            job_role=role.job_role if role else "",
            organization_id=role.organization_id if role else None,
            care_setting=role.setting if role else "",
            ip_address=origin.ip_address,
            user_agent=origin.user_agent[:LONGEST_USER_AGENT],
        )


class SignInEvent(models.Model):
    """
    A coming or going, or an attempt: who, when and from where.

    The database refuses to change or remove one. What was typed as a name is not kept where nobody
    has that name: it may be a password in the wrong field. Role, organization and setting are
    copied as they were at that moment; of somebody with several roles, at a sign-in, they are
    those that the person last took up.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="sign_in_events",
        null=True,
        blank=True,
        db_index=False,
    )
    kind = models.CharField(max_length=20, choices=SignInEventKind)
    ip_address = models.GenericIPAddressField("IP address", null=True, blank=True)
    user_agent = models.CharField(max_length=LONGEST_USER_AGENT, blank=True)
    job_role = models.CharField(max_length=30, choices=JobRole, blank=True)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    care_setting = models.CharField(max_length=20, choices=CareSetting, blank=True)

    objects = SignInEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at"], name="accounts_signin_user_latest"),
            models.Index(fields=["-at"], name="accounts_signin_latest"),
        ]

    def __str__(self) -> str:
        return f"Sign-in event {self.pk}"
