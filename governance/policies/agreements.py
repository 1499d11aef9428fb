"""
How sharing agreements and impact assessments stand on a day, and what may be done with them.

Pure: whoever asks says the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.errors import NotPermittedNow
from governance.codes import AgreementStanding, AgreementState, AssessmentState

SOON: Final = timedelta(days=90)
A_DAY: Final = timedelta(days=1)
A_WEEK: Final = 7
FEWEST_PARTIES: Final = 2
# So many days before its end an agreement is spoken of; after its end once a week.
MILESTONES: Final = (90, 30, 7, 0)
REVIEW_MILESTONES: Final = (30, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What an agreement says of its time; `ended_on` is the first day on which it is no more."""

    state: str
    starts_on: date
    expires_on: date
    ended_on: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        if self.ended_on is None:
            return self.expires_on
        return min(self.expires_on, self.ended_on - A_DAY)

    def holds(self, on: date) -> bool:
        """Whether what it covers may be shared on a day."""
        return self.state != AgreementState.DRAFT and self.starts_on <= on <= self.last_day


def standing(term: Term, *, on: date) -> AgreementStanding:
    """Return how an agreement stands on a day; in its last 90 days it runs out soon."""
    if term.state == AgreementState.DRAFT:
        return AgreementStanding.DRAFT
    if on > term.last_day:
        was_ended = term.last_day < term.expires_on
        return AgreementStanding.ENDED if was_ended else AgreementStanding.EXPIRED
    if on < term.starts_on:
        return AgreementStanding.DRAFT
    if term.last_day - on <= SOON:
        return AgreementStanding.EXPIRING
    return AgreementStanding.VALID


def covered_until(terms: Iterable[Term], *, on: date) -> date | None:
    """
    Return the last day up to which some agreement holds without a gap, or None where none does.

    So an agreement that runs out is no worry once the next one is signed.
    """
    holding = sorted(
        (term for term in terms if term.state != AgreementState.DRAFT), key=lambda t: t.starts_on
    )
    until: date | None = None
    for term in holding:
        if term.last_day < on or term.last_day < term.starts_on:
            continue
        if term.starts_on <= (on if until is None else until + A_DAY):
            until = term.last_day if until is None else max(until, term.last_day)
    return until


def milestone(last_day: date, *, on: date, before: Sequence[int] = MILESTONES) -> str:
    """
    Return what is to be told of a last day, as the word that tells it once; nothing if too early.

    What was missed is made up for by the latest milestone alone. After the last day it is told
    every week.
    """
    left = (last_day - on).days
    if left < 0 and -left >= A_WEEK:
        return f"after-{-left // A_WEEK}"
    due = [days for days in before if left <= days]
    return f"before-{min(due)}" if due else ""


def check_is_draft(state: str) -> None:
    """
    Require an agreement that nobody has signed into force: from then on its words are frozen.

    :raises NotPermittedNow: it is signed or ended
    """
    if state != AgreementState.DRAFT:
        raise NotPermittedNow("A signed agreement stays as it was signed: make its next version.")


def check_assessment_is_open(state: str) -> None:
    """
    Require an impact assessment that is not signed off: from then on its words are frozen.

    :raises NotPermittedNow: it is
    """
    if state == AssessmentState.SIGNED_OFF:
        raise NotPermittedNow(
            "An assessment that is signed off stays as it was: start the next one from it."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """What counts of a party before an agreement comes into force."""

    is_signed: bool
    is_controller: bool
    gives: bool
    receives: bool


def what_is_missing(
    parties: Sequence[PartyFacts], *, term: Term, assessment: str | None, on: date
) -> list[str]:
    """
    Return what an agreement lacks before it can come into force, in words.

    Who shares with whom, and who answers for it, must be said (UK GDPR, Article 26); an impact
    assessment that it rests on comes before the sharing (Article 35). `assessment` is its state.
    """
    missing = []
    if len(parties) < FEWEST_PARTIES:
        missing.append("It needs at least two parties.")
    if parties and not any(party.gives for party in parties):
        missing.append("No party gives anything.")
    if parties and not any(party.receives for party in parties):
        missing.append("No party receives anything.")
    if parties and not any(party.is_controller for party in parties):
        missing.append("No party is a controller.")
    if any(not party.is_signed for party in parties):
        missing.append("Not every party has signed.")
    if assessment not in (None, AssessmentState.SIGNED_OFF):
        missing.append("Its impact assessment is not signed off.")
    if term.expires_on < on:
        missing.append("Its last day is over.")
    return missing
