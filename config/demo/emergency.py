"""Somebody whose training has lapsed used emergency access lately, so that it can be seen."""

from datetime import datetime, timedelta
from typing import Final

from accounts.queries import list_roles_of
from core.dates import LONDON
from core.errors import NotPermittedNow
from records.actions.passages import Emergency, open_passage
from records.codes import EmergencyKind
from records.queries.passages import list_passages
from records.queries.patients import find_patient_id
from records.queries.record import open_record

LOCUM: Final = "locum.doctor"
WINIFRED: Final = "9990123454"
AGO: Final = timedelta(hours=3)
WORDS: Final = "Collapse in the waiting room, confused, and nobody else on duty could look."


def use_emergency_access(*, now: datetime) -> bool:
    """Have the locum open a record in an emergency, where nobody has yet; return whether."""
    at = now - AGO
    # On the first day of the demonstration all roles begin.
    role = next(iter(list_roles_of([LOCUM], now.astimezone(LONDON).date())), None)
    patient_id = find_patient_id(WINIFRED)
    if role is None or patient_id is None:
        return False
    if list_passages(organizations=[role.organization_id], since=now - timedelta(days=400)):
        return False
    emergency = Emergency(kind=EmergencyKind.URGENT_CARE, words=WORDS)
    try:
        passage = open_passage(role=role, emergency=emergency, session_key="demo", at=at)
    except NotPermittedNow:
        return False  # the locum has been trained since
    role.emergency_passage_id = passage.pk
    open_record(patient_id, viewer=role, at=at + timedelta(minutes=1))
    return True
