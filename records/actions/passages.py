"""Open the record in an emergency to somebody whose training has lapsed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import uuid4

from django.db import transaction

from accounts.models import PractitionerRole
from accounts.queries import get_board_id
from core import record_gate
from core.dates import LONDON
from core.identifiers import replace_nhs_numbers
from core.record_gate import PassageTold, Standing
from records import policies
from records.codes import EmergencyKind
from records.models import EmergencyPassage

LEFT_OUT: Final = "[NHS number left out]"
LONGEST_WORDS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Why the record cannot wait."""

    kind: EmergencyKind
    words: str


@transaction.atomic
def open_passage(
    *, role: PractitionerRole, emergency: Emergency, session_key: str, at: datetime
) -> EmergencyPassage:
    """
    Write down an emergency passage, and tell of it once it is certain.

    A form that is sent twice makes one passage. The standing is read here, so that no page that
    was open for long lets anybody through.

    :raises NotPermittedNow: their training has not lapsed, or they have never been trained
    """
    standing = record_gate.standing_of(role, on=at.astimezone(LONDON).date())
    policies.check_may_pass_in_emergency(standing.state)
    words = replace_nhs_numbers(emergency.words.strip(), lambda _number: LEFT_OUT)
    passage, is_new = EmergencyPassage.objects.get_or_create(
        session_digest=hashlib.sha256(session_key.encode()).digest(),
        role=role,
        defaults={
            "id": uuid4(),
            "at": at,
            "user_id": role.user_id,
            "user_name": str(role.user),
            "job_role": role.job_role,
            "organization_id": role.organization_id,
            "organization_name": role.organization.name,
            "board_id": get_board_id(role.organization),
            "kind": emergency.kind,
            "words": words[:LONGEST_WORDS],
            **_lapsed(standing),
        },
    )
    if is_new:
        told = _tell_of(passage)
        transaction.on_commit(partial(record_gate.tell_passage, told, role=role))
    return passage


def _lapsed(standing: Standing) -> dict[str, object]:
    """Return what had lapsed, and since when, as it was."""
    days = [need.valid_until for need in standing.needs if need.valid_until]
    return {
        "competencies": [need.name for need in standing.needs],
        "lapsed_on": min(days, default=None),
    }


def _tell_of(passage: EmergencyPassage) -> PassageTold:
    return PassageTold(
        passage_id=passage.pk,
        at=passage.at,
        reason=EmergencyKind(passage.kind).label,
        words=passage.words,
        competencies=tuple(passage.competencies),
    )
