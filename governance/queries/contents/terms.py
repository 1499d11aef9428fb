"""What the chain of evidence keeps of approved terms of reference."""

from governance.models import TermsOfReference
from governance.policies.evidence import Content, FreeText
from governance.policies.quorum import read_rule


def describe_terms(terms: TermsOfReference) -> Content:
    """Return the terms as they were approved; the same from the row at any time later."""
    rule = read_rule(terms.quorum)
    return {
        "number": terms.number,
        "text": FreeText(terms.text),
        "quorum": {
            "voting": rule.voting,
            "one_of": sorted(sorted(group) for group in rule.one_of),
            "boards": sorted(rule.boards),
        },
        "chair_has_casting_vote": terms.chair_has_casting_vote,
        "effective_from": terms.effective_from.isoformat() if terms.effective_from else None,
        "approved_by": str(terms.approved_by_id) if terms.approved_by_id else None,
    }
