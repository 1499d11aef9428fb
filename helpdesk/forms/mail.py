"""What people type about mail."""

from django import forms

from core.forms import NhsForm
from helpdesk.models import MailPreference


class MailPreferenceForm(NhsForm, forms.ModelForm[MailPreference]):
    wants_updates = forms.BooleanField(
        label="News of my own tickets",
        required=False,
        help_text="Replies to your tickets come in any case.",
    )
    wants_desk_mail = forms.BooleanField(
        label="News of tickets that I work on or watch", required=False
    )

    class Meta:
        model = MailPreference
        fields = ("wants_updates", "wants_desk_mail")
