"""Keep the register of risks: every score and every step is a row that stays."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON, format_day
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import RegisterEventKind, RiskState, ScoreKind, Visibility
from governance.models import ActionItem, Reach, Risk, RiskAppetite, RiskEvent, RiskScore
from governance.policies.registers import check_risk_can_become, check_risk_is_live
from governance.queries.committee_people import check_sits

from .numbering import next_number

K = RegisterEventKind
_STEPS: Final = {
    RiskState.ACCEPTED: K.ACCEPTED,
    RiskState.CLOSED: K.CLOSED,
    RiskState.OPEN: K.REOPENED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWords:
    """What is said of a risk, apart from its scores."""

    title: str
    cause: str
    effect: str
    controls: str
    category: str
    visibility: str
    owner: User
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenScore:
    """A score as it is given."""

    kind: ScoreKind
    consequence: int
    likelihood: int
    why: str


@transaction.atomic
def open_risk(
    *, committee_id: UUID, words: RiskWords, score: GivenScore, by: Reach, at: datetime
) -> Risk:
    """
    Enter a risk with its initial score.

    :raises Forbidden: the actor does not serve the committee
    :raises NotPermittedNow: its owner does not sit there, or its review is in the past
    """
    permissions.check_serves(by, committee_id)
    on = at.astimezone(LONDON).date()
    check_sits(words.owner, committee_id, on=on)
    _check_review(words.review_on, on)
    risk = Risk.objects.create(
        committee_id=committee_id,
        number=next_number(Risk, committee_id),
        opened_on=on,
        **_values(words),
    )
    _note(risk, K.OPENED, "", by=by, at=at)
    _give(risk, score, by=by, at=at)
    return risk


@transaction.atomic
def change_risk(*, risk_id: UUID, words: RiskWords, by: Reach, at: datetime) -> Risk:
    """
    Change what is said of a risk; who may know of it is said by chair and secretary alone.

    :raises Risk.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they neither own it nor serve its committee
    :raises NotPermittedNow: it is closed; its owner does not sit there; its review is past
    """
    risk = _lock_live(risk_id, by)
    on = at.astimezone(LONDON).date()
    changed = [name for name, value in _values(words).items() if getattr(risk, name) != value]
    if "visibility" in changed:
        permissions.check_serves(by, risk.committee_id)
    if "owner" in changed:
        check_sits(words.owner, risk.committee_id, on=on)
        if risk.visibility == Visibility.RESTRICTED:
            permissions.check_serves(by, risk.committee_id)
    if "review_on" in changed:
        _check_review(words.review_on, on)
    for name, value in _values(words).items():
        setattr(risk, name, value)
    if changed:
        risk.save()
        _note(risk, K.CHANGED, _name_fields(changed), by=by, at=at)
    return risk


@transaction.atomic
def score_risk(*, risk_id: UUID, score: GivenScore, by: Reach, at: datetime) -> RiskScore:
    """
    Give a risk another current or target score, and say why; the ones before stay.

    :raises Risk.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they neither own it nor serve its committee
    :raises NotPermittedNow: it is closed, or the score is to be its initial one
    """
    risk = _lock_live(risk_id, by)
    if score.kind == ScoreKind.INITIAL:
        raise NotPermittedNow("The initial score is given once, when the risk is opened.")
    return _give(risk, score, by=by, at=at)


@transaction.atomic
def review_risk(*, risk_id: UUID, review_on: date, words: str, by: Reach, at: datetime) -> Risk:
    """
    Note that a risk was reviewed, and when next.

    :raises Risk.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they neither own it nor serve its committee
    :raises NotPermittedNow: it is closed, or the next review is not to come
    """
    risk = _lock_live(risk_id, by)
    _check_review(review_on, at.astimezone(LONDON).date())
    risk.review_on = review_on
    risk.save()
    _note(risk, K.REVIEWED, f"{words.strip()} Next: {format_day(review_on)}.", by=by, at=at)
    return risk


@transaction.atomic
def decide_risk(*, risk_id: UUID, state: RiskState, reason: str, by: Reach, at: datetime) -> Risk:
    """
    Accept, close or open a risk again, for the committee. Its scores stay what they are.

    :raises Risk.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they do not serve its committee
    :raises NotPermittedNow: its state does not allow it
    """
    risk = _lock(risk_id, by)
    permissions.check_serves(by, risk.committee_id)
    check_risk_can_become(risk.state, state)
    risk.state = state
    risk.closed_at = at if state == RiskState.CLOSED else None
    risk.save()
    _note(risk, _STEPS[state], reason, by=by, at=at)
    return risk


@transaction.atomic
def link_action(*, risk_id: UUID, action_id: UUID, by: Reach, at: datetime) -> None:
    """
    Say that an action works on a risk of the same committee.

    :raises Risk.DoesNotExist: there is none that the actor may know of
    :raises ActionItem.DoesNotExist: there is none of the committee that the actor may know of
    :raises Forbidden: they neither own the risk nor serve its committee
    :raises NotPermittedNow: the risk is closed
    """
    risk = _lock_live(risk_id, by)
    known = ActionItem.objects.visible_to(by).filter(committee_id=risk.committee_id)
    action = known.get(pk=action_id)
    risk.actions.add(action)
    # The action's own words may be of an item that not all readers of the risk may know of.
    _note(risk, K.CHANGED, "An action was linked.", by=by, at=at)


@transaction.atomic
def set_appetite(
    *, committee_id: UUID, category: str, most: int | None, words: str, by: Reach
) -> None:
    """
    Say the highest score that a committee tolerates in a category; none takes the limit away.

    :raises Forbidden: the actor does not serve the committee
    """
    permissions.check_serves(by, committee_id)
    if most is None:
        RiskAppetite.objects.filter(committee_id=committee_id, category=category).delete()
        return
    RiskAppetite.objects.update_or_create(
        committee_id=committee_id,
        category=category,
        defaults={"most": most, "words": words},
    )


def _lock(risk_id: UUID, by: Reach) -> Risk:
    risk = Risk.objects.visible_to(by).select_for_update(of=("self",)).get(pk=risk_id)
    permissions.check_may_change_risk(by, risk)
    return risk


def _lock_live(risk_id: UUID, by: Reach) -> Risk:
    risk = _lock(risk_id, by)
    check_risk_is_live(risk.state)
    return risk


def _values(words: RiskWords) -> dict[str, object]:
    return {each.name: getattr(words, each.name) for each in fields(words)}


def _name_fields(names: list[str]) -> str:
    return f"{', '.join(name.replace('_on', '').replace('_', ' ') for name in names)}".capitalize()


def _check_review(review_on: date, on: date) -> None:
    if review_on <= on:
        raise NotPermittedNow("The next review must be in the future.")


def _give(risk: Risk, score: GivenScore, *, by: Reach, at: datetime) -> RiskScore:
    return RiskScore.objects.create(
        risk=risk,
        kind=score.kind,
        consequence=score.consequence,
        likelihood=score.likelihood,
        why=score.why.strip(),
        scored_at=at,
        scored_by_id=by.user_id,
    )


def _note(risk: Risk, kind: RegisterEventKind, words: str, *, by: Reach, at: datetime) -> None:
    RiskEvent.objects.create(
        risk=risk, kind=kind, words=words.strip(), happened_at=at, by_id=by.user_id
    )
