"""The form in which something is put on the forward plan."""

from collections.abc import Mapping

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from core.choices import NumberField, OneOf, offer
from core.forms import NhsForm
from governance.actions.forward_plan import PlanFacts
from governance.codes import Purpose, Visibility
from governance.models import ForwardPlanItem


class PlanForm(NhsForm, forms.Form):
    """What comes up, how often, and from which meeting on."""

    title = forms.CharField(label="Title", help_text="As it stands on agendas", max_length=200)
    purpose = forms.ChoiceField(
        label="What is asked of the committee", choices=Purpose.choices, widget=forms.RadioSelect
    )
    visibility = forms.ChoiceField(
        label="Who may know of it",
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.OPEN,
    )
    presenter = OneOf(
        queryset=User.objects.none(),
        label="Who presents it",
        required=False,
        empty_label="Said on each agenda",
    )
    minutes_planned = NumberField(label="Minutes", min_value=1, max_value=240, initial=10)
    every = NumberField(
        label="Comes up every so many meetings",
        help_text="1 means at each meeting",
        min_value=1,
        max_value=60,
        initial=1,
    )
    first_meeting = NumberField(
        label="First at meeting number", min_value=1, max_value=99_999, initial=1
    )
    wants_paper = forms.BooleanField(label="A paper is wanted", required=False, initial=True)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        people: QuerySet[User],
        item: ForwardPlanItem | None = None,
        next_number: int = 1,
    ) -> None:
        names = PlanFacts.__dataclass_fields__
        initial: dict[str, object] = {"first_meeting": next_number}
        if item is not None:
            initial = {name: getattr(item, name) for name in names}
        super().__init__(data, initial=initial)
        offer(self, "presenter", people.order_by("display_name"))

    def facts(self) -> PlanFacts:
        """Return what was said."""
        return PlanFacts(**self.cleaned_data)
