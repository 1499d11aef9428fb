"""What an agent fills in while somebody is on the phone."""

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from accounts.models import PractitionerRole
from core.forms import NhsForm
from helpdesk.actions.phone_calls import Call
from helpdesk.codes import TicketCategory, Urgency

from .requests import URGENCIES, TokenField

SALT: Final = "helpdesk.phone_call"
LONGEST_CALL: Final = timedelta(hours=6)
LONGEST_LINE: Final = 500


def sign_start(at: datetime) -> str:
    """Return when a call began, so that nobody can say another time."""
    return signing.dumps(at.isoformat(), salt=SALT)


def read_start(signed: str, *, at: datetime) -> datetime:
    """Return when a call began, or now where that is not known."""
    try:
        return datetime.fromisoformat(signing.loads(signed, salt=SALT, max_age=LONGEST_CALL))
    except signing.BadSignature:
        return at


class PhoneCallForm(NhsForm, forms.Form):
    """One line and a category; who calls is chosen from those whom the search found."""

    address = forms.EmailField(label="Their e-mail address, if they are not listed", required=False)
    text = forms.CharField(
        label="What is it about, in a line?",
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-identifiers": ""}),
        error_messages={"required": "Say in a line what it is about"},
    )
    category = forms.TypedChoiceField(
        label="Category",
        choices=[("", "Choose one"), *TicketCategory.choices],
        coerce=TicketCategory,
        error_messages={"required": "Choose a category"},
    )
    urgency = forms.TypedChoiceField(
        label="When do they need it?",
        choices=URGENCIES,
        coerce=lambda value: Urgency(int(value)),
        initial=Urgency.SOON.value,
    )
    could_harm = forms.BooleanField(label="A patient could be harmed", required=False)
    gone_astray = forms.BooleanField(
        label="Personal data may have gone to the wrong person", required=False
    )
    is_solved = forms.BooleanField(label="Solved on the phone", required=False)
    token = TokenField()

    def __init__(self, *args: object, caller: PractitionerRole | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.caller = caller

    def clean(self) -> None:
        if self.caller is None and not self.cleaned_data.get("address"):
            self.add_error("address", "Choose who calls above, or enter their e-mail address")
        if self.cleaned_data.get("is_solved") and self.cleaned_data.get("gone_astray"):
            raise ValidationError(
                "Information governance must look at this: log it without “Solved on the phone”"
            )

    def call(self, *, started_at: datetime) -> Call:
        """Return the call as it was filled in."""
        cleaned = self.cleaned_data
        return Call(
            caller=self.caller,
            address="" if self.caller else cleaned["address"],
            text=cleaned["text"],
            category=cleaned["category"],
            urgency=cleaned["urgency"],
            could_harm=cleaned["could_harm"],
            gone_astray=cleaned["gone_astray"],
            is_solved=cleaned["is_solved"],
            started_at=started_at,
        )
