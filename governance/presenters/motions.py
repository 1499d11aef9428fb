"""Motions in words."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from governance.codes import Majority, MotionState, VoteChoice, VotingMethod
from governance.models import Motion

_TONES: Final = {
    MotionState.OPEN: "blue",
    MotionState.CARRIED: "green",
    MotionState.LOST: "plain",
    MotionState.WITHDRAWN: "plain",
    MotionState.DRAFT: "amber",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionLine:
    """A motion with where it stands and, once it is closed, its tally."""

    key: UUID
    name: str
    text: str
    state: str
    tone: str
    how: str
    tally: str
    is_open: bool
    wants_decision: bool


def present_motion(motion: Motion) -> MotionLine:
    """Return a motion in words."""
    state = MotionState(motion.state)
    return MotionLine(
        key=motion.pk,
        name=f"Motion {motion.number}",
        text=motion.text,
        state=state.label,
        tone=_TONES[state],
        how=_how(motion),
        tally=_tally(motion),
        is_open=state == MotionState.OPEN,
        wants_decision=state == MotionState.CARRIED and not hasattr(motion, "decision"),
    )


def _how(motion: Motion) -> str:
    words = VotingMethod(motion.method).label
    if motion.method == VotingMethod.CONSENSUS:
        return words
    named = ", recorded by name" if motion.is_recorded else ""
    return f"{words}{named} · {Majority(motion.majority).label.lower()}"


def _tally(motion: Motion) -> str:
    if motion.votes_for is None:
        return ""
    words = (
        f"{motion.votes_for} for, {motion.votes_against} against, {motion.abstentions} abstained"
    )
    if motion.casting_vote:
        words += f"; the chair’s casting vote was {VoteChoice(motion.casting_vote).label.lower()}"
    return words
