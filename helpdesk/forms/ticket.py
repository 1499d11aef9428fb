"""What staff fill in about one ticket."""

from typing import cast

from django import forms

from accounts.models import User
from core.forms import NhsForm
from helpdesk.codes import (
    GovernanceType,
    IcoDecision,
    Impact,
    LinkKind,
    Priority,
    SafetyQuestion,
    TicketCategory,
    TicketKind,
    Urgency,
    WaitingReason,
)
from helpdesk.models import Queue, ServiceComponent, Ticket

from .choice_fields import NamedChoiceField


class DetailsForm(NhsForm, forms.Form):
    """Puts right what a ticket says of itself."""

    subject = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=TicketKind.choices)
    category = forms.ChoiceField(choices=TicketCategory.choices)
    component = NamedChoiceField(
        ServiceComponent.objects.filter(is_active=True).order_by("position", "name"),
        label="Part of the service",
        required=False,
        empty_label="None of them",
    )
    external_reference = forms.CharField(
        label="Number at their own IT desk", max_length=60, required=False
    )


class TriageForm(NhsForm, forms.Form):
    """Asks what a ticket is, how much it matters and what it may have done."""

    kind = forms.ChoiceField(choices=TicketKind.choices)
    category = forms.ChoiceField(choices=TicketCategory.choices)
    component = NamedChoiceField(
        ServiceComponent.objects.filter(is_active=True).order_by("position", "name"),
        label="Part of the service",
        required=False,
        empty_label="None of them",
    )
    impact = forms.TypedChoiceField(choices=Impact.choices, coerce=int)
    urgency = forms.TypedChoiceField(
        choices=Urgency.choices, coerce=int, help_text="The caller said this; change it with them."
    )
    override = forms.TypedChoiceField(
        label="Priority",
        choices=[("", "As impact and urgency make it"), *Priority.choices],
        coerce=int,
        required=False,
        empty_value=None,
    )
    reason = forms.CharField(label="Why, if it is another one", max_length=200, required=False)
    safety = forms.MultipleChoiceField(
        label="Tick what may be true",
        choices=SafetyQuestion.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    governance = forms.MultipleChoiceField(
        label="Tick what may have happened",
        choices=GovernanceType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Any of these restricts the ticket; 72 hours begin.",
    )
    ico_decision = forms.ChoiceField(
        label="Told to the Information Commissioner?",
        choices=[("", "Not yet"), *IcoDecision.choices],
        required=False,
    )


class AssignForm(NhsForm, forms.Form):
    """Gives a ticket to a member of its queue, or to nobody."""

    assignee = forms.ModelChoiceField(
        User.objects.none(), label="Give it to", required=False, empty_label="Nobody"
    )

    def __init__(self, *args: object, members: list[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ModelChoiceField[User]", self.fields["assignee"])
        choice.queryset = User.objects.filter(pk__in=[each.pk for each in members]).order_by(
            "display_name", "username"
        )


class MoveForm(NhsForm, forms.Form):
    """Hands a ticket to another queue."""

    queue = NamedChoiceField(Queue.objects.none(), label="Move it to", empty_label=None)
    text = forms.CharField(
        label="What they should know",
        help_text="A note for staff; the caller does not read it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, ticket: Ticket, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        queues = Queue.objects.filter(is_active=True).exclude(pk=ticket.queue_id)
        choice = cast(NamedChoiceField, self.fields["queue"])
        choice.queryset = queues.order_by("tier", "position", "name")


class LinkForm(NhsForm, forms.Form):
    """Links a ticket to another one."""

    PARENT = "parent"

    kind = forms.ChoiceField(
        label="This ticket is",
        choices=[
            *[(kind.value, kind.label) for kind in LinkKind if kind != LinkKind.SPLIT],
            (PARENT, "Part of"),
        ],
    )
    other = forms.IntegerField(
        label="Ticket number",
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "inputmode": "numeric"}),
        error_messages={"required": "Enter the ticket’s number"},
    )


class StateForm(forms.Form):
    """Reads a state as the page offers it: "resolved", or "waiting:user"."""

    state = forms.CharField(max_length=40)
    text = forms.CharField(max_length=20_000, required=False)

    def parts(self) -> tuple[str, str]:
        """Return the state and what is waited for."""
        state, _, reason = str(self.cleaned_data["state"]).partition(":")
        return state, reason if reason in WaitingReason else ""
