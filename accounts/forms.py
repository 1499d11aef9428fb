"""What people type to sign in and to change their password."""

from typing import Final

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from core.forms import NhsForm

LONGEST_NAME: Final = 254
LONGEST_PASSWORD: Final = 1000
NOT_RECOGNISED: Final = "The user name or the password is wrong. Check both and try again."
NOT_YOURS: Final = "That is not your current password."
UNCHANGED: Final = "Choose a password that is not your current one."


class SignInForm(NhsForm, forms.Form):
    username = forms.CharField(
        label="User name or e-mail address",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def refuse(self) -> None:
        """Say that they do not belong together, and not which of them is wrong."""
        self.add_error("username", NOT_RECOGNISED)


class PasswordChangeForm(NhsForm, forms.Form):
    old_password = forms.CharField(
        label="Current password",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="New password",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self) -> str:
        password = str(self.cleaned_data["new_password"])
        if password == self.cleaned_data.get("old_password"):
            raise ValidationError(UNCHANGED)
        validate_password(password, self.user)
        return password

    def refuse(self) -> None:
        """Say that the current password is another."""
        self.add_error("old_password", NOT_YOURS)
