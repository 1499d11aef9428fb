"""What a viewer may do with a hazard as it stands."""

from django.utils import timezone

from accounts.http import SignedInRequest
from core.access import allowed
from governance import permissions
from governance.actions import hazards as act
from governance.codes import HazardState
from governance.forms.action_items import ReasonForm
from governance.forms.hazards import AssessForm, ControlForm, SignOffForm, TransferForm
from governance.forms.risks import ReviewForm
from governance.models import Hazard, Reach
from governance.queries.committee_people import is_safety_officer
from governance.queries.hazard_log import StandingHazard

from .choices import Offer, data_for


def offers_for(request: SignedInRequest, row: StandingHazard, reach: Reach) -> dict[str, Offer]:
    """Return the forms of a hazard's page, by the names of their buttons."""
    hazard = row.hazard
    officer = is_safety_officer(reach.user_id, hazard.committee_id, on=timezone.localdate())
    may_change = allowed(permissions.check_may_change_hazard, reach, hazard, is_officer=officer)
    if not may_change:
        return {}
    if hazard.state != HazardState.OPEN:
        return {"reopen": _reopen(request, hazard, reach)}
    offers = _offers_open(request, hazard, reach)
    if officer:
        offers["sign"] = _sign(request, hazard, reach)
    if row.is_signed:
        offers |= _offers_signed(request, hazard, reach)
    return offers


def _offers_open(request: SignedInRequest, hazard: Hazard, reach: Reach) -> dict[str, Offer]:
    assess = AssessForm(data_for(request, "assess"), auto_id="id_assess_%s")
    control = ControlForm(data_for(request, "control"), auto_id="id_control_%s")
    return {
        "assess": Offer(
            form=assess,
            act=lambda _: act.assess_hazard(
                hazard_id=hazard.pk, assessment=assess.assessment(), by=reach, at=timezone.now()
            ),
            said="The assessment is kept.",
        ),
        "control": Offer(
            form=control,
            act=lambda _: act.keep_control(
                hazard_id=hazard.pk, words=control.words(), by=reach, at=timezone.now()
            ),
            said="The control is added.",
        ),
        "review": Offer(
            form=ReviewForm(data_for(request, "review"), auto_id="id_review_%s"),
            act=lambda said: act.review_hazard(
                hazard_id=hazard.pk, **said, by=reach, at=timezone.now()
            ),
            said="The review is noted.",
        ),
    }


def _sign(request: SignedInRequest, hazard: Hazard, reach: Reach) -> Offer:
    return Offer(
        form=SignOffForm(data_for(request, "sign"), auto_id="id_sign_%s"),
        act=lambda said: act.sign_hazard_off(
            hazard_id=hazard.pk, **said, by=reach, at=timezone.now()
        ),
        said="Signed off as it stands. A later change is shown beside your name.",
    )


def _offers_signed(request: SignedInRequest, hazard: Hazard, reach: Reach) -> dict[str, Offer]:
    return {
        "transfer": Offer(
            form=TransferForm(data_for(request, "transfer"), auto_id="id_transfer_%s"),
            act=lambda said: act.end_hazard(
                hazard_id=hazard.pk, **said, by=reach, at=timezone.now()
            ),
            said="The hazard is transferred.",
        ),
        "close": Offer(
            form=ReasonForm(data_for(request, "close"), auto_id="id_close_%s"),
            act=lambda said: act.end_hazard(
                hazard_id=hazard.pk, **said, by=reach, at=timezone.now()
            ),
            said="The hazard is closed.",
        ),
    }


def _reopen(request: SignedInRequest, hazard: Hazard, reach: Reach) -> Offer:
    return Offer(
        form=ReasonForm(data_for(request, "reopen"), auto_id="id_reopen_%s"),
        act=lambda said: act.reopen_hazard(
            hazard_id=hazard.pk, **said, by=reach, at=timezone.now()
        ),
        said="The hazard is open again.",
    )
