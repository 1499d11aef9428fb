"""Forms of problems: what is known, and one answer for all."""

from django import forms
from django.core.exceptions import ValidationError

from core.forms import NhsForm


class ProblemForm(NhsForm, forms.Form):
    """Open a problem behind a ticket."""

    title = forms.CharField(
        label="The problem in a line",
        max_length=200,
        error_messages={"required": "Say in a line what the problem is"},
    )
    text = forms.CharField(
        label="What is known so far",
        error_messages={"required": "Say what is known so far"},
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )


class KnownErrorForm(NhsForm, forms.Form):
    """The cause, and how to get by until it is mended."""

    title = forms.CharField(
        label="Known as", max_length=200, error_messages={"required": "Say what it is known as"}
    )
    root_cause = forms.CharField(
        label="Cause (staff only)",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    workaround = forms.CharField(
        label="What people can do meanwhile",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    is_published = forms.BooleanField(label="Callers may read the workaround", required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("is_published") and not self.cleaned_data.get("workaround"):
            self.add_error("workaround", ValidationError("Write the workaround before others read"))


class BroadcastForm(NhsForm, forms.Form):
    """One answer for all tickets under a problem."""

    text = forms.CharField(
        label="Your answer to all of them",
        error_messages={"required": "Write your answer"},
        help_text="Each caller reads it on their own ticket and by e-mail, once.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    resolves = forms.BooleanField(label="Resolve the tickets with it", required=False)
