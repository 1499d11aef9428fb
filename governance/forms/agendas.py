"""The form of an agenda item."""

from collections.abc import Mapping, Sequence
from typing import Final

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from core.choices import NumberField, offer
from core.forms import NhsForm
from governance.actions.agendas import ItemFacts
from governance.codes import Purpose, Visibility
from governance.models import AgendaItem

from .people import OnePerson

LONGEST: Final = 20_000


class ItemForm(NhsForm, forms.Form):
    """What an item is called, what it asks, how long it takes, who presents and who may know."""

    title = forms.CharField(label="Title", max_length=200)
    purpose = forms.ChoiceField(
        label="Purpose", choices=Purpose, initial=Purpose.DISCUSS, widget=forms.RadioSelect
    )
    minutes_planned = NumberField(label="Minutes", min_value=0, max_value=480, initial=10)
    presenter = OnePerson(
        queryset=User.objects.none(),
        label="Presenter",
        required=False,
        empty_label="Nobody, or somebody else",
    )
    presenter_name = forms.CharField(
        label="Name of another presenter",
        help_text="Only where it is nobody from the list.",
        max_length=120,
        required=False,
    )
    visibility = forms.ChoiceField(
        label="Who may know of it",
        choices=Visibility,
        initial=Visibility.OPEN,
        widget=forms.RadioSelect,
    )
    wants_paper = forms.BooleanField(label="A paper is wanted", required=False)
    body = forms.CharField(
        label="What is asked of the committee",
        help_text="Optional. Lists and headings can be written as Markdown.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        presenters: QuerySet[User],
        item: AgendaItem | None = None,
        visibilities: Sequence[Visibility] = tuple(Visibility),
    ) -> None:
        names = ItemFacts.__dataclass_fields__
        initial = {name: getattr(item, name) for name in names} if item else {}
        if not item:
            initial["visibility"] = visibilities[0]
        super().__init__(data, initial=initial)
        offer(self, "presenter", presenters)
        field = self.fields["visibility"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(each.value, each.label) for each in visibilities]

    def clean_presenter_name(self) -> str:
        """Have one presenter, not two."""
        name = str(self.cleaned_data["presenter_name"])
        if name and self.cleaned_data.get("presenter"):
            raise forms.ValidationError("Choose a presenter or type a name, not both")
        return name

    def facts(self) -> ItemFacts:
        """Return what was said."""
        return ItemFacts(**self.cleaned_data)
