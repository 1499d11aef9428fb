"""What the chain of evidence holds of a decision: from rows that stay, so that both compare."""

from datetime import UTC, datetime

from governance.models import Decision, Motion, Ratification, WrittenResolution
from governance.policies.evidence import Content, FreeText


def describe_decision(decision: Decision) -> Content:
    """
    Return the content of a decision's ledger entry, the same whenever it is asked for.

    Titles, texts and names are free texts: the law may one day want them erased.
    """
    return {
        "number": decision.number,
        "item": str(decision.item_id) if decision.item_id else None,
        "written_resolution": (
            str(decision.written_resolution_id) if decision.written_resolution_id else None
        ),
        "motion": describe_motion(decision.motion) if decision.motion else None,
        "title": FreeText(decision.title),
        "text": FreeText(decision.text),
        "rationale": FreeText(decision.rationale),
        "options": FreeText(decision.options),
        "voters": [
            {"name": FreeText(str(voter["name"])), "board": str(voter.get("board", ""))}
            for voter in decision.voters
        ],
        "is_quorate": decision.is_quorate,
        "supersedes": decision.supersedes.number if decision.supersedes else None,
        "effective_on": decision.effective_on.isoformat(),
        "decided_at": moment(decision.decided_at),
    }


def describe_ratification(ratification: Ratification) -> Content:
    """Return the content of the ledger entry of a decision's ratification."""
    return {
        "decision": ratification.decision.number,
        "item": str(ratification.item_id),
        "ratified_at": moment(ratification.ratified_at),
    }


def describe_written(resolution: WrittenResolution) -> Content:
    """Return a resolution in writing that is closed, with which seat answered how."""
    answers = resolution.responses.order_by("membership_id")
    return {
        "number": resolution.number,
        "title": FreeText(resolution.title),
        "text": FreeText(resolution.text),
        "reason": FreeText(resolution.reason),
        "majority": resolution.majority,
        "state": resolution.state,
        "opened_at": moment(resolution.opened_at),
        "deadline_at": moment(resolution.deadline_at),
        "closed_at": moment(resolution.closed_at) if resolution.closed_at else None,
        "answers": [
            {
                "seat": str(answer.membership_id),
                "answer": answer.choice,
                "comment": FreeText(answer.comment),
                "answered_at": moment(answer.answered_at),
            }
            for answer in answers
        ],
        "excluded": sorted(
            str(user) for user in resolution.interests.values_list("user_id", flat=True)
        ),
    }


def moment(at: datetime) -> str:
    """Return a moment as the chain writes it, whatever zone it was given in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def describe_motion(motion: Motion) -> Content:
    """
    Return a closed motion with its tally, and which seat voted how unless that is secret.

    Names are not repeated: somebody may change theirs later, and the seat stays.
    """
    votes = motion.votes.order_by("membership_id")
    return {
        "key": str(motion.pk),
        "number": motion.number,
        "text": FreeText(motion.text),
        "method": motion.method,
        "majority": motion.majority,
        "state": motion.state,
        "for": motion.votes_for,
        "against": motion.votes_against,
        "abstentions": motion.abstentions,
        "casting_vote": motion.casting_vote,
        "votes": [{"seat": str(vote.membership_id), "vote": vote.choice} for vote in votes],
    }
