"""What a viewer may do with a risk as it stands."""

from typing import Any

from django.utils import timezone

from accounts.http import SignedInRequest
from core.access import allowed
from governance import permissions
from governance.actions.risks import (
    GivenScore,
    decide_risk,
    link_action,
    review_risk,
    score_risk,
)
from governance.codes import RiskState, ScoreKind
from governance.forms.action_items import ReasonForm
from governance.forms.risks import LinkActionForm, RescoreForm, ReviewForm
from governance.models import Reach, Risk
from governance.queries.risk_register import linkable_actions

from .choices import Offer, data_for


def offers_for(request: SignedInRequest, risk: Risk, reach: Reach) -> dict[str, Offer]:
    """Return the forms of a risk's page, by the names of their buttons."""
    if not allowed(permissions.check_may_change_risk, reach, risk):
        return {}
    serves = risk.committee_id in reach.serves
    offers: dict[str, Offer] = {}
    if risk.state != RiskState.CLOSED:
        offers |= _offers_live(request, risk, reach)
    if serves and risk.state == RiskState.OPEN:
        said = "The risk is accepted. Its score stays what it is."
        offers["accept"] = _decide(request, risk, reach, "accept", RiskState.ACCEPTED, said)
    if serves and risk.state != RiskState.CLOSED:
        offers["close"] = _decide(
            request, risk, reach, "close", RiskState.CLOSED, "The risk is closed."
        )
    if serves and risk.state != RiskState.OPEN:
        offers["reopen"] = _decide(
            request, risk, reach, "reopen", RiskState.OPEN, "The risk is open again."
        )
    return offers


def _offers_live(request: SignedInRequest, risk: Risk, reach: Reach) -> dict[str, Offer]:
    def score(said: dict[str, Any]) -> object:
        given = GivenScore(**{**said, "kind": ScoreKind(said["kind"])})
        return score_risk(risk_id=risk.pk, score=given, by=reach, at=timezone.now())

    def review(said: dict[str, Any]) -> object:
        return review_risk(risk_id=risk.pk, **said, by=reach, at=timezone.now())

    def link(said: dict[str, Any]) -> object:
        action_id = said["action"].pk
        return link_action(risk_id=risk.pk, action_id=action_id, by=reach, at=timezone.now())

    return {
        "score": Offer(
            form=RescoreForm(data_for(request, "score"), auto_id="id_score_%s"),
            act=score,
            said="The score is given.",
        ),
        "review": Offer(
            form=ReviewForm(data_for(request, "review"), auto_id="id_review_%s"),
            act=review,
            said="The review is noted.",
        ),
        "link": Offer(
            form=LinkActionForm(
                data_for(request, "link"),
                actions=linkable_actions(risk, reach=reach),
                auto_id="id_link_%s",
            ),
            act=link,
            said="The action is linked.",
        ),
    }


def _decide(
    request: SignedInRequest, risk: Risk, reach: Reach, name: str, state: RiskState, said: str
) -> Offer:
    return Offer(
        form=ReasonForm(data_for(request, name), auto_id=f"id_{name}_%s"),
        act=lambda typed: decide_risk(
            risk_id=risk.pk, state=state, **typed, by=reach, at=timezone.now()
        ),
        said=said,
    )
