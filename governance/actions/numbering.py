"""Give out numbers, one after another, within a committee; its row is locked meanwhile."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max

from core.dates import LONDON
from governance.models import (
    ActionItem,
    Committee,
    Decision,
    Hazard,
    Meeting,
    Risk,
    WrittenResolution,
)

APRIL: Final = 4


def next_number(
    model: type[ActionItem | Hazard | Meeting | Risk | WrittenResolution], committee_id: UUID
) -> int:
    """Return the next number of a kind of thing within a committee."""
    Committee.objects.select_for_update().get(pk=committee_id)
    rows = model._default_manager.filter(committee_id=committee_id)  # noqa: SLF001 — Django's name
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def next_decision_number(committee: Committee, *, at: datetime) -> str:
    """Return the next number of a decision: reference, financial year, count in that year."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    start = f"{committee.reference}/{financial_year(at)}/"
    made = Decision.objects.filter(committee=committee, number__startswith=start).count()
    return f"{start}{made + 1:03d}"


def financial_year(at: datetime) -> str:
    """Return the financial year of a moment, from April on: 2627."""
    day = at.astimezone(LONDON).date()
    first = day.year if day.month >= APRIL else day.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"
