"""Fields of forms: rows by the name that people know them by, and whole numbers."""

from django import forms
from django.db.models import Model, QuerySet


class OneOf(forms.ModelChoiceField):  # type: ignore[type-arg]  # of any rows with a name
    """Chooses one of some rows; organizations are shown by their short name."""

    def label_from_instance(self, obj: object) -> str:
        """Return what a row is called."""
        return name_of(obj)


class SomeOf(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # of any rows with a name
    """Chooses several of some rows."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: object) -> str:
        """Return what a row is called."""
        return name_of(obj)


class NumberField(forms.IntegerField):
    """A whole number, in a box as wide as numbers are."""

    widget = forms.TextInput(attrs={"size": "4", "inputmode": "numeric", "autocomplete": "off"})


def name_of(row: object) -> str:
    """Return the name by which people know a row."""
    return str(getattr(row, "short_name", "") or getattr(row, "name", "") or row)


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Model]) -> None:
    """Have a field of a form offer these rows."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
