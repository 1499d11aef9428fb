"""What is typed and chosen to claim what was learned elsewhere, and to decide about it."""

from datetime import date
from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.models import Competency
from core.date_fields import DatePartsField
from core.forms import NhsForm
from training.actions.prior_learning import LARGEST_FILE, NewClaim

_MEGABYTE: Final = 1024 * 1024


class ClaimForm(NhsForm, forms.Form):
    """A claim: of what, from when, where it was learned, and what shows it."""

    competency = forms.ModelChoiceField(
        label="Competency",
        queryset=Competency.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose a competency"},
    )
    provider = forms.CharField(
        label="Where you learned it",
        help_text="The course and who gave it, as the certificate is to say it.",
        max_length=120,
        error_messages={"required": "Type where you learned it"},
    )
    completed_on = DatePartsField(
        label="Day of completion",
        help_text="As your evidence says it, such as 12 3 2026.",
        error_messages={"required": "Type the day of completion"},
    )
    evidence = forms.FileField(
        label="Evidence",
        help_text="A certificate as a PDF, PNG or JPEG, up to 10 MB. Only you and trainers see it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["competency"]
        if isinstance(choice, forms.ModelChoiceField):
            choice.queryset = Competency.objects.filter(is_active=True).order_by("name")

    def clean_evidence(self) -> object:
        """
        Return the file, before it is read.

        :raises ValidationError: it is too large
        """
        file: object = self.cleaned_data["evidence"]
        if isinstance(file, UploadedFile) and (file.size or 0) > LARGEST_FILE:
            most = LARGEST_FILE // _MEGABYTE
            raise forms.ValidationError(f"The file must be {most} MB or smaller")
        return file

    def claim(self) -> NewClaim:
        """Return what was typed, with the bytes of the file."""
        file = self.cleaned_data["evidence"]
        return NewClaim(
            competency=self.cleaned_data["competency"],
            completed_on=self.cleaned_data["completed_on"],
            provider=self.cleaned_data["provider"],
            file_name=file.name or "",
            content=file.read(),
        )


class AcceptForm(NhsForm, forms.Form):
    """Accept a claim; the last day is asked for only where no present course says how long."""

    last_day = DatePartsField(
        label="Last day on which it counts",
        help_text="No present course says how long this counts.",
        error_messages={"required": "Type the last day on which it counts"},
    )

    def __init__(self, *args: object, asks_last_day: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not asks_last_day:
            del self.fields["last_day"]

    def last_day_named(self) -> date | None:
        """Return the day that was typed, if it was asked for."""
        day: date | None = self.cleaned_data.get("last_day")
        return day


class RefuseForm(NhsForm, forms.Form):
    """Why a claim is refused."""

    reason = forms.CharField(
        label="Why you refuse it",
        help_text="Its sender reads this. Say what to do instead, such as which course to take.",
        max_length=300,
        error_messages={"required": "Say why"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
