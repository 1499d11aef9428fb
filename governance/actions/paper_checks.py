"""
Has papers checked for viruses. It fails closed: while the check cannot be reached, files wait.

It is tried again after longer and longer pauses. Nobody opens a file that has not passed, and one
in which a virus was found is destroyed there and then. Words are read only from what has passed.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core.clamd import Clamd, ClamdRefused, ClamdUnavailable
from core.pdf_safety import UnfitPdf, read_words
from governance.codes import FileCheck
from governance.models import PaperVersion
from governance.tasks.papers import hand_off_check

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(minutes=30)
MOST_DOUBLINGS: Final = 10
MOST_AT_ONCE: Final = 100
_CHANGED: Final = ["file_check", "check_attempts", "next_check_at", "words", "updated_at"]


def check_paper(version_id: UUID, *, at: datetime) -> FileCheck | None:
    """Have a waiting file checked; None where there is none, or somebody else was faster."""
    waiting = PaperVersion.objects.filter(pk=version_id, file_check=FileCheck.WAITING)
    content = waiting.values_list("content", flat=True).first()
    if content is None:
        return None
    # Both take their time, so nothing is locked meanwhile.
    verdict = _verdict_on(bytes(content))
    words = _words_of(bytes(content)) if verdict == FileCheck.CLEAN else ""
    with transaction.atomic():
        version = waiting.defer("content").select_for_update().first()
        if version is None:
            return None
        _settle(version, verdict, words, at=at)
    return verdict


def hand_off_waiting(*, at: datetime) -> int:
    """Have the papers checked whose time it is to be tried, and return how many there are."""
    due = Q(next_check_at__lte=at) | Q(next_check_at__isnull=True)
    waiting = PaperVersion.objects.filter(due, file_check=FileCheck.WAITING)
    keys = list(waiting.order_by("next_check_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for key in keys:
        hand_off_check(version_id=key)
    return len(keys)


def _verdict_on(content: bytes) -> FileCheck:
    try:
        answer = Clamd(settings.CLAMD_ADDRESS).scan(content)
    except ClamdUnavailable:
        return FileCheck.WAITING
    except ClamdRefused:
        return FileCheck.UNCHECKABLE
    return FileCheck.CLEAN if answer.is_clean else FileCheck.INFECTED


def _words_of(content: bytes) -> str:
    """Return what the search finds of a file; a file of pictures alone has no words."""
    try:
        return read_words(content)
    except UnfitPdf:
        return ""


def _settle(version: PaperVersion, verdict: FileCheck, words: str, *, at: datetime) -> None:
    version.file_check = verdict
    version.words = words
    version.check_attempts += 1
    version.next_check_at = None
    if verdict == FileCheck.WAITING:
        doublings = min(version.check_attempts - 1, MOST_DOUBLINGS)
        version.next_check_at = at + min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    version.save(update_fields=_CHANGED)
    if verdict == FileCheck.INFECTED:
        PaperVersion.objects.filter(pk=version.pk).update(content=None)
