"""Keep the log of clinical hazards (DCB0129, DCB0160): assess, control, sign off, close."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import LONDON, format_day
from core.errors import NotPermittedNow
from governance import permissions
from governance.codes import (
    AssessmentKind,
    HazardLikelihood,
    HazardSeverity,
    HazardState,
    RegisterEventKind,
)
from governance.models import (
    Hazard,
    HazardAssessment,
    HazardControl,
    HazardEvent,
    HazardSignOff,
    Reach,
)
from governance.policies.hazard_matrix import check_is_tolerable, level_of
from governance.policies.registers import check_hazard_is_open
from governance.queries.committee_people import check_sits, is_safety_officer
from governance.queries.contents.hazard import hash_hazard
from governance.queries.hazard_log import StandingHazard, stand_hazards

from .numbering import next_number

K = RegisterEventKind
_STEPS: Final = {
    HazardState.OPEN: K.REOPENED,
    HazardState.TRANSFERRED: K.TRANSFERRED,
    HazardState.CLOSED: K.CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardWords:
    """What is said of a hazard."""

    name: str
    description: str
    causes: str
    effect: str
    harm: str
    existing_controls: str
    owner: User
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlWords:
    """What is said of a control."""

    kind: str
    description: str
    evidence: str
    in_place_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAssessment:
    """An assessment as it is given."""

    kind: AssessmentKind
    severity: HazardSeverity
    likelihood: HazardLikelihood
    why: str


@transaction.atomic
def open_hazard(*, committee_id: UUID, words: HazardWords, by: Reach, at: datetime) -> Hazard:
    """
    Enter a hazard.

    :raises Forbidden: the actor neither serves the committee nor is its clinical safety officer
    :raises NotPermittedNow: its owner does not sit there, or its review is not to come
    """
    on = at.astimezone(LONDON).date()
    if not is_safety_officer(by.user_id, committee_id, on=on):
        permissions.check_serves(by, committee_id)
    check_sits(words.owner, committee_id, on=on)
    _check_review(words.review_on, on)
    hazard = Hazard.objects.create(
        committee_id=committee_id,
        number=next_number(Hazard, committee_id),
        opened_on=on,
        **_values(words),
    )
    _note(hazard, K.OPENED, "", by=by, at=at)
    return hazard


@transaction.atomic
def change_hazard(*, hazard_id: UUID, words: HazardWords, by: Reach, at: datetime) -> Hazard:
    """
    Change what is said of a hazard; what was signed before then no longer stands.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they may not change it
    :raises NotPermittedNow: it is closed; its owner does not sit there; its review is past
    """
    hazard = _lock_open(hazard_id, by, at=at)
    on = at.astimezone(LONDON).date()
    changed = [name for name, value in _values(words).items() if getattr(hazard, name) != value]
    if "owner" in changed:
        check_sits(words.owner, hazard.committee_id, on=on)
    if "review_on" in changed:
        _check_review(words.review_on, on)
    for name, value in _values(words).items():
        setattr(hazard, name, value)
    if changed:
        hazard.save()
        told = ", ".join(name.replace("_on", "").replace("_", " ") for name in changed)
        _note(hazard, K.CHANGED, told.capitalize(), by=by, at=at)
    return hazard


@transaction.atomic
def keep_control(
    *,
    hazard_id: UUID,
    words: ControlWords,
    by: Reach,
    at: datetime,
    control_id: UUID | None = None,
) -> HazardControl:
    """
    Add a control to a hazard, or change one of its own.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises HazardControl.DoesNotExist: the hazard has no such control
    :raises Forbidden: they may not change it
    :raises NotPermittedNow: the hazard is closed
    """
    hazard = _lock_open(hazard_id, by, at=at)
    control = hazard.controls.get(pk=control_id) if control_id else HazardControl(hazard=hazard)
    for name, value in asdict(words).items():
        setattr(control, name, value)
    control.save()
    told = "A control was changed." if control_id else "A control was added."
    _note(hazard, K.CHANGED, told, by=by, at=at)
    return control


@transaction.atomic
def assess_hazard(
    *, hazard_id: UUID, assessment: GivenAssessment, by: Reach, at: datetime
) -> HazardAssessment:
    """
    Say how severe and how likely a hazard is, before or after control; the ones before stay.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they may not change it
    :raises NotPermittedNow: the hazard is closed
    """
    hazard = _lock_open(hazard_id, by, at=at)
    return HazardAssessment.objects.create(
        hazard=hazard,
        **asdict(assessment),
        assessed_at=at,
        assessed_by_id=by.user_id,
    )


@transaction.atomic
def sign_hazard_off(*, hazard_id: UUID, statement: str, by: Reach, at: datetime) -> HazardSignOff:
    """
    Sign a hazard off as it stands: its fingerprint shows whether it is changed afterwards.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they are not the committee's clinical safety officer
    :raises NotPermittedNow: it is closed, not assessed before and after control, or the residual
        risk has to be eliminated or controlled
    """
    hazard = _lock_open(hazard_id, by, at=at)
    on = at.astimezone(LONDON).date()
    officer = is_safety_officer(by.user_id, hazard.committee_id, on=on)
    permissions.check_is_safety_officer(is_officer=officer)
    standing = _stand(hazard, at=at)
    if standing.initial is None or standing.residual is None:
        raise NotPermittedNow("Assess the initial and the residual risk before signing off.")
    check_is_tolerable(level_of(standing.residual.severity, standing.residual.likelihood))
    return HazardSignOff.objects.create(
        hazard=hazard,
        statement=statement.strip(),
        sha256=hash_hazard(hazard),
        signed_at=at,
        signed_by_id=by.user_id,
    )


@transaction.atomic
def end_hazard(
    *,
    hazard_id: UUID,
    reason: str,
    by: Reach,
    at: datetime,
    transferred_to: str = "",
) -> Hazard:
    """
    Close a hazard, or transfer it to whoever is named, once it is signed off as it stands.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they may not change it
    :raises NotPermittedNow: it is closed, or its sign-off does not cover what stands there
    """
    hazard = _lock_open(hazard_id, by, at=at)
    if not _stand(hazard, at=at).is_signed:
        raise NotPermittedNow("The clinical safety officer has to sign it off as it stands now.")
    hazard.state = HazardState.TRANSFERRED if transferred_to else HazardState.CLOSED
    hazard.transferred_to, hazard.closed_at = transferred_to.strip(), at
    hazard.save()
    told = f"To {hazard.transferred_to}. {reason}" if transferred_to else reason
    _note(hazard, _STEPS[HazardState(hazard.state)], told, by=by, at=at)
    return hazard


@transaction.atomic
def reopen_hazard(*, hazard_id: UUID, reason: str, by: Reach, at: datetime) -> Hazard:
    """
    Open a hazard again that was closed or transferred.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they may not change it
    :raises NotPermittedNow: it is open
    """
    hazard = _lock(hazard_id, by, at=at)
    if hazard.state == HazardState.OPEN:
        raise NotPermittedNow("This hazard is open already.")
    hazard.state, hazard.closed_at, hazard.transferred_to = HazardState.OPEN, None, ""
    hazard.save()
    _note(hazard, K.REOPENED, reason, by=by, at=at)
    return hazard


@transaction.atomic
def review_hazard(
    *, hazard_id: UUID, review_on: date, words: str, by: Reach, at: datetime
) -> Hazard:
    """
    Note that a hazard was reviewed, and when next.

    :raises Hazard.DoesNotExist: there is none that the actor may know of
    :raises Forbidden: they may not change it
    :raises NotPermittedNow: it is closed, or the next review is not to come
    """
    hazard = _lock_open(hazard_id, by, at=at)
    _check_review(review_on, at.astimezone(LONDON).date())
    hazard.review_on = review_on
    hazard.save()
    _note(hazard, K.REVIEWED, f"{words.strip()} Next: {format_day(review_on)}.", by=by, at=at)
    return hazard


def _lock(hazard_id: UUID, by: Reach, *, at: datetime) -> Hazard:
    rows = Hazard.objects.visible_to(by).select_for_update(of=("self",))
    hazard = rows.get(pk=hazard_id)
    on = at.astimezone(LONDON).date()
    officer = is_safety_officer(by.user_id, hazard.committee_id, on=on)
    permissions.check_may_change_hazard(by, hazard, is_officer=officer)
    return hazard


def _lock_open(hazard_id: UUID, by: Reach, *, at: datetime) -> Hazard:
    hazard = _lock(hazard_id, by, at=at)
    check_hazard_is_open(hazard.state)
    return hazard


def _stand(hazard: Hazard, *, at: datetime) -> StandingHazard:
    return stand_hazards([hazard], on=at.astimezone(LONDON).date())[0]


def _values(words: HazardWords) -> dict[str, object]:
    return {each.name: getattr(words, each.name) for each in fields(words)}


def _check_review(review_on: date, on: date) -> None:
    if review_on <= on:
        raise NotPermittedNow("The next review must be in the future.")


def _note(hazard: Hazard, kind: RegisterEventKind, words: str, *, by: Reach, at: datetime) -> None:
    HazardEvent.objects.create(
        hazard=hazard, kind=kind, words=words.strip(), happened_at=at, by_id=by.user_id
    )
