from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Upper

from core.models import BaseModel

from .practitioner_role import PractitionerRole


class User(BaseModel, AbstractUser):
    """A member of staff who can sign in."""

    title = models.CharField(max_length=20, blank=True)
    display_name = models.CharField(max_length=200, blank=True)
    registration = models.CharField(
        max_length=40, blank=True, help_text="Professional registration, such as GMC 1234567"
    )
    must_change_password = models.BooleanField(default=False)

    active_role: PractitionerRole | None = None  # what they act as in this request, not a column

    class Meta:
        constraints = [
            # In capitals, as the look-up at sign-in compares.
            models.UniqueConstraint(Upper("username"), name="accounts_user_username_any_capitals")
        ]

    def __str__(self) -> str:
        return self.display_name or self.username
