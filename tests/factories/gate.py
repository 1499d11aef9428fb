"""People whom the record asks for training, at every stage of it."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.actions import CompetencyTerm, grant_competency
from accounts.models import CompetencyGrant, User
from core.record_gate import StandingState
from tests.factories.training import CompetencyFactory, RequirementFactory
from training.models import Requirement

GRACE_DAYS = 30
RENEW_DAYS = 90
# How many days after today the training of somebody ends who stands so.
LAST_DAY = {
    StandingState.OPEN: 200,
    StandingState.DUE: 12,
    StandingState.GRACE: -5,
    StandingState.LAPSED: -60,
}


def the_record_asks(code: str = "record-safe-use", **facts: object) -> Requirement:
    """Have the record ask everybody of the board for a competency."""
    competency = CompetencyFactory.create(code=code)
    return RequirementFactory.create(
        competency=competency, opens_record=True, grace_days=GRACE_DAYS, **facts
    )


def trained_until(user: User, last_day: date, code: str = "record-safe-use") -> CompetencyGrant:
    """Have somebody be competent for a year that ends on a day."""
    term = CompetencyTerm(
        valid_from=last_day - timedelta(days=365),
        renew_from=last_day - timedelta(days=RENEW_DAYS),
        valid_until=last_day,
    )
    return grant_competency(
        user=user,
        competency=CompetencyFactory.create(code=code),
        term=term,
        source=uuid4(),
        by=None,
        at=timezone.now(),
    )


def stands(user: User, state: StandingState, code: str = "record-safe-use") -> User:
    """Have somebody stand so today to what the record asks for."""
    if state != StandingState.NEVER:
        last_day = timezone.localdate() + timedelta(days=LAST_DAY[state])
        trained_until(user, last_day, code)
    return user
