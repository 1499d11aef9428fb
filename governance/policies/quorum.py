"""
When a committee may decide: a rule, tested for each item, because conflicts remove voters.

A rule is so many voters, and one of each of some roles or capacities, and one from each of some
boards. It is stored as data with the version of the terms.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from governance.codes import Capacity, MemberRole

MOST_VOTERS: Final = 200
_WORDS: Final = {**dict(MemberRole.choices), **dict(Capacity.choices)}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumRule:
    """So many voters; one of each set of roles or capacities; one from each board (ODS code)."""

    voting: int
    one_of: tuple[frozenset[str], ...] = ()
    boards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """
    A member's seat that somebody fills: the member, or a deputy in their place.

    `capacities` are the member's, with their role; `person` is who sits there.
    """

    membership: UUID
    person: UUID
    name: str
    capacities: frozenset[str]
    board: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuorumFinding:
    """Whether there is a quorum, who may vote, and what is missing, in words."""

    is_quorate: bool
    voters: tuple[Seat, ...]
    missing: tuple[str, ...]

    def as_row(self) -> dict[str, object]:
        """Return it as it is stored beside a decision."""
        return {
            "is_quorate": self.is_quorate,
            "voters": [{"name": seat.name, "board": seat.board} for seat in self.voters],
            "missing": list(self.missing),
        }


def read_rule(stored: Mapping[str, object]) -> QuorumRule:
    """
    Read a rule: {"voting": 4, "one_of": [["chair", "deputy-chair"]], "boards": ["QUA"]}.

    :raises ValueError: it asks for what there is not, in words for whoever wrote it
    """
    voting = stored.get("voting", 1)
    if not isinstance(voting, int) or isinstance(voting, bool) or not 1 <= voting <= MOST_VOTERS:
        raise ValueError(f"The number of voters must be between 1 and {MOST_VOTERS}.")
    groups = [frozenset(map(str, group)) for group in _list(stored, "one_of")]
    unknown = {word for group in groups for word in group} - set(_WORDS)
    if unknown or not all(groups):
        raise ValueError(f"The quorum names roles that there are not: {', '.join(sorted(unknown))}")
    boards = tuple(str(board) for board in _list(stored, "boards"))
    return QuorumRule(voting=voting, one_of=tuple(groups), boards=boards)


def find_quorum(
    rule: QuorumRule, seats: Iterable[Seat], conflicted: Collection[UUID] = ()
) -> QuorumFinding:
    """
    Say whether those who are there may decide; `conflicted` are people who may not on this item.

    Somebody counts once, whatever they hold, and a seat once, whoever fills it.
    """
    voters = _count_once(seat for seat in seats if seat.person not in conflicted)
    missing = [*_missing_voters(rule, voters), *_missing_roles(rule, voters)]
    present = {seat.board for seat in voters}
    missing += [f"nobody from {board}" for board in rule.boards if board not in present]
    return QuorumFinding(is_quorate=not missing, voters=voters, missing=tuple(missing))


def _list(stored: Mapping[str, object], name: str) -> list[Collection[str]]:
    value = stored.get(name, [])
    if not isinstance(value, list):
        raise ValueError(f"“{name}” must be a list.")  # noqa: TRY004 — the reader of the rule is told
    return value


def _count_once(seats: Iterable[Seat]) -> tuple[Seat, ...]:
    """Keep the first seat of each person, and one person for each seat, in their order."""
    people: set[UUID] = set()
    filled: set[UUID] = set()
    kept = []
    for seat in seats:
        if seat.person not in people and seat.membership not in filled:
            kept.append(seat)
            people.add(seat.person)
            filled.add(seat.membership)
    return tuple(kept)


def _missing_voters(rule: QuorumRule, voters: tuple[Seat, ...]) -> list[str]:
    lacking = rule.voting - len(voters)
    return [f"{lacking} more with a vote"] if lacking > 0 else []


def _missing_roles(rule: QuorumRule, voters: tuple[Seat, ...]) -> list[str]:
    return [
        "no " + " or ".join(sorted(_WORDS[word].lower() for word in group))
        for group in rule.one_of
        if not any(seat.capacities & group for seat in voters)
    ]
