"""Keep one's own register of interests: declare, correct and end entries."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Organization
from core.errors import NotPermittedNow
from governance.codes import InterestKind
from governance.models import Interest, Reach
from governance.policies.interests import check_days_of_interest


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestFacts:
    """An entry of the register as it is typed."""

    kind: InterestKind
    description: str
    party: str
    organization: Organization | None
    starts_on: date


@transaction.atomic
def add_interest(*, facts: InterestFacts, by: Reach, at: datetime) -> Interest:
    """Declare an interest of one's own in the register."""
    return Interest.objects.create(user_id=by.user_id, declared_at=at, **_fields(facts))


@transaction.atomic
def correct_interest(*, interest_id: UUID, facts: InterestFacts, by: Reach) -> Interest:
    """
    Correct an entry of one's own; its history keeps what it said.

    :raises Interest.DoesNotExist: it is not theirs
    :raises NotPermittedNow: it is ended, or would end before it begins
    """
    interest = _lock_own(interest_id, by)
    check_days_of_interest(starts_on=facts.starts_on, ends_on=interest.ends_on)
    for name, value in _fields(facts).items():
        setattr(interest, name, value)
    interest.save()
    return interest


@transaction.atomic
def end_interest(*, interest_id: UUID, ends_on: date, by: Reach) -> Interest:
    """
    Say on which day an interest of one's own ended; the entry stays.

    :raises Interest.DoesNotExist: it is not theirs
    :raises NotPermittedNow: it is ended already, or would end before it begins
    """
    interest = _lock_own(interest_id, by)
    check_days_of_interest(starts_on=interest.starts_on, ends_on=ends_on)
    interest.ends_on = ends_on
    interest.save()
    return interest


def _lock_own(interest_id: UUID, by: Reach) -> Interest:
    """
    Lock an entry of one's own.

    :raises Interest.DoesNotExist: it is not theirs
    :raises NotPermittedNow: it is ended
    """
    interest = Interest.objects.select_for_update().get(pk=interest_id, user_id=by.user_id)
    if interest.ends_on is not None:
        raise NotPermittedNow("The interest is ended. Declare a new one if it holds again.")
    return interest


def _fields(facts: InterestFacts) -> dict[str, object]:
    return {
        "kind": facts.kind,
        "description": facts.description.strip(),
        "party": facts.party.strip(),
        "organization": facts.organization,
        "starts_on": facts.starts_on,
    }
