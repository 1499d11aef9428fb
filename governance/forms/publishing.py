"""What is left out of what the public reads."""

from django import forms

from core.forms import NhsForm
from governance.codes import Exemption


class RedactForm(NhsForm, forms.Form):
    """Words to leave out, and why."""

    words = forms.CharField(
        label="Words to leave out",
        max_length=500,
        help_text="As they stand in the minutes or papers. They are left out wherever they stand.",
        error_messages={"required": "Type the words to leave out"},
    )
    exemption = forms.ChoiceField(
        label="Why",
        choices=Exemption.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why they are left out"},
    )
    reason = forms.CharField(
        label="More about the reason (optional)", max_length=300, required=False
    )


class WithdrawForm(NhsForm, forms.Form):
    """Why a publication is taken back."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=300,
        error_messages={"required": "Say why it is withdrawn"},
    )
