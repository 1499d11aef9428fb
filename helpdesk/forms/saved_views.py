"""What keeping a list asks for."""

from django import forms

from core.forms import NhsForm


class SavedViewForm(NhsForm, forms.Form):
    name = forms.CharField(label="Name of the list", max_length=60)
    is_for_all = forms.BooleanField(label="For the whole desk", required=False)
