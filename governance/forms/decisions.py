"""Forms of motions, decisions and resolutions in writing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django import forms

from core.date_fields import DatePartsField
from core.forms import NhsForm
from core.london_times import ClockField, NoSuchTime, london_moment
from governance.actions.decisions import DecisionFacts
from governance.actions.motions import MotionFacts
from governance.actions.written import WrittenFacts
from governance.codes import Majority, VoteChoice, VotingMethod
from governance.models import Decision, Membership

LONG = forms.Textarea(attrs={"rows": "5"})
SHORT = forms.Textarea(attrs={"rows": "3"})


class MotionForm(NhsForm, forms.Form):
    """The words of a motion, and how it is decided."""

    text = forms.CharField(label="The motion, word for word", max_length=4000, widget=LONG)
    method = forms.ChoiceField(
        label="How it is decided", choices=VotingMethod.choices, widget=forms.RadioSelect
    )
    majority = forms.ChoiceField(
        label="What carries it",
        help_text="Abstentions are no votes.",
        choices=Majority.choices,
        widget=forms.RadioSelect,
    )
    proposer = forms.ChoiceField(label="Proposed by", required=False)
    seconder = forms.ChoiceField(label="Seconded by", required=False)

    def __init__(
        self, data: Mapping[str, object] | None = None, *, movers: Sequence[Membership]
    ) -> None:
        super().__init__(data, initial={"method": VotingMethod.SHOWN, "majority": Majority.SIMPLE})
        people = [("", "Nobody")] + [(str(each.user_id), str(each.user)) for each in movers]
        for name in ("proposer", "seconder"):
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=people)

    def facts(self) -> MotionFacts:
        """Return what was said."""
        return MotionFacts(
            text=self.cleaned_data["text"],
            method=self.cleaned_data["method"],
            majority=self.cleaned_data["majority"],
            proposer_id=_key(self.cleaned_data["proposer"]),
            seconder_id=_key(self.cleaned_data["seconder"]),
        )


class VoteForm(NhsForm, forms.Form):
    """How somebody votes."""

    choice = forms.ChoiceField(
        label="Your vote", choices=VoteChoice.choices, widget=forms.RadioSelect
    )


class DecisionForm(NhsForm, forms.Form):
    """What was decided, why, and what else was considered."""

    title = forms.CharField(label="Title", max_length=200)
    text = forms.CharField(
        label="The decision, word for word",
        help_text="It gets its number when you record it, and stays as it is from then on.",
        max_length=8000,
        widget=LONG,
    )
    rationale = forms.CharField(label="Why", max_length=8000, required=False, widget=SHORT)
    options = forms.CharField(
        label="What else was considered", max_length=8000, required=False, widget=SHORT
    )
    effective_on = DatePartsField(
        label="In force from", help_text="Leave it empty for today.", required=False
    )
    supersedes = forms.ChoiceField(label="Replaces an earlier decision", required=False)
    settles = forms.BooleanField(label="The item is decided: lock it", required=False, initial=True)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        earlier: Sequence[Decision],
        text: str = "",
    ) -> None:
        super().__init__(data, initial={"text": text, "settles": True})
        choices = [("", "No")] + [(str(each.pk), f"{each.number} {each.title}") for each in earlier]
        label = self.fields["supersedes"].label
        self.fields["supersedes"] = forms.ChoiceField(label=label, required=False, choices=choices)

    def facts(self) -> DecisionFacts:
        """Return what was said."""
        said = self.cleaned_data
        return DecisionFacts(
            title=said["title"],
            text=said["text"],
            rationale=said["rationale"],
            options=said["options"],
            effective_on=said["effective_on"],
            supersedes=_key(said["supersedes"]),
            settles=said["settles"],
        )


class WrittenForm(NhsForm, forms.Form):
    """What is asked of the members between meetings."""

    title = forms.CharField(label="Title", max_length=200)
    text = forms.CharField(label="The resolution, word for word", max_length=8000, widget=LONG)
    reason = forms.CharField(
        label="Why it cannot wait for the next meeting", max_length=4000, widget=SHORT
    )
    majority = forms.ChoiceField(
        label="What carries it", choices=Majority.choices, widget=forms.RadioSelect
    )
    deadline_on = DatePartsField(label="Answers until", help_text="For example, 12 12 2026")
    deadline_clock = ClockField(label="Time")

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data, initial={"majority": Majority.SIMPLE, "deadline_clock": "17:00"})

    def clean(self) -> dict[str, object]:
        """Require a deadline that the clocks show once."""
        cleaned = super().clean() or {}
        if not {"deadline_on", "deadline_clock"} & set(self.errors):
            try:
                cleaned["deadline_at"] = london_moment(
                    cleaned["deadline_on"], cleaned["deadline_clock"]
                )
            except NoSuchTime as error:
                self.add_error("deadline_clock", str(error))
        return cleaned

    def facts(self) -> WrittenFacts:
        """Return what was said."""
        deadline_at: datetime = self.cleaned_data["deadline_at"]
        return WrittenFacts(
            title=self.cleaned_data["title"],
            text=self.cleaned_data["text"],
            reason=self.cleaned_data["reason"],
            majority=self.cleaned_data["majority"],
            deadline_at=deadline_at,
        )


class AnswerForm(NhsForm, forms.Form):
    """How a member answers in writing."""

    choice = forms.ChoiceField(
        label="Your answer", choices=VoteChoice.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label="What you want the committee to know",
        help_text="Members read it with your name.",
        max_length=500,
        required=False,
        widget=SHORT,
    )


class WrittenInterestForm(NhsForm, forms.Form):
    """That a member has an interest in a resolution in writing."""

    words = forms.CharField(label="Your interest", max_length=300, widget=SHORT)


def _key(text: str) -> UUID | None:
    return UUID(text) if text else None
