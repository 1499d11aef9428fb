"""What those who lead a queue fill in about a macro."""

from typing import Final, cast

from django import forms
from django.utils.text import slugify

from core.forms import NhsForm
from helpdesk.actions.macros import MacroWords
from helpdesk.codes import Priority, TicketState, Visibility, WaitingReason
from helpdesk.models import MacroVersion, Queue, Sight

from .choice_fields import NamedChoiceField

STATES: Final = [
    ("", "Leave it as it is"),
    (TicketState.IN_PROGRESS.value, TicketState.IN_PROGRESS.label),
    *[
        (f"waiting:{w.value}", f"Waiting: {w.label[:1].lower()}{w.label[1:]}")
        for w in WaitingReason
    ],
    (TicketState.RESOLVED.value, TicketState.RESOLVED.label),
]


class MacroForm(NhsForm, forms.Form):
    """Writes a macro, or the next version of one."""

    name = forms.CharField(max_length=100, error_messages={"required": "Say what it is called"})
    queue = NamedChoiceField(
        Queue.objects.none(), label="For the queue", required=False, empty_label="All queues"
    )
    visibility = forms.ChoiceField(
        label="It writes",
        choices=[
            (Visibility.PUBLIC, "A reply to the caller"),
            (Visibility.INTERNAL, "A note for staff"),
        ],
    )
    text = forms.CharField(
        label="What it says",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="It can name {caller}, {organisation}, {agent}, {number} and {queue}.",
    )
    takes = forms.BooleanField(label="Give the ticket to whoever uses it", required=False)
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    priority = forms.TypedChoiceField(
        choices=[("", "Leave it as it is"), *Priority.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    next_step = forms.CharField(
        label="Next step", max_length=200, required=False, help_text="Said once it is done."
    )

    def __init__(self, *args: object, sight: Sight, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(NamedChoiceField, self.fields["queue"])
        choice.queryset = Queue.objects.filter(pk__in=sight.led_queues).order_by("name")

    def words(self) -> MacroWords:
        """Return what the macro says and does."""
        given = self.cleaned_data
        changes: list[dict[str, object]] = []
        if given["priority"]:
            changes.append({"field": "priority", "value": given["priority"]})
        if given["takes"]:
            changes.append({"field": "assignee", "value": "me"})
        state, _, reason = str(given["state"]).partition(":")
        if state:
            change: dict[str, object] = {"field": "state", "value": state}
            changes.append({**change, "waiting_reason": reason} if reason else change)
        return MacroWords(
            text=given["text"],
            changes=changes,
            visibility=Visibility(given["visibility"]),
            next_step=given["next_step"],
        )

    def code(self) -> str:
        """Return the code of a new macro."""
        return str(slugify(self.cleaned_data["name"]))[:60]


def stands_as(version: MacroVersion) -> dict[str, object]:
    """Return a version as the form shows it."""
    by_field = {str(change["field"]): change for change in version.changes}
    state = by_field.get("state", {})
    value = str(state.get("value", ""))
    reason = str(state.get("waiting_reason", ""))
    return {
        "name": version.macro.name,
        "queue": version.macro.queue_id,
        "visibility": version.visibility,
        "text": version.text,
        "takes": "assignee" in by_field,
        "state": f"{value}:{reason}" if reason else value,
        "priority": by_field.get("priority", {}).get("value", ""),
        "next_step": version.next_step,
    }
