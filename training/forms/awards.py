"""What is typed to check a certificate, and to take one back."""

from django import forms

from core.forms import NhsForm
from training.actions.verify_codes import read_code


class CodeForm(NhsForm, forms.Form):
    """The code of a certificate, typed in any case, with or without hyphens."""

    code = forms.CharField(
        label="Code",
        help_text="20 letters and digits, such as 7KQ2-M9XA-03BD-R5TW-8HCE.",
        max_length=60,
        error_messages={"required": "Type the code of the certificate"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": "30"}),
    )

    def clean_code(self) -> str:
        """
        Return the code as it is kept.

        :raises ValidationError: it cannot be one
        """
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError("A code has 20 letters and digits: look at it once more")
        return code


class SurnameForm(NhsForm, forms.Form):
    """The surname on a certificate, which whoever holds it can read."""

    surname = forms.CharField(
        label="Surname on the certificate",
        help_text="Type it to see the whole name. Capitals and accents do not matter.",
        max_length=150,
        error_messages={"required": "Type the surname on the certificate"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RevokeForm(NhsForm, forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label="Reason",
        help_text="Its holder reads it. Whoever checks the certificate does not.",
        max_length=300,
        error_messages={"required": "Give a reason"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
