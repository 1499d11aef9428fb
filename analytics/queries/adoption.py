"""Count a roster: how far people have come, who is active, and which teams are silent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from analytics.codes import Dimension
from analytics.measures.adoption import SILENT_PERCENT, SMALLEST_TEAM, Step

from .roster import Member, Roster
from .selection import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """How many people took each step, each person once; and how many of the trained are active."""

    steps: Mapping[Step, int]
    active: int

    @property
    def eligible(self) -> int:
        """How many can use the service."""
        return self.steps[Step.TRAINED]


class Team(NamedTuple):
    """People of one job role at one organization: how many are trained, and opened records."""

    organization: str
    organization_name: str
    board: str
    role: str
    trained: int
    opened: int


@dataclass(slots=True)
class _Count:
    """The furthest step of each person, and who of the trained is active."""

    furthest: dict[UUID, Step] = field(default_factory=dict)
    active: set[UUID] = field(default_factory=set)

    def add(self, member: Member) -> None:
        known = self.furthest.get(member.person, Step.INVITED)
        self.furthest[member.person] = max(known, member.step)
        if member.is_trained and member.is_active:
            self.active.add(member.person)

    def total(self) -> Funnel:
        steps = dict.fromkeys(Step, 0)
        for furthest in self.furthest.values():
            for step in Step:
                steps[step] += step <= furthest
        return Funnel(steps=steps, active=len(self.active))


def count_funnel(roster: Roster, selection: Selection) -> Funnel:
    """Return how far the people of a selection have come, by the best of their places in it."""
    count = _Count()
    for member in members_of(roster, selection):
        count.add(member)
    return count.total()


def break_down_funnel(
    roster: Roster, selection: Selection, dimension: Dimension
) -> dict[str, Funnel]:
    """Return the same by a dimension, the most invited first; somebody may stand in several."""
    counts: defaultdict[str, _Count] = defaultdict(_Count)
    for member in members_of(roster, selection):
        counts[member.place.value(dimension)].add(member)
    found = {name: count.total() for name, count in counts.items()}
    return dict(sorted(found.items(), key=lambda each: (-each[1].steps[Step.INVITED], each[0])))


def list_silent_teams(roster: Roster, selection: Selection) -> list[Team]:
    """Return the teams of which few opened a record in the last weeks, the most trained first."""
    trained: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    opened: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for member in members_of(roster, selection):
        if member.is_trained:
            team = (member.place.organization, member.place.role)
            names[team] = (member.place.organization_name, member.place.board)
            trained[team].add(member.person)
            if member.opened_lately:
                opened[team].add(member.person)
    teams = [
        Team(team[0], *names[team], team[1], len(people), len(opened[team]))
        for team, people in trained.items()
    ]
    silent = [team for team in teams if _is_silent(team)]
    return sorted(silent, key=lambda each: (-each.trained, each.organization_name, each.role))


def count_teams(roster: Roster, selection: Selection) -> int:
    """Return how many teams are large enough to be looked at."""
    people: defaultdict[tuple[str, str], set[UUID]] = defaultdict(set)
    for member in members_of(roster, selection):
        if member.is_trained:
            people[member.place.organization, member.place.role].add(member.person)
    return sum(len(each) >= SMALLEST_TEAM for each in people.values())


def count_eligible(roster: Roster) -> dict[str, int]:
    """Return how many can use the service, by organization."""
    people: defaultdict[str, set[UUID]] = defaultdict(set)
    for member in roster.members:
        if member.is_trained:
            people[member.place.organization].add(member.person)
    return {code: len(each) for code, each in people.items()}


def members_of(roster: Roster, selection: Selection) -> Iterable[Member]:
    """Give the members that are asked for."""
    fitting = {place for place in roster.places if selection.fits(place)}
    return (member for member in roster.members if member.place in fitting)


def _is_silent(team: Team) -> bool:
    return team.trained >= SMALLEST_TEAM and 100 * team.opened < SILENT_PERCENT * team.trained
