"""Forms with which a major incident is declared, run and ended."""

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from core.date_fields import DatePartsField
from core.forms import NhsForm
from helpdesk.codes import ComponentStatus, MajorIncidentState
from helpdesk.models import ServiceComponent

from .service_status import ComponentsField

TROUBLE = (
    (ComponentStatus.DISRUPTED.value, ComponentStatus.DISRUPTED.label),
    (ComponentStatus.DEGRADED.value, ComponentStatus.DEGRADED.label),
)
SINCE_FIXED = (*TROUBLE, (ComponentStatus.OPERATIONAL.value, "Working again"))
CADENCES = ((15, "15 minutes"), (30, "30 minutes"), (60, "Hour"), (120, "2 hours"))
RUNNING = tuple(
    (state.value, state.label)
    for state in (
        MajorIncidentState.DECLARED,
        MajorIncidentState.IDENTIFIED,
        MajorIncidentState.MONITORING,
    )
)
STRANGERS = "Show it on the sign-in page too, where anybody can read it"


class WordsField(forms.CharField):
    """What everybody reads."""

    def __init__(self, *, label: str, help_text: str = "", rows: int = 4) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": str(rows)}),
            error_messages={"required": f"Say {label[:1].lower()}{label[1:]}"},
        )


class DeclareForm(NhsForm, forms.Form):
    """Declare a major incident; the last tick is the second thought."""

    title = forms.CharField(
        label="What is the matter, in a line",
        error_messages={"required": "Say what is the matter, in a line"},
        help_text="As it stands above every page, such as “Hospital letters do not open”",
        max_length=120,
    )
    text = WordsField(
        label="What people notice, and what they can do meanwhile",
        help_text="Everybody reads it. Name no patients and no callers.",
    )
    components = ComponentsField(
        queryset=ServiceComponent.objects.none(),
        label="Which parts of the service",
        error_messages={"required": "Tick which parts of the service"},
        widget=forms.CheckboxSelectMultiple,
    )
    status = forms.ChoiceField(
        label="How they are",
        choices=TROUBLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how they are"},
    )
    cadence_minutes = forms.TypedChoiceField(
        label="You will tell everybody more every",
        choices=CADENCES,
        coerce=int,
        initial=30,
    )
    is_for_strangers = forms.BooleanField(label=STRANGERS, required=False)
    is_sure = forms.BooleanField(
        label="I declare a major incident, and lead it until I hand over",
    )

    def __init__(
        self, *args: object, components: QuerySet[ServiceComponent], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["components"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = components


class UpdateForm(NhsForm, forms.Form):
    """Tell everybody what is known."""

    text = WordsField(label="What is known now", help_text="Everybody reads it: name no one.")
    state = forms.ChoiceField(label="Where it stands", choices=RUNNING, widget=forms.RadioSelect)
    status = forms.ChoiceField(
        label="How the parts are", choices=SINCE_FIXED, widget=forms.RadioSelect
    )
    is_for_strangers = forms.BooleanField(label=STRANGERS, required=False)


class EndForm(NhsForm, forms.Form):
    """End it: the last words, what becomes of the tickets, and when to look back."""

    text = WordsField(label="How it ended, and what people should do now")
    review_on = DatePartsField(label="Review on", help_text="Soon, while everybody remembers")
    resolves = forms.BooleanField(
        label="Resolve the tickets under it with these words", required=False, initial=True
    )


class PersonField(forms.ModelChoiceField[User]):
    """A choice of somebody by their name."""

    def label_from_instance(self, obj: User) -> str:
        return str(obj)


class CommandForm(NhsForm, forms.Form):
    """Who commands, how often everybody is told, and where it was escalated to."""

    commander = PersonField(
        queryset=User.objects.none(), label="Incident commander", empty_label=None
    )
    cadence_minutes = forms.TypedChoiceField(
        label="Everybody is told more every", choices=CADENCES, coerce=int
    )
    national_reference = forms.CharField(
        label="National reference", help_text="If it was escalated", max_length=60, required=False
    )
    national_route = forms.CharField(
        label="Escalated to",
        help_text="For example, National Service Desk by telephone, 10:40",
        max_length=200,
        required=False,
    )

    def __init__(self, *args: object, people: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commander"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people


class ReviewForm(NhsForm, forms.Form):
    """What was learnt."""

    review = WordsField(
        label="What happened, why, and what changes now",
        help_text="Staff read it. Say what helped and what did not; blame no one.",
        rows=8,
    )
