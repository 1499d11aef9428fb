"""A form with every kind of field, for the gallery."""

from django import forms

from core.date_fields import DatePartsField
from core.forms import NhsForm

CONTACTS = [("phone", "Phone"), ("letter", "Letter"), ("visit", "Home visit")]


class GalleryForm(NhsForm, forms.Form):
    """Sample fields; nothing is kept of what is typed."""

    name = forms.CharField(label="Name", widget=forms.TextInput(attrs={"size": "20"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput())
    born = DatePartsField(label="Date of birth", help_text="For example, 12 3 1948")
    organization = forms.ChoiceField(
        label="Organisation",
        choices=[
            ("", "Choose an organisation"),
            ("M82016", "Radbrook Green Surgery"),
            ("R1D", "Shropshire Community Health NHS Trust"),
        ],
    )
    contact = forms.ChoiceField(
        label="How to reach you", choices=CONTACTS, widget=forms.RadioSelect()
    )
    needs = forms.MultipleChoiceField(
        label="What you need",
        choices=[("quiet", "A quiet room"), ("time", "More time")],
        widget=forms.CheckboxSelectMultiple(),
        required=False,
    )
    reason = forms.CharField(label="Reason", widget=forms.Textarea())
    agreed = forms.BooleanField(label="I have read the notice")
