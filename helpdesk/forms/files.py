"""What is typed and chosen to attach files, and to decide about held ones."""

from collections.abc import Iterable
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from core.forms import NhsForm
from helpdesk.actions.attachments import LARGEST_FILE, MOST_FILES, NewFile
from helpdesk.codes import Visibility

LONGEST_REASON: Final = 300
_MEGABYTE: Final = 1024 * 1024


class FilesInput(forms.FileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, read whole: each has to be looked into anyway."""

    def __init__(self, *, required: bool = False, label: str = "Files (optional)") -> None:
        super().__init__(
            required=required,
            label=label,
            help_text=f"At most {MOST_FILES}, each up to {LARGEST_FILE // _MEGABYTE} MB. "
            "Nobody can open one before the virus check.",
            widget=FilesInput(attrs={"multiple": "multiple"}),
            error_messages={"required": "Choose a file"},
        )

    def clean(self, data: object, initial: object = None) -> list[NewFile]:  # noqa: ARG002 — Django's
        """
        Return the files with their bytes.

        :raises ValidationError: they are too many, too large, or empty
        """
        uploads = [each for each in _each(data) if isinstance(each, UploadedFile)]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(f"Choose at most {MOST_FILES} files at once")
        if any((each.size or 0) > LARGEST_FILE for each in uploads):
            raise ValidationError(f"Each file must be {LARGEST_FILE // _MEGABYTE} MB or smaller")
        return [NewFile(each.name or "", each.read()) for each in uploads]


def _each(data: object) -> Iterable[object]:
    return data if isinstance(data, list | tuple) else [data]


class AttachForm(NhsForm, forms.Form):
    """Attach files to a ticket; only staff are asked who sees them."""

    attached = FilesField(required=True, label="Files")
    visibility = forms.ChoiceField(
        label="Who sees them",
        choices=[
            (Visibility.INTERNAL.value, "Staff only"),
            (Visibility.PUBLIC.value, "The caller too"),
        ],
        initial=Visibility.INTERNAL.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, is_staff: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not is_staff:
            del self.fields["visibility"]

    def chosen_visibility(self) -> Visibility:
        """Return who is to see the files; what a caller attaches is for everybody."""
        return Visibility(self.cleaned_data.get("visibility", Visibility.PUBLIC))


class ReasonForm(NhsForm, forms.Form):
    """Why a held file is released or destroyed."""

    reason = forms.CharField(
        label="Reason",
        error_messages={"required": "Say why"},
        help_text="It stays on the ticket, for staff.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
