"""How somebody stands to all that the record asks of their role."""

from datetime import date
from typing import Final

from django.urls import reverse

from accounts.models import PractitionerRole
from core.record_gate import Standing, StandingState, TrainingNeed
from training.codes import ComplianceStatus
from training.queries import requirements

STATES: Final = {
    ComplianceStatus.CURRENT: StandingState.OPEN,
    ComplianceStatus.DUE: StandingState.DUE,
    ComplianceStatus.GRACE: StandingState.GRACE,
    ComplianceStatus.LAPSED: StandingState.LAPSED,
    ComplianceStatus.NEVER: StandingState.NEVER,
}
# The later one stands, the worse it is.
SEVERITY: Final = tuple(STATES.values())


def read_record_standing(role: PractitionerRole, *, on: date) -> Standing:
    """
    Return how somebody stands by the worst of what the record asks for; three questions.

    Whoever lacks one competency altogether is untrained, whatever else they hold.
    """
    found = [
        (STATES[each.status], each)
        for each in requirements.standing_of(role, on=on, opens_record=True)
    ]
    worst = max((state for state, _ in found), key=SEVERITY.index, default=StandingState.OPEN)
    if worst == StandingState.OPEN:
        return Standing(state=worst)
    needs = tuple(
        TrainingNeed(
            name=each.competency.name,
            url=reverse("training:course_for", args=[each.competency.code]),
            valid_until=each.valid_until,
            grace_until=each.grace_until,
        )
        for state, each in found
        if state == worst
    )
    return Standing(state=worst, needs=needs)
