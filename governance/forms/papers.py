"""Forms in which papers are sent, and readers named."""

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from accounts.models import User
from core.forms import NhsForm
from governance.actions.papers import LARGEST_FILE, NewText

from .people import OnePerson, PersonField

_MEGABYTE: Final = 1024 * 1024


class VersionForm(NhsForm, forms.Form):
    """A version of a paper: a PDF, or text."""

    file = forms.FileField(
        label="PDF",
        help_text=f"Up to {LARGEST_FILE // _MEGABYTE} MB, without a password.",
        required=False,
        error_messages={"empty": "The file is empty"},
    )
    body = forms.CharField(
        label="Or write it here",
        help_text="As Markdown: # for a heading, * for a point in a list, | for a table.",
        max_length=100_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "10"}),
    )

    def clean_file(self) -> object:
        """
        Return the file, before it is read.

        :raises ValidationError: it is too large
        """
        file: object = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(f"The file must be {LARGEST_FILE // _MEGABYTE} MB or less")
        return file

    def clean(self) -> dict[str, Any]:
        """Require a file or text, and not both."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("file") and cleaned.get("body"):
            self.add_error("body", "Send a PDF or text, not both")
        elif not (cleaned.get("file") or cleaned.get("body") or "file" in self.errors):
            self.add_error("file", "Choose a PDF, or write the paper here")
        return cleaned

    def text(self) -> NewText:
        """Return what was typed, with the bytes of the file."""
        file = self.cleaned_data["file"]
        return NewText(
            pdf=file.read() if file else None,
            body=self.cleaned_data["body"],
            what_changed=self.cleaned_data.get("what_changed", ""),
        )


class NextVersionForm(VersionForm):
    """A better version, and what is different in it."""

    what_changed = forms.CharField(
        label="What has changed",
        help_text="Readers see this beside the paper.",
        max_length=300,
        error_messages={"required": "Say what has changed"},
    )

    field_order = ("what_changed", "file", "body")


class PaperForm(VersionForm):
    """A new paper."""

    title = forms.CharField(label="Title", max_length=200)
    author = OnePerson(
        queryset=User.objects.none(),
        label="Author",
        help_text="The author may send better versions.",
        required=False,
        empty_label="Nobody in particular",
    )

    field_order = ("title", "author", "file", "body")

    def __init__(self, *args: object, authors: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        author = self.fields["author"]
        if isinstance(author, forms.ModelChoiceField):
            author.queryset = authors


class ReaderForm(NhsForm, forms.Form):
    """Names somebody who may read."""

    person = PersonField(
        label="Who may read it",
        help_text="Their user name or e-mail address at work, in full.",
        max_length=150,
        error_messages={"required": "Enter a user name or e-mail address"},
    )
