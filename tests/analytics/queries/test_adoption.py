"""Whatever a roster holds, a person counts once and steps lie within one another."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from analytics.codes import Dimension
from analytics.measures.adoption import SILENT_PERCENT, SMALLEST_TEAM, Step
from analytics.measures.periods import Period
from analytics.queries.adoption import break_down_funnel, count_funnel, list_silent_teams
from analytics.queries.roster import Member, Roster
from analytics.queries.selection import Selection, StratumRow

ALL = Selection(period=Period(first=date(2026, 10, 1), last=date(2026, 10, 1)))
PLACES = [
    StratumRow(0, board, place, setting, role, board, place, "acute")
    for board, place in (("QOC", "RXW"), ("QOC", "R1D"), ("QUA", "RL4"))
    for setting in ("hospital", "emergency-care")
    for role in ("nurse", "clinician")
]
STEPS = list(Step)


@st.composite
def rosters(draw):
    """Return people in up to three places each, who have come further in some than in others."""
    members = {}
    for person in range(draw(st.integers(0, 30))):
        for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True)):
            step = draw(st.sampled_from(STEPS))
            opened = step >= Step.OPENED
            members[person, place] = Member(
                person=UUID(int=person),
                place=place,
                step=step,
                is_trained=step >= Step.TRAINED,
                is_active=opened and draw(st.booleans()),
                opened_lately=step == Step.HABIT or (opened and draw(st.booleans())),
            )
    return Roster(on=date(2026, 10, 31), members=list(members.values()), places=PLACES, boards={})


@given(rosters(), st.sampled_from(["", "QOC"]), st.sampled_from(["", "nurse"]))
def test_a_person_counts_once_and_steps_are_nested(roster, board, role):
    selection = Selection(period=ALL.period, board=board, role=role)
    fitting = [each for each in roster.members if selection.fits(each.place)]

    found = count_funnel(roster, selection)

    counts = list(found.steps.values())
    assert counts == sorted(counts, reverse=True)
    assert found.active <= found.eligible
    for step in Step:
        assert found.steps[step] == len({each.person for each in fitting if each.step >= step})


@given(rosters(), st.sampled_from(list(Dimension)))
def test_the_parts_hold_nobody_who_is_not_in_the_sum(roster, dimension):
    whole = count_funnel(roster, ALL)

    parts = break_down_funnel(roster, ALL, dimension)

    for step in Step:
        each = [part.steps[step] for part in parts.values()]
        assert max(each, default=0) <= whole.steps[step] <= sum(each)
    for value, part in parts.items():
        assert part == count_funnel(roster, ALL.narrowed(dimension, value))


@given(rosters())
def test_silent_teams_are_large_enough_and_hardly_ever_came(roster):
    for team in list_silent_teams(roster, ALL):
        assert team.trained >= SMALLEST_TEAM
        assert 100 * team.opened < SILENT_PERCENT * team.trained
