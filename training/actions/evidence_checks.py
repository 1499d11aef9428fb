"""
Has evidence checked for viruses. It fails closed: while the check cannot be reached, files wait.

It is tried again after longer and longer pauses. Nobody opens a file that has not passed, and one
in which a virus was found is destroyed there and then; the claim stays, for a trainer to refuse.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core.clamd import Clamd, ClamdRefused, ClamdUnavailable
from training.codes import EvidenceState, FileCheck
from training.models import PriorLearning
from training.tasks.evidence import hand_off_check

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(minutes=30)
MOST_DOUBLINGS: Final = 10
MOST_AT_ONCE: Final = 100


def check_evidence(claim_id: UUID, *, at: datetime) -> FileCheck | None:
    """Have waiting evidence checked; None where there is none, or somebody else was faster."""
    waiting = PriorLearning.objects.filter(pk=claim_id, file_check=FileCheck.WAITING)
    content = waiting.values_list("content", flat=True).first()
    if content is None:
        return None
    verdict = _verdict_on(bytes(content))  # takes its time, so nothing is locked meanwhile
    with transaction.atomic():
        claim = waiting.select_for_update().first()
        if claim is None:
            return None
        _settle(claim, verdict, at=at)
    return verdict


def hand_off_waiting(*, at: datetime) -> int:
    """Have the evidence checked whose time it is to be tried, and return how much there is."""
    due = Q(next_check_at__lte=at) | Q(next_check_at__isnull=True)
    waiting = PriorLearning.objects.filter(
        due, file_check=FileCheck.WAITING, state=EvidenceState.SENT
    )
    keys = list(waiting.order_by("next_check_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for key in keys:
        hand_off_check(claim_id=key)
    return len(keys)


def _verdict_on(content: bytes) -> FileCheck:
    try:
        answer = Clamd(settings.CLAMD_ADDRESS).scan(content)
    except ClamdUnavailable:
        return FileCheck.WAITING
    except ClamdRefused:
        return FileCheck.UNCHECKABLE
    return FileCheck.CLEAN if answer.is_clean else FileCheck.INFECTED


def _settle(claim: PriorLearning, verdict: FileCheck, *, at: datetime) -> None:
    claim.file_check = verdict
    claim.check_attempts += 1
    claim.next_check_at = None
    if verdict == FileCheck.WAITING:
        doublings = min(claim.check_attempts - 1, MOST_DOUBLINGS)
        claim.next_check_at = at + min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    if verdict == FileCheck.INFECTED:
        claim.content = b""
    claim.save()
