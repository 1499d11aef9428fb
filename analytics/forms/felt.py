"""What the browser tells of how long a page took."""

from django import forms

from analytics.http import known_pages
from analytics.measures.timing import SLOWEST


class FeltForm(forms.Form):
    """The name of a page's address, and after how many milliseconds it was there."""

    page = forms.CharField(max_length=80)
    # Whatever took longer was a computer asleep.
    milliseconds = forms.IntegerField(min_value=1, max_value=SLOWEST)

    def clean_page(self) -> str:
        """
        Return the name of a page that there is.

        :raises ValidationError: there is none
        """
        page = str(self.cleaned_data["page"])
        if page not in known_pages():
            raise forms.ValidationError("There is no such page.")
        return page
