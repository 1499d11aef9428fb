"""Choices of rows that are named for people, where the row itself is called by its code."""

from django import forms


class NamedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # of any rows with a name
    """Chooses one of some rows, each shown by its name."""

    def label_from_instance(self, obj: object) -> str:
        """Return what a row is called."""
        return str(getattr(obj, "name"))  # noqa: B009 — of any model with a name
