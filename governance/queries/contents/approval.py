"""What the chain of evidence holds of an approval: no free text, so that anybody may check it."""

from typing import Final

from governance.models import MinutesApproval
from governance.policies.evidence import Content
from governance.policies.heads import stamp

# Said as it is: the signature's own clock is all that vouches for its moment.
NO_TIME_STAMP: Final = "none: no time-stamping authority vouched for the moment"


def describe_approval(approval: MinutesApproval) -> Content:
    """Return the content of an approval's ledger entry, with the hash of the certified PDF."""
    version = approval.version
    return {
        "approved_at": stamp(approval.approved_at),
        "item": str(approval.item_id),
        "meeting": str(version.meeting_id),
        "outcome": approval.outcome,
        "pdf_sha256": version.pdf_sha256,
        "sha256": approval.sha256,
        "time_stamp": NO_TIME_STAMP,
        "version": str(version.pk),
        "version_number": version.number,
    }
