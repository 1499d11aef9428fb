"""The answer to the question in the record."""

from django import forms

from analytics.codes import Answer


class AnswerForm(forms.Form):
    """One of the answers, chosen by one tap."""

    answer = forms.TypedChoiceField(choices=Answer.choices, coerce=Answer)
