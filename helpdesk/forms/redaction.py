"""What is chosen and typed to redact a ticket, and to open a reference."""

from collections.abc import Iterable
from uuid import UUID

from django import forms

from core.forms import NhsForm
from helpdesk.actions.redaction import LONGEST_REASON, Chosen, Grounds
from helpdesk.codes import RedactionCategory

SUBJECT = "subject"


class RedactForm(NhsForm, forms.Form):
    """Choose what to remove from a ticket, and say why."""

    targets = forms.MultipleChoiceField(
        label="What is to be removed",
        help_text="Tick everything that holds it. Copies in mails, drafts and search go with it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what is to be removed"},
    )
    category = forms.ChoiceField(
        label="Why",
        choices=RedactionCategory.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it is removed"},
    )
    reason = forms.CharField(
        label="Reason in your words",
        error_messages={"required": "Say in your words why it is removed"},
        help_text="It stays on the ticket. Do not repeat what you remove.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, targets: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].choices = list(targets)  # type: ignore[attr-defined]  # has choices

    def chosen(self) -> Chosen:
        """Return what was ticked."""
        ticked = [str(each).partition("-") for each in self.cleaned_data["targets"]]
        return Chosen(
            events=[int(key) for kind, _, key in ticked if kind == "event"],
            attachments=[UUID(key) for kind, _, key in ticked if kind == "file"],
            has_subject=any(kind == SUBJECT for kind, _, _ in ticked),
        )

    def grounds(self) -> Grounds:
        """Return why."""
        category = RedactionCategory(self.cleaned_data["category"])
        return Grounds(category=category, reason=self.cleaned_data["reason"])


class OpenReferenceForm(NhsForm, forms.Form):
    """Why somebody needs the number behind a reference."""

    reason = forms.CharField(
        label="Why do you need the number?",
        help_text="Your name, the time and this reason are kept on the ticket.",
        error_messages={"required": "Say why you need the number"},
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
