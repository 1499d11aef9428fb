"""How it went: five words to choose from, and room for a sentence."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.core import signing

from core.forms import NhsForm
from helpdesk.actions.satisfaction import Score, Verdict

SALT: Final = "helpdesk.satisfaction.page"
# A scanner sends a form as soon as it has it; a person reads it first.
SOONEST: Final = timedelta(seconds=4)
LATEST: Final = timedelta(hours=24)
LONGEST_COMMENT: Final = 2_000
SCORES: Final = (
    (Score.VERY_GOOD.value, "Very well"),
    (Score.GOOD.value, "Well"),
    (Score.FAIR.value, "So-so"),
    (Score.BAD.value, "Badly"),
    (Score.VERY_BAD.value, "Very badly"),
)


class SatisfactionForm(NhsForm, forms.Form):
    """Say how it went."""

    score = forms.TypedChoiceField(
        label="How did it go?",
        choices=SCORES,
        coerce=lambda value: Score(int(value)),
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose how it went"},
    )
    comment = forms.CharField(
        label="What should we know? (optional)",
        help_text="Leave out patients’ names and NHS numbers.",
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": "3", "data-identifiers": ""}),
    )

    @property
    def verdict(self) -> Verdict:
        """What was filled in."""
        return Verdict(score=self.cleaned_data["score"], comment=self.cleaned_data["comment"])


def make_nonce(token: str, *, at: datetime) -> str:
    """Return a nonce for one showing of the page of a token."""
    shown = {"token": token, "at": at.isoformat(), "nonce": secrets.token_hex(8)}
    return signing.dumps(shown, salt=SALT)


def is_of_a_page(nonce: str, token: str) -> bool:
    """Whether a nonce stands for a showing of the page of this token."""
    return _shown_at(nonce, token) is not None


def is_human(nonce: str, token: str, *, at: datetime) -> bool:
    """Whether a form comes from a page that somebody was shown, and had the time to read."""
    shown_at = _shown_at(nonce, token)
    return shown_at is not None and SOONEST <= at - shown_at <= LATEST


def _shown_at(nonce: str, token: str) -> datetime | None:
    try:
        shown = signing.loads(nonce, salt=SALT, max_age=LATEST)
    except signing.BadSignature:
        return None
    return datetime.fromisoformat(shown["at"]) if shown["token"] == token else None
