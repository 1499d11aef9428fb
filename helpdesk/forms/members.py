"""What a lead says of somebody in a queue."""

from django import forms

from core.forms import NhsForm


class MembershipForm(NhsForm, forms.Form):
    is_on_shift = forms.BooleanField(label="On shift", required=False)
    capacity = forms.IntegerField(label="Takes at most", required=False, min_value=0, max_value=200)
