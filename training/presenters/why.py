"""Why somebody needs something, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import count_in_words, format_day
from training.models import Requirement
from training.queries.people import GrantingCourse
from training.queries.requirements import Standing

from .rules import say_who
from .standing import TONES, say_dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of facts, as the component wants it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A rule as those read it whom it concerns."""

    competency: str
    description: str
    sentence: str
    status: str
    tone: str
    dates: str
    facts: Sequence[Fact]
    others: Sequence[str]
    courses: Sequence[GrantingCourse]


def present_why(
    rule: Requirement, mine: Standing | None, *, courses: Sequence[GrantingCourse], on: date
) -> Why:
    """Return a rule in words, with how its reader stands where it concerns them."""
    others = () if mine is None else [each for each in mine.rules if each.pk != rule.pk]
    return Why(
        competency=rule.competency.name,
        description=rule.competency.description,
        sentence=f"{say_who(rule)} must be competent in it.",
        status="" if mine is None else mine.status.label,
        tone="" if mine is None else TONES[mine.status],
        dates="" if mine is None else say_dates(mine),
        facts=_facts(rule, on=on),
        others=[f"{say_who(each)} ({each.policy}; {_grace(each)})" for each in others],
        courses=courses,
    )


def _facts(rule: Requirement, *, on: date) -> list[Fact]:
    begins = "Since" if rule.applies_from <= on else "From"
    facts = [
        Fact(label="Policy", value=rule.policy),
        Fact(label=begins, value=format_day(rule.applies_from)),
        Fact(label="When it runs out", value=_grace(rule)),
        Fact(
            label="Records",
            value="Open only to those who hold it"
            if rule.opens_record
            else "Open whether or not you hold it",
        ),
    ]
    if rule.applies_until is not None:
        facts.insert(2, Fact(label="Until", value=format_day(rule.applies_until)))
    return facts


def _grace(rule: Requirement) -> str:
    if not rule.grace_days:
        return "no grace: renew it before its last day"
    return f"{count_in_words(rule.grace_days, 'day')} of grace"
