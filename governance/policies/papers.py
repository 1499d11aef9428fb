"""What the state of a meeting and of a paper allows with papers."""

from datetime import datetime

from core.errors import NotPermittedNow
from governance.codes import PAPERS_ARE_OPEN, FileCheck


def check_papers_are_open(*, state: str, decided_at: datetime | None) -> None:
    """
    Require that papers of an item can still be sent: up to its decision, and to the meeting's end.

    :raises NotPermittedNow: they cannot
    """
    if state not in PAPERS_ARE_OPEN:
        raise NotPermittedNow("The meeting is over or cancelled: its papers stay as they are.")
    if decided_at is not None:
        raise NotPermittedNow("The item is decided: its papers stay as they are.")


def check_paper_stands(withdrawn_at: datetime | None) -> None:
    """
    Require that a paper is not withdrawn.

    :raises NotPermittedNow: it is
    """
    if withdrawn_at is not None:
        raise NotPermittedNow("The paper is withdrawn.")


def check_file_is_open(file_check: str) -> None:
    """
    Require that a version has passed the virus check: nobody opens it before.

    :raises NotPermittedNow: it has not
    """
    if file_check != FileCheck.CLEAN:
        raise NotPermittedNow(f"{FileCheck(file_check).label}. It cannot be opened.")


def is_late(*, at: datetime, due_at: datetime | None) -> bool:
    """Whether something that is sent at a moment comes after the papers were due."""
    return due_at is not None and at > due_at
