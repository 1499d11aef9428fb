"""What the chain of evidence holds of a publication: its hashes, no word of it."""

import hashlib

from governance.models import Publication
from governance.policies.evidence import Content, canonical, sha256
from governance.queries.contents.decision import moment


def describe_publication(publication: Publication) -> Content:
    """
    Return the content of a publication's ledger entry, from what it holds now.

    Of one that was emptied, as the law wanted, the hash alone is left.
    """
    content, pdf = publication.content, publication.pdf
    return {
        "meeting": str(publication.meeting_id),
        "minutes": str(publication.minutes_id) if publication.minutes_id else None,
        "number": publication.number,
        "pdf_sha256": publication.pdf_sha256 if pdf is None else hashlib.sha256(pdf).hexdigest(),
        "published_at": moment(publication.published_at),
        "sha256": sha256(canonical(content)) if content else publication.sha256,
    }
