"""Which openings of a record are asked how much time they saved, chosen by nobody."""

import hmac
from datetime import date
from typing import Final

from django.conf import settings
from django.core import signing
from redis import Redis

from accounts.models import PractitionerRole
from analytics.codes import ASKED_ONE_IN, SAME_OPENING_MINUTES
from core.record_prompts import RecordOpened
from core.valkey import ValkeyAway, in_reach, key_of

SALT: Final = "analytics.sampling"


def find_question(opened: RecordOpened, *, role: PractitionerRole, on: date) -> str | None:
    """
    Return the token of the question that is put at an opening, or None where none is.

    Nobody is asked in an emergency, again while the record is still open to them, or on a day on
    which they waved the question away. Where Valkey cannot tell, nobody is asked. The database is
    not asked at all: the record has no time for it.
    """
    try:
        with in_reach() as valkey:
            is_new = _is_new(opened, role, valkey)
            if not is_new or role.emergency_passage_id or not is_chosen(opened.access_id):
                return None
            if valkey.exists(dismissal_key(role, on=on)):
                return None
    except ValkeyAway:
        return None
    question = {
        "access": unreadable(opened.access_id),
        "role": str(role.pk),
        "at": int(opened.at.timestamp()),
    }
    return signing.Signer(salt=SALT).sign_object(question)


def is_chosen(access_id: int) -> bool:
    """Return whether an opening is asked: one in so many, by the number of its line alone."""
    return _digest("ask", str(access_id)) % ASKED_ONE_IN == 0


def unreadable(access_id: int) -> int:
    """Return the number of a line so that the answer does not lead back to it."""
    return _digest("answer", str(access_id)) - 2**63


def dismissal_key(role: PractitionerRole, *, on: date) -> str:
    """Return under which name it is kept until midnight that somebody wants no question."""
    return key_of(f"not-today:{on.isoformat()}:{_digest('dismiss', str(role.user_id)):x}")


def _is_new(opened: RecordOpened, role: PractitionerRole, valkey: Redis) -> bool:
    """
    Return whether the person has not just had this record open, and note that they do now.

    It is the rule of the measure of openings: counted from the last time that it was opened.
    """
    key = key_of(f"open:{_digest('open', f'{role.user_id}:{opened.patient_id}'):x}")
    now = opened.at.timestamp()
    last = valkey.set(key, f"{now:.6f}", ex=SAME_OPENING_MINUTES * 60, get=True)
    return last is None or now - float(str(last)) >= SAME_OPENING_MINUTES * 60


def _digest(purpose: str, text: str) -> int:
    key = settings.ANALYTICS_SUBJECT_KEY.encode()
    return int.from_bytes(hmac.digest(key, f"{purpose}:{text}".encode(), "sha256")[:8])
