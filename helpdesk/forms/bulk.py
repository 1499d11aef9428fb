"""What a change of many tickets asks for: only what is filled in changes."""

from typing import Final

from django import forms

from core.forms import NhsForm
from helpdesk.actions.bulk_steps import Change
from helpdesk.codes import Impact, TicketState, Urgency, Visibility, WaitingReason
from helpdesk.queries.filters import Choices

KEEP: Final = [("", "Leave as it is")]
NOBODY: Final = "nobody"
# To merge takes another ticket, and what arrives is new already.
STATES: Final = [
    (state.value, state.label)
    for state in TicketState
    if state not in (TicketState.NEW, TicketState.MERGED)
]


class BulkChangeForm(NhsForm, forms.Form):
    assignee = forms.ChoiceField(label="Assigned to", required=False)
    queue = forms.ChoiceField(label="Queue", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[*KEEP, *STATES])
    waiting_reason = forms.ChoiceField(
        label="Waiting for",
        required=False,
        choices=[("", "Nothing"), *WaitingReason.choices],
        help_text="Only where the state is Waiting",
    )
    impact = forms.ChoiceField(label="Impact", required=False, choices=[*KEEP, *Impact.choices])
    urgency = forms.ChoiceField(label="Urgency", required=False, choices=[*KEEP, *Urgency.choices])
    text = forms.CharField(
        label="Add to each ticket",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5_000,
    )
    visibility = forms.ChoiceField(
        label="Who reads it",
        choices=[
            (Visibility.INTERNAL.value, "Staff only: a note"),
            (Visibility.PUBLIC.value, "The callers too: a reply to each"),
        ],
        initial=Visibility.INTERNAL.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, choices: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        staff = [*KEEP, (NOBODY, "Nobody"), *choices.staff.items()]
        names = choices.queue_names.items()
        queues = [*KEEP, *((str(choices.queues[code]), name) for code, name in names)]
        self.fields["assignee"].choices = staff  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["queue"].choices = queues  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, object]:
        """Require a reason with waiting, and none without."""
        cleaned: dict[str, object] = super().clean() or {}
        waits = cleaned.get("state") == TicketState.WAITING
        if waits and not cleaned.get("waiting_reason"):
            self.add_error("waiting_reason", "Say what the tickets wait for")
        if not waits:
            cleaned["waiting_reason"] = ""
        return cleaned

    def changes(self) -> list[Change]:
        """Return what was filled in."""
        names = ("assignee", "queue", "state", "waiting_reason", "impact", "urgency")
        filled = [(name, self.cleaned_data.get(name, "")) for name in names]
        return [
            Change(field=name, value="" if value == NOBODY else str(value))
            for name, value in filled
            if value
        ]
