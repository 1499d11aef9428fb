"""The form in which terms of reference are written, with the quorum as fields."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.db.models import QuerySet

from accounts.models import Organization
from core.choices import NumberField
from core.date_fields import DatePartsField
from core.forms import NhsForm
from governance.actions.terms import TermsFacts
from governance.codes import Capacity, MemberRole
from governance.models import TermsOfReference
from governance.policies.quorum import MOST_VOTERS, read_rule

GROUPS: Final = ("group_1", "group_2", "group_3", "group_4")
_ROLES: Final = [
    each
    for each in MemberRole.choices
    if each[0] in (MemberRole.CHAIR, MemberRole.DEPUTY_CHAIR, MemberRole.MEMBER)
]
_WHO: Final = [*_ROLES, *Capacity.choices]


class GroupField(forms.MultipleChoiceField):
    """Roles and capacities of which one is to be there."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, number: int) -> None:
        label = "At least one of" if number == 1 else "And at least one of"
        super().__init__(label=label, choices=_WHO, required=False)


class TermsForm(NhsForm, forms.Form):
    """What a committee is for, and when it may decide."""

    text = forms.CharField(
        label="Terms of reference",
        help_text="Purpose, duties, who sits on it, how it decides. Markdown is understood.",
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": "14"}),
    )
    voting = NumberField(
        label="Voting members who must be there", min_value=1, max_value=MOST_VOTERS, initial=4
    )
    group_1 = GroupField(1)
    group_2 = GroupField(2)
    group_3 = GroupField(3)
    group_4 = GroupField(4)
    boards = forms.MultipleChoiceField(
        label="Somebody from each of",
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    chair_has_casting_vote = forms.BooleanField(
        label="The chair has a casting vote where votes are equal", required=False, initial=True
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        boards: QuerySet[Organization],
        terms: TermsOfReference | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(terms) if terms else {})
        field = self.fields["boards"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(board.ods_code, board.name) for board in boards]

    def facts(self) -> TermsFacts:
        """Return what was said."""
        cleaned = self.cleaned_data
        groups = [cleaned[name] for name in GROUPS if cleaned[name]]
        return TermsFacts(
            text=cleaned["text"],
            quorum={"voting": cleaned["voting"], "one_of": groups, "boards": cleaned["boards"]},
            chair_has_casting_vote=cleaned["chair_has_casting_vote"],
        )


class ApproveTermsForm(NhsForm, forms.Form):
    """From when terms hold."""

    effective_from = DatePartsField(label="They hold from", help_text="Today or later")


def _initial(terms: TermsOfReference) -> dict[str, object]:
    rule = read_rule(terms.quorum)
    groups = dict(zip(GROUPS, map(sorted, rule.one_of), strict=False))
    return {
        "text": terms.text,
        "voting": rule.voting,
        "boards": list(rule.boards),
        "chair_has_casting_vote": terms.chair_has_casting_vote,
        **groups,
    }
