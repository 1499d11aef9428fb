"""Fields in which people are named."""

from django import forms

from accounts.models import User
from accounts.queries import find_user_by_sign_in_name


class PersonField(forms.CharField):
    """Somebody who works here, by the whole of their user name or e-mail address."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def clean(self, value: str | None) -> User | None:
        """
        Return whom the name names, or nobody where nothing is typed.

        :raises ValidationError: nobody who works here has it
        """
        name = super().clean(value)
        if not name:
            return None
        found = find_user_by_sign_in_name(name)
        if found is None or not found.is_active:
            raise forms.ValidationError(
                "Nobody who works here has this user name or address. Check how it is spelled"
            )
        return found


class OnePerson(forms.ModelChoiceField):  # type: ignore[type-arg]  # of people
    """Chooses one of some people."""

    def label_from_instance(self, obj: object) -> str:
        """Return what somebody is called."""
        return str(obj)
