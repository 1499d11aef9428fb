"""Adoption as it may be seen: people rounded, few of them never shown, percentages of what is."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codes import Dimension
from analytics.measures.adoption import Step
from analytics.measures.periods import Period
from analytics.measures.publishing import Cell
from analytics.presenters.adoption.funnel import present_breakdown, present_funnel
from analytics.presenters.adoption.funnel_plot import Dot, Standing, funnel_plot
from analytics.presenters.adoption.residents import present_residents
from analytics.presenters.adoption.retention import present_retention
from analytics.presenters.adoption.silent import present_silent_teams
from analytics.queries.adoption import Funnel, Team
from analytics.queries.residents import Peer, Peers
from analytics.queries.retention import Cohort
from analytics.queries.selection import Selection
from core.charts import draw_chart

ON = date(2026, 10, 31)
ALL = Selection(period=Period(first=date(2026, 10, 1), last=date(2026, 10, 1)))


def funnel(*steps, active=0):
    return Funnel(steps=dict(zip(Step, steps, strict=True)), active=active)


def words(rows):
    return [[str(cell) for cell in row] for row in rows]


def numbers(table):
    """Return all whole numbers of people that a table shows."""
    return [
        int(str(cell).replace(",", ""))
        for row in table.rows
        for cell in row
        if str(cell).replace(",", "").isdigit()
    ]


class TestFunnel:
    def test_rounds_people_and_takes_percentages_of_rounded_numbers(self):
        view = present_funnel(funnel(203, 98, 52, 12, 3, active=33), on=ON)

        assert words(view.chart.table.rows) == [
            ["Invited", "205", "100%", "100%"],
            ["Trained", "100", "49%", "49%"],
            ["Has used the account", "50", "50%", "24%"],
            ["Has opened a record", "10", "20%", "5%"],
            ["Opens records weekly", "*", "*", "*"],
        ]
        assert "* is a figure that is not shown" in view.chart.table.note
        assert [tile.value for tile in view.tiles] == ["205", "100", "35%", "*"]

    def test_of_nobody_there_is_no_percentage(self):
        view = present_funnel(funnel(0, 0, 0, 0, 0), on=ON)

        assert words(view.chart.table.rows)[1] == ["Trained", "0", "–", "–"]

    @settings(max_examples=40)
    @given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
    def test_shows_no_count_of_few_people_and_no_step_larger_than_the_one_before(self, drawn):
        steps = sorted(drawn, reverse=True)

        view = present_funnel(funnel(*steps, active=min(steps[1], drawn[0])), on=ON)

        shown = numbers(view.chart.table)
        assert shown == sorted(shown, reverse=True)
        assert all(number == 0 or number >= 5 for number in shown)
        data = view.chart.spec["data"]
        assert isinstance(data, dict)
        drawn_values = [row["value"] for row in data["values"]]
        assert all(value == 0 or value >= 5 for value in drawn_values)

    def test_a_place_leads_to_itself_narrowed(self):
        found = present_breakdown({"": funnel(9, 9, 9, 9, 9, active=7)}, Dimension.BOARD, ALL, [])

        assert words(found.table.rows) == [["None", "10", "10", "10", "10", "10", "50%"]]
        assert found.bars == [50]
        narrowed = present_breakdown({"nurse": funnel(9, 9, 9, 9, 9)}, Dimension.JOB_ROLE, ALL, [])
        assert narrowed.table.urls == ["?role=nurse&by=organization"]


class TestRetention:
    def test_is_a_triangle_of_percentages_with_a_sum(self):
        cohorts = [
            Cohort(month=date(2026, 8, 1), people=20, later=[15, 3]),
            Cohort(month=date(2026, 9, 1), people=0, later=[0]),
            Cohort(month=date(2026, 10, 1), people=10, later=[]),
        ]

        view = present_retention(cohorts)

        assert words(view.table.rows) == [
            ["All months", "30", "75%", "*"],
            ["Oct 2026", "10", "–", "–"],
            ["Aug 2026", "20", "75%", "*"],
        ]
        assert view.alternative == (
            "30 people started. Of those for whom it is over, "
            "75% opened a record again a month later."
        )
        assert "75%" in draw_chart(view.spec)

    def test_without_anybody_there_is_no_table(self):
        assert present_retention([Cohort(month=date(2026, 8, 1), people=0)]).table.rows == []


def peer(name, openings, residents, *, people=20, eligible=0):
    return Peer(
        id=uuid4(), ods_code=name, name=name, kind="local-authority", board="QOC",
        openings=Cell(openings, people), residents=residents, counted_on=date(2021, 3, 21),
        source="Census 2021", eligible=eligible,
    )  # fmt: skip


def shown(own, others=(), *, by_residents=True, board=""):
    peers = Peers(own=own, others=list(others), by_residents=by_residents)
    return present_residents(peers, kind="local-authority", board=board)


class TestResidents:
    def test_says_which_lie_outside_the_limits_and_ranks_nobody(self):
        even = [peer(f"Council {n}", 1000 + n, 100_000) for n in range(9)]

        view = shown([*even, peer("Aldgate", 9000, 100_000)])

        rows = words(view.chart.table.rows)
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)
        assert rows[0] == [
            "Aldgate", "9,000", "100,000", "Census 2021, 21 Mar 2021", "90.0",
            "Above the 99.8% limit",
        ]  # fmt: skip
        assert "Outside the 99.8% limits" in view.chart.alternative
        assert "99.8% limits" in draw_chart(view.chart.spec)

    def test_of_fewer_than_three_nothing_is_said(self):
        view = shown([peer("One", 1000, 100_000), peer("Two", 4000, 100_000)])

        assert {row[-1] for row in words(view.chart.table.rows)} == {"Too few peers to say"}
        assert "too few organisations" in view.chart.alternative

    def test_openings_of_few_people_are_withheld_with_a_neighbour(self):
        view = shown(
            [peer("Few", 70, 1000, people=2), peer("One", 80, 1000), peer("Two", 900, 999)]
        )

        rows = words(view.chart.table.rows)
        assert [row[1] for row in rows] == ["*", "*", "900"]
        assert [row[4] for row in rows][:2] == ["*", "*"]
        assert "not shown" in view.chart.table.note
        assert "Few" not in draw_chart(view.chart.spec)

    def test_others_are_in_the_line_only_where_they_are_three(self):
        own = [peer("Own", 1000, 100_000)]
        far = [peer(f"Far {n}", 9000, 100_000) for n in range(3)]

        assert "together: 70.0" in shown(own, far).chart.alternative
        assert "together: 10.0" in shown(own, far[:2]).chart.alternative
        assert "Far" not in draw_chart(shown(own, far).chart.spec)

    def test_trained_people_are_rounded_and_few_of_them_have_no_rate(self):
        own = [peer("Large", 400, None, eligible=41), peer("Small", 40, None, eligible=3)]

        view = shown(own, by_residents=False)

        assert words(view.chart.table.rows) == [
            ["Large", "400", "40", "1,000", "Too few peers to say"],
            ["Small", "40", "*", "*", "–"],
        ]
        assert "trained people instead" in view.words[0]

    def test_a_board_narrows_what_is_shown_and_not_the_line(self):
        own = [peer("One", 1000, 100_000), peer("Two", 3000, 100_000)._replace(board="QUA")]

        view = shown(own, board="QUA")

        assert [row[0] for row in words(view.chart.table.rows)] == ["Two"]
        assert "together: 20.0" in view.chart.alternative


class TestSilentTeams:
    TEAMS = (
        Team("RXW", "Shrewsbury and Telford Hospital", "QOC", "clinician", 42, 7),
        Team("R1D", "Shropshire Community Health", "QOC", "nurse", 6, 1),
        Team("M82016", "Radbrook Green Surgery", "QOC", "nurse", 5, 0),
    )

    def test_lists_teams_with_rounded_counts_and_where_to_look(self):
        view = present_silent_teams(self.TEAMS, of=30, trainable={"RXW"})

        assert view.chart is not None
        assert words(view.chart.table.rows) == [
            ["Shrewsbury and Telford Hospital", "Clinical practitioner", "40", "5", "12%"],
            ["Shropshire Community Health", "Nurse", "5", "*", "*"],
            ["Radbrook Green Surgery", "Nurse", "5", "0", "0%"],
        ]
        assert view.chart.table.urls == [
            "/training/compliance/organisations/RXW/?role=clinician", "", ""
        ]  # fmt: skip
        assert view.found == "3 of 30 teams of 5 or more trained people are silent."

    @pytest.mark.parametrize(("of", "team"), [(1, "1 team"), (12, "12 teams")])
    def test_without_any_says_how_many_were_looked_at(self, of, team):
        view = present_silent_teams([], of=of, trainable=())

        assert view.chart is None
        assert view.found == f"None of {team} of 5 or more trained people is silent."


def named(*dots):
    spec = funnel_plot(dots, limits=(), pooled=None, across="Residents", up="Rate")
    return {value["name"] for value in spec["layer"][-1]["data"]["values"]} - {""}


class TestFunnelPlot:
    def test_puts_no_name_over_another(self):
        here = Dot("Mill Surgery", 1000, 50.0, Standing.WITHIN)
        beside = Dot("Lock Surgery", 1010, 50.5, Standing.WITHIN)
        far = Dot("Weir Surgery", 9000, 10.0, Standing.WITHIN)

        assert named(here, beside, far) == {"Mill Surgery", "Weir Surgery"}

    def test_names_those_outside_first(self):
        here = Dot("Mill Surgery", 1000, 50.0, Standing.WITHIN)
        beside = Dot("Lock Surgery", 1010, 50.5, Standing.FAR_ABOVE)
        far = Dot("Weir Surgery", 9000, 10.0, Standing.WITHIN)

        assert named(here, beside, far) == {"Lock Surgery", "Weir Surgery"}
