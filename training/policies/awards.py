"""What the state of an award or a claim allows. Each check raises NotPermittedNow."""

from core.errors import NotPermittedNow
from training.codes import EvidenceState, FileCheck
from training.models import Award, PriorLearning


def check_is_not_revoked(award: Award) -> None:
    """
    Require an award that was not taken back.

    :raises NotPermittedNow: it was
    """
    if award.revoked_at is not None:
        raise NotPermittedNow("This certificate is revoked already.")


def check_claim_waits(claim: PriorLearning) -> None:
    """
    Require a claim about which nobody has decided.

    :raises NotPermittedNow: somebody has
    """
    if claim.state != EvidenceState.SENT:
        label = EvidenceState(claim.state).label.lower()
        raise NotPermittedNow(f"This is decided already: {label}.")


def check_evidence_is_open(claim: PriorLearning) -> None:
    """
    Require evidence that has passed the virus check.

    :raises NotPermittedNow: it has not
    """
    if claim.file_check != FileCheck.CLEAN:
        label = FileCheck(claim.file_check).label
        raise NotPermittedNow(f"This file cannot be opened: {label[0].lower()}{label[1:]}.")
