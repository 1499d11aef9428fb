"""Forms of knowledge articles."""

from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from core.date_fields import DatePartsField
from core.forms import NhsForm
from helpdesk.actions.articles import ArticleWords
from helpdesk.codes import TicketCategory

LONGEST_BODY: Final = 40_000


class ArticleForm(NhsForm, forms.Form):
    """An article in Markdown."""

    title = forms.CharField(
        label="Title",
        help_text="As somebody would ask, such as “How do I …”",
        max_length=200,
        error_messages={"required": "Give it a title"},
    )
    summary = forms.CharField(
        label="The answer in a sentence",
        help_text="It stands in lists and suggestions",
        max_length=300,
        required=False,
    )
    category = forms.ChoiceField(label="About", choices=TicketCategory.choices)
    body = forms.CharField(
        label="Text",
        error_messages={"required": "Write the text"},
        help_text="In Markdown: # for headings, - for lists, **bold**. HTML is shown as text.",
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": "16"}),
    )
    review_on = DatePartsField(label="Look at it again on")
    change_note = forms.CharField(
        label="What changed", help_text="For colleagues", max_length=200, required=False
    )

    def words(self) -> ArticleWords:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return ArticleWords(
            title=cleaned["title"],
            summary=cleaned["summary"],
            category=TicketCategory(cleaned["category"]),
            body=cleaned["body"],
            review_on=cleaned["review_on"],
            change_note=cleaned["change_note"],
        )

    def clean_review_on(self) -> date | None:
        day: date | None = self.cleaned_data["review_on"]
        if day is None:
            raise ValidationError("Enter the day on which somebody looks at it again")
        return day


class ArticleSearchForm(forms.Form):
    """Look for an article; it is posted, so that what is typed reaches no address and no log."""

    q = forms.CharField(max_length=300, required=False, strip=True)
    category = forms.ChoiceField(
        choices=[("", "All subjects"), *TicketCategory.choices], required=False
    )


class SuggestForm(forms.Form):
    """What somebody is typing in a form, and which form it is."""

    text = forms.CharField(max_length=20_000, required=False)
    subject = forms.CharField(max_length=300, required=False)
    token = forms.UUIDField(required=False)

    @property
    def visit(self) -> UUID | None:
        """The form in which it is typed."""
        token = self.cleaned_data.get("token")
        return token if isinstance(token, UUID) else None

    @property
    def words(self) -> str:
        """All that is typed."""
        return " ".join(self.cleaned_data.get(name) or "" for name in ("subject", "text"))
