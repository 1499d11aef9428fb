"""What callers fill in to ask the helpdesk for something."""

from typing import Final
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from core.forms import NhsForm
from helpdesk.actions.opening import LONGEST_SUBJECT
from helpdesk.actions.requests import Answer, Request
from helpdesk.codes import TicketKind, Urgency
from helpdesk.models import RequestType

from .files import FilesField

LONGEST_TEXT: Final = 10_000
LONGEST_REFERENCE: Final = 60
KEPT_FIELDS: Final = (
    "text", "could_harm", "gone_astray", "urgency", "subject", "external_reference",
)  # fmt: skip
URGENCIES: Final = (
    (Urgency.NOW.value, "Now: I cannot work"),
    (Urgency.TODAY.value, "Today"),
    (Urgency.SOON.value, "In the next few days"),
    (Urgency.WEEK.value, "Within a week or so"),
    (Urgency.WHENEVER.value, "When it suits you"),
)
ANSWERS: Final = (
    (Answer.NO.value, "No"),
    (Answer.UNSURE.value, "I am not sure"),
    (Answer.YES.value, "Yes"),
)


class TokenField(forms.UUIDField):
    """The token of one form, hidden in it; a form that comes without one gets a new one."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput(), initial=uuid4)

    def clean(self, value: object) -> UUID:
        """Return the token, or a new one where what came is none."""
        try:
            return super().clean(value) or uuid4()
        except ValidationError:
            return uuid4()


def yes_or_no(question: str, *, hint: str, required: str) -> forms.ChoiceField:
    """Return a question that must be answered, without an answer to begin with."""
    return forms.ChoiceField(
        label=question,
        help_text=hint,
        choices=ANSWERS,
        widget=forms.RadioSelect(),
        error_messages={"required": required},
    )


class RequestForm(NhsForm, forms.Form):
    """Ask for something of a type; what its type has no need of is not asked."""

    text = forms.CharField(
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": "6", "data-identifiers": ""})
    )
    could_harm = yes_or_no(
        "Could a patient be harmed?",
        hint="If somebody is at risk now, act on that first.",
        required="Say whether a patient could be harmed",
    )
    gone_astray = yes_or_no(
        "Could personal data have gone to the wrong person?",
        hint="If so, only information governance will read what you write.",
        required="Say whether personal data could have gone to the wrong person",
    )
    urgency = forms.TypedChoiceField(
        label="When do you need it?",
        choices=URGENCIES,
        coerce=lambda value: Urgency(int(value)),
        widget=forms.RadioSelect(),
    )
    subject = forms.CharField(
        label="In one line (optional)",
        help_text="Left empty, it is the first sentence of what you wrote.",
        required=False,
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput(attrs={"data-identifiers": ""}),
    )
    external_reference = forms.CharField(
        label="Your own IT desk’s reference (optional)",
        help_text="If you have asked them already",
        required=False,
        max_length=LONGEST_REFERENCE,
        widget=forms.TextInput(attrs={"size": "20", "autocomplete": "off"}),
    )
    attached = FilesField()
    token = TokenField()

    def __init__(self, *args: object, request_type: RequestType, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        is_incident = request_type.kind == TicketKind.INCIDENT
        text, urgency = self.fields["text"], self.fields["urgency"]
        text.label = "What has happened?" if is_incident else "What do you need?"
        text.help_text = f"{request_type.prompt} {LEAVE_OUT}".strip()
        text.error_messages["required"] = (
            "Say what has happened" if is_incident else "Say what you need"
        )
        urgency.initial = request_type.urgency
        urgency.error_messages["required"] = "Say when you need it"
        if not request_type.asks_safety:
            del self.fields["could_harm"]
        if not request_type.asks_governance:
            del self.fields["gone_astray"]

    @property
    def request(self) -> Request:
        """What was filled in."""
        cleaned = self.cleaned_data
        return Request(
            text=cleaned["text"],
            subject=cleaned["subject"],
            urgency=cleaned["urgency"],
            external_reference=cleaned["external_reference"],
            could_harm=Answer(cleaned.get("could_harm", "")),
            gone_astray=Answer(cleaned.get("gone_astray", "")),
            files=cleaned["attached"],
        )

    def full_clean(self) -> None:
        """Check what was filled in; chosen files do not come back with a page that has errors."""
        super().full_clean()
        if self.errors and self.files and "attached" not in self.errors:
            self.add_error(
                "attached", "Choose the files again: a page with errors cannot keep them"
            )


LEAVE_OUT: Final = "Leave out patients’ names and NHS numbers."
