"""Awards: those of a person, one by its key, one by the code that its certificate prints."""

from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from training.models import Award, Reach


def list_awards(user_id: UUID, *, reach: Reach, on: date) -> QuerySet[Award]:
    """Return the awards of a person that a viewer may know of; what lasts longest comes first."""
    known = Award.objects.within(reach, on=on).filter(user_id=user_id)
    longest_first = (F("valid_until").desc(nulls_first=True), "-completed_on", "-awarded_at")
    return known.select_related("competency").order_by("printed_competency", *longest_first)


def get_award(award_id: UUID, *, reach: Reach, on: date) -> Award:
    """
    Return an award.

    :raises Award.DoesNotExist: there is none that the viewer may know of
    """
    known = Award.objects.within(reach, on=on)
    return known.select_related("user", "competency", "awarded_by", "revoked_by").get(pk=award_id)


def find_by_code(code: str) -> Award | None:
    """Return the award of a certificate that somebody holds in their hands, if there is one."""
    return Award.objects.filter(verify_code=code).first() if code else None
