"""Forms about actions."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from core.choices import OneOf, offer
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.action_items import LONGEST_TEXT
from governance.codes import ActionEventKind, ActionState, Rag
from governance.queries.action_log import ActionFilters

LONGEST_WORDS: Final = 1000
LAST_PAGE: Final = 10_000
_LONGEST_CODE: Final = 30
ALL: Final = "all"


def words_field(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    """Return a field for a sentence or two."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_WORDS,
        required=required,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class NewActionForm(NhsForm, forms.Form):
    """What is to be done, by whom, by when."""

    text = forms.CharField(
        label="What is to be done",
        help_text="Begin with a verb: somebody who was not there has to understand it.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    owner = OneOf(
        queryset=User.objects.none(),
        label="Who does it",
        help_text="One person, who answers for it.",
        empty_label="Choose",
    )
    due_on = DatePartsField(label="Due", help_text="For example, 3 12 2026")

    def __init__(self, data: Mapping[str, object] | None = None, *, people: QuerySet[User]) -> None:
        super().__init__(data)
        offer(self, "owner", people)


class AddForm(NhsForm, forms.Form):
    """How far it is, or what shows that it is done."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (ActionEventKind.NOTE, "A note: how far it is"),
            (ActionEventKind.EVIDENCE, "Evidence: what shows that it works"),
        ],
        initial=ActionEventKind.NOTE,
        widget=forms.RadioSelect,
    )
    words = words_field("Your words")


class FinishForm(NhsForm, forms.Form):
    """What shows that it is done."""

    words = words_field("What shows that it is done")


class MoveForm(NhsForm, forms.Form):
    """A later day, or an earlier one, and why."""

    due_on = DatePartsField(label="New due date")
    reason = words_field("Why", "The committee reads it.")


class ReopenForm(NhsForm, forms.Form):
    """When it is due now, and why it is open again."""

    due_on = DatePartsField(label="Due")
    reason = words_field("Why it is open again", "The committee reads it.")


class HandOverForm(NhsForm, forms.Form):
    """Somebody else, and why."""

    to = OneOf(queryset=User.objects.none(), label="Who does it now", empty_label="Choose")
    reason = words_field("Why", required=False)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        people: QuerySet[User],
        auto_id: str = "id_%s",
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        offer(self, "to", people)


class ReasonForm(NhsForm, forms.Form):
    """Why."""

    reason = words_field("Why", "The committee reads it.")


def read_action_filters(query: QueryDict) -> ActionFilters:
    """Return how an address narrows the log; what is no choice is left out."""
    state, rag, page = query.get("state", ActionState.OPEN), query.get("rag", ""), query.get("page")
    return ActionFilters(
        committee=query.get("committee", "").replace("\x00", "")[:_LONGEST_CODE],
        state=state if state in ActionState else "",
        rag=rag if rag in Rag else "",
        is_own=query.get("owner") == "me",
        words=query.get("q", "").replace("\x00", "").strip()[:LONGEST_WORDS],
        page=read_page(page),
    )


def read_page(typed: str | None) -> int:
    """Return the number of a page as it stands in an address; the first where it is none."""
    if not typed or not typed.isascii() or not typed.isdigit() or len(typed) >= len("100000"):
        return 1
    return max(1, min(int(typed), LAST_PAGE))
