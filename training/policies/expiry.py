"""
How long an award counts: days and months as the calendar of Europe/London has them, never seconds.

Everything here is pure. What was decided where the rules leave a choice is in ADR 15.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from training.codes import ExpiryRule, PeriodUnit

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityRule:
    """How a version says that its awards count; `base_on` is the first of its fixed dates."""

    rule: ExpiryRule
    period: int = 12
    unit: PeriodUnit = PeriodUnit.MONTHS
    window_months: int = 3
    base_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What somebody holds already: the award of the same competency that lasts longest."""

    anchor_on: date
    renew_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """
    How long an award counts, first and last day included; without a last day it is for ever.

    Renewals count from `anchor_on`; from `renew_from` on one may renew without loss.
    """

    anchor_on: date
    valid_from: date
    renew_from: date | None = None
    valid_until: date | None = None


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def work_out_term(rule: ValidityRule, *, completed_on: date, held: Held | None) -> Term:
    """
    Return how long a completion counts, given what its learner held before.

    Completing never shortens: where they hold something that lasts longer, its last day stays.
    """
    if held is not None and _is_renewal(held, completed_on):
        term = _renew(rule, held, completed_on)
    else:
        term = _start(rule, completed_on)
    return term if held is None or _lasts_as_long(term, held) else _keep(held, completed_on)


def work_out_terms(rule: ValidityRule, completions: Iterable[date]) -> list[Term]:
    """Return the terms of one person's completions by day, in whatever order they are given."""
    terms: list[Term] = []
    held: Held | None = None
    for completed_on in sorted(completions):
        term = work_out_term(rule, completed_on=completed_on, held=held)
        terms.append(term)
        held = Held(
            anchor_on=term.anchor_on, renew_from=term.renew_from, valid_until=term.valid_until
        )
    return terms


def _is_renewal(held: Held, completed_on: date) -> bool:
    """Whether a day lies in the window: from the day it opens to the last day, both included."""
    if held.renew_from is None or held.valid_until is None:
        return False
    return held.renew_from <= completed_on <= held.valid_until


def _start(rule: ValidityRule, completed_on: date) -> Term:
    """Begin anew: the first time, after a lapse, or before the window opens."""
    if rule.rule == ExpiryRule.NEVER:
        return Term(anchor_on=completed_on, valid_from=completed_on)
    if rule.rule == ExpiryRule.FIXED_DATE:
        return _on_fixed_date(rule, completed_on, after=completed_on, is_renewal=False)
    until = _add_period(completed_on, rule)
    return _term(rule, completed_on, anchor=completed_on, begins=completed_on, until=until)


def _renew(rule: ValidityRule, held: Held, completed_on: date) -> Term:
    """Renew in time; `held` has a last day."""
    previous = held.valid_until or completed_on
    if rule.rule in (ExpiryRule.NEVER, ExpiryRule.FROM_COMPLETION):
        return _start(rule, completed_on)
    if rule.rule == ExpiryRule.FIXED_DATE:
        return _on_fixed_date(rule, completed_on, after=previous, is_renewal=True)
    anchor, until = _next_from_anchor(rule, held.anchor_on, previous)
    return _term(rule, completed_on, anchor=anchor, begins=previous, until=until)


def _next_from_anchor(rule: ValidityRule, anchor: date, previous: date) -> tuple[date, date]:
    """
    Return the anchor and the last day of a renewal.

    Whole months are counted from the original anchor, so that a short month in between costs
    nothing: 31 August, 28 February, 31 August. Where the days do not fit, the previous last day
    becomes the anchor.
    """
    if rule.unit == PeriodUnit.MONTHS:
        months = (previous.year - anchor.year) * _MONTHS_A_YEAR + previous.month - anchor.month
        if add_months(anchor, months) == previous:
            return anchor, add_months(anchor, months + rule.period)
    return previous, _add_period(previous, rule)


def _on_fixed_date(
    rule: ValidityRule, completed_on: date, *, after: date, is_renewal: bool
) -> Term:
    """
    Return the first fixed date after a day.

    Where it is nearer than the window is long, it would be due for renewal at once, so it skips
    one whole period; a renewal has the rest of its old term besides.
    """
    base = rule.base_on or completed_on
    count = _count_before(base, rule, after)
    while (until := _nth_date(base, rule, count)) <= after:
        count += 1
    if not is_renewal and add_months(until, -rule.window_months) < completed_on:
        until = _nth_date(base, rule, count + 1)
    return _term(rule, completed_on, anchor=base, begins=after, until=until)


def _count_before(base: date, rule: ValidityRule, day: date) -> int:
    """Return how many periods after the base there is a date that is not after a day."""
    if rule.unit == PeriodUnit.MONTHS:
        months = (day.year - base.year) * _MONTHS_A_YEAR + day.month - base.month
        return max((months - 1) // rule.period, 0)
    return max((day - base).days // rule.period, 0)


def _nth_date(base: date, rule: ValidityRule, count: int) -> date:
    if rule.unit == PeriodUnit.MONTHS:
        return add_months(base, rule.period * count)
    return base + timedelta(days=rule.period * count)


def _term(
    rule: ValidityRule, completed_on: date, *, anchor: date, begins: date, until: date
) -> Term:
    """Return a term whose window opens after it begins, however long the window is."""
    opens = add_months(until, -rule.window_months)
    renew_from = min(max(opens, begins + timedelta(days=1)), until)
    return Term(anchor_on=anchor, valid_from=completed_on, renew_from=renew_from, valid_until=until)


def _add_period(day: date, rule: ValidityRule) -> date:
    return _nth_date(day, rule, 1)


def _lasts_as_long(term: Term, held: Held) -> bool:
    if term.valid_until is None or held.valid_until is None:
        return term.valid_until is None
    return term.valid_until >= held.valid_until


def _keep(held: Held, completed_on: date) -> Term:
    return Term(
        anchor_on=held.anchor_on,
        valid_from=completed_on,
        renew_from=held.renew_from,
        valid_until=held.valid_until,
    )
