"""How votes add up, and what a vote found of the quorum. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from governance.codes import Majority, VoteChoice

# Two thirds, as whole numbers: three times the votes for, against two times all votes.
_OF_THREE: Final = 3
_TWO: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many voted how."""

    votes_for: int = 0
    against: int = 0
    abstentions: int = 0

    @property
    def is_tied(self) -> bool:
        """Whether as many are for as against, and somebody voted."""
        return self.votes_for == self.against > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredQuorum:
    """What was found of the quorum, as it stands beside a motion or a decision."""

    is_quorate: bool
    voters: list[dict[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def count(choices: Iterable[str]) -> Tally:
    """Add up votes."""
    cast = list(choices)
    return Tally(
        votes_for=cast.count(VoteChoice.FOR),
        against=cast.count(VoteChoice.AGAINST),
        abstentions=cast.count(VoteChoice.ABSTAIN),
    )


def is_carried(tally: Tally, majority: str, *, casting_vote: str = "") -> bool:
    """
    Say whether a motion is carried; abstentions are no votes, and a tie without more is lost.

    The chair's casting vote breaks a tie where the simple majority decides.
    """
    if majority == Majority.TWO_THIRDS:
        all_votes = tally.votes_for + tally.against
        return all_votes > 0 and tally.votes_for * _OF_THREE >= all_votes * _TWO
    if tally.is_tied:
        return casting_vote == VoteChoice.FOR
    return tally.votes_for > tally.against


def wants_casting_vote(tally: Tally, majority: str, *, chair_has_one: bool) -> bool:
    """Say whether the chair may break a tie."""
    return chair_has_one and majority == Majority.SIMPLE and tally.is_tied


def read_quorum(stored: Mapping[str, object]) -> StoredQuorum:
    """Read what `QuorumFinding.as_row` stored."""
    voters, missing = stored.get("voters"), stored.get("missing")
    return StoredQuorum(
        is_quorate=stored.get("is_quorate") is True,
        voters=[{"name": str(voter["name"]), "board": str(voter["board"])} for voter in voters]
        if isinstance(voters, list)
        else [],
        missing=[str(words) for words in missing] if isinstance(missing, list) else [],
    )
