"""Forms of the register, of observed tasks and of what learners think."""

from collections.abc import Mapping
from typing import Final

from django import forms

from core.forms import NhsForm
from training.codes import EvaluationKind, Mark, Rating
from training.models import Enrolment
from training.policies.evaluation import QUESTIONS

REASON: Final = "reason"


class MarkForm(NhsForm, forms.Form):
    """What the register says of somebody; the reason where it contradicts a scan."""

    booking = forms.UUIDField(widget=forms.HiddenInput)
    slot = forms.UUIDField(widget=forms.HiddenInput)
    mark = forms.ChoiceField(label="What is right", choices=Mark.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        help_text="It stays in the register with your name.",
        max_length=200,
        required=False,
    )


class TasksForm(NhsForm, forms.Form):
    """Tasks that a trainer saw being done."""

    tasks = forms.MultipleChoiceField(label="You saw them do", widget=forms.CheckboxSelectMultiple)

    def __init__(self, enrolment: Enrolment, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        self.is_left = False
        signed = enrolment.observations.values("task")
        left = enrolment.version.tasks.exclude(pk__in=signed).order_by("position")
        field = self.fields["tasks"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(task.pk), task.words) for task in left]
            self.is_left = enrolment.ended_at is None and bool(field.choices)


class EvaluationForm(NhsForm, forms.Form):
    """Five questions and a comment."""

    comment = forms.CharField(
        label="Anything else",
        help_text="Trainers read it without your name. Name no patients and no colleagues.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def __init__(self, kind: EvaluationKind, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        self.questions = QUESTIONS[kind]
        for name, words in self.questions.items():
            self.fields[name] = forms.TypedChoiceField(
                label=words,
                choices=Rating.choices,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say how far you agree: {words.lower()}"},
            )
        self.order_fields([*self.questions, "comment"])

    def ratings(self) -> dict[str, Rating]:
        """Return the answers by question."""
        return {name: Rating(self.cleaned_data[name]) for name in self.questions}
