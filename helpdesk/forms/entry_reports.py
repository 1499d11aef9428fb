"""What somebody fills in who reports a problem with an entry."""

from typing import Final

from django import forms

from core.forms import NhsForm
from helpdesk.actions.entry_reports import EntryReport
from helpdesk.actions.requests import Answer
from helpdesk.codes import EntryProblem

from .requests import LEAVE_OUT, TokenField, yes_or_no

LONGEST_SENTENCE: Final = 1_000


class EntryReportForm(NhsForm, forms.Form):
    """Say what is wrong, in a choice and a sentence; the server knows which entry it is."""

    problem = forms.TypedChoiceField(
        label="What is wrong with it?",
        choices=EntryProblem,
        coerce=EntryProblem,
        widget=forms.RadioSelect(),
        error_messages={"required": "Say what is wrong with it"},
    )
    text = forms.CharField(
        label="In a sentence",
        help_text=f"What it should be, or how you know. {LEAVE_OUT}",
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": "2", "data-identifiers": ""}),
        error_messages={"required": "Say in a sentence what is wrong"},
    )
    could_harm = yes_or_no(
        "Could a patient be harmed?",
        hint="If somebody is at risk now, act on that first.",
        required="Say whether a patient could be harmed",
    )
    sealed = forms.CharField(widget=forms.HiddenInput(), required=False)
    token = TokenField()

    @property
    def report(self) -> EntryReport:
        """What was filled in."""
        cleaned = self.cleaned_data
        return EntryReport(
            problem=cleaned["problem"],
            text=cleaned["text"],
            could_harm=Answer(cleaned["could_harm"]),
        )
