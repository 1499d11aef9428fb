"""
Lodge the head of a committee's chain outside the database, signed, so that rewriting is found.

Each head that is lodged anywhere goes into the second store as well: a file that is appended to.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core.signing_keys import sign
from governance.codes import LodgingPlace
from governance.models import Committee, LedgerEntry, LodgedHead
from governance.policies.evidence import FIRST
from governance.policies.heads import head_words
from governance.policies.stored_heads import StoredHead, read_heads
from governance.queries.evidence import head_facts

STORE_NAME: Final = "heads.jsonl"


@transaction.atomic
def lodge_head(committee_id: UUID, *, place: LodgingPlace, where: str, at: datetime) -> LodgedHead:
    """
    Sign the newest link of a committee's chain, and note where it is left.

    A chain without a link has the head 0. The second store gets it once this is committed.
    """
    Committee.objects.select_for_update().get(pk=committee_id)
    last = LedgerEntry.objects.filter(committee_id=committee_id).order_by("-sequence").first()
    sequence, newest = (last.sequence, last.hash) if last else (0, FIRST)
    words = head_words(committee=committee_id, sequence=sequence, head=newest, lodged_at=at)
    head = LodgedHead.objects.create(
        committee_id=committee_id,
        sequence=sequence,
        hash=newest,
        signature=sign(words),
        place=place,
        where=where,
        lodged_at=at,
    )
    # A head of a chain that was rolled back would look like a chain that was cut.
    transaction.on_commit(lambda: _append([head]))
    return head


def lodge_what_is_new(*, at: datetime) -> int:
    """Lodge in the second store each chain that has grown since; return how many there were."""
    lodged = 0
    for committee_id in LedgerEntry.objects.values_list("committee_id", flat=True).distinct():
        entries = LedgerEntry.objects.filter(committee_id=committee_id)
        heads = LodgedHead.objects.filter(committee_id=committee_id)
        last = entries.latest("sequence").sequence
        if not heads.filter(sequence=last).exists():
            where = str(store_path())
            lodge_head(committee_id, place=LodgingPlace.STORE, where=where[-200:], at=at)
            lodged += 1
    _append_missing()
    return lodged


def store_path() -> Path:
    """Return the file that is the second store."""
    return Path(settings.GOVERNANCE_HEADS_DIR) / STORE_NAME


def read_store() -> list[StoredHead]:
    """
    Return the heads that lie in the second store.

    :raises NotHeads: somebody has written something else into it
    """
    path = store_path()
    return read_heads(path.read_text().splitlines()) if path.exists() else []


def _append_missing() -> None:
    """Write what a process that died after its commit left out."""
    path = store_path()
    there = path.read_text().splitlines() if path.exists() else []
    known = {json.loads(line)["head"] for line in there}
    heads = LodgedHead.objects.order_by("lodged_at")
    _append([head for head in heads if str(head.pk) not in known])


def _append(heads: list[LodgedHead]) -> None:
    path = store_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(head_facts(head), sort_keys=True) + "\n" for head in heads)
    # One write to a file that is only appended to: two processes do not tear each other's lines.
    place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(place, lines.encode())
        os.fsync(place)
    finally:
        os.close(place)
