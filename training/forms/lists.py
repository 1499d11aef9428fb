"""A list of many enrolments, as it is sent in."""

from typing import Final

from django import forms

from core.forms import NhsForm

_MOST: Final = 10**15


class ListForm(NhsForm, forms.Form):
    """The file, and the session of all its people, where they have one in common."""

    file = forms.FileField(
        label="List (CSV or XLSX)",
        help_text=(
            "The first line names the columns. “E-mail” is needed: an e-mail address or user name."
            " “Session” is a number, where people go to different sessions. “Organisation” is an"
            " ODS code, for people who work at several."
        ),
    )
    session = forms.IntegerField(
        label="Session of all who have none in the list (optional)",
        required=False,
        min_value=1,
        max_value=_MOST,
        help_text="The number on the session’s page",
    )
