"""How far people have come: each counted once, each step within the one before."""

from datetime import date, datetime, timedelta

import pytest

from accounts.codes import CareSetting, JobRole
from analytics.codes import Dimension, UsageKind
from analytics.measures.adoption import Step
from analytics.measures.periods import Period
from analytics.models import UsagePerson, reach_of
from analytics.queries.adoption import (
    break_down_funnel,
    count_funnel,
    count_teams,
    list_silent_teams,
)
from analytics.queries.roster import read_roster
from analytics.queries.selection import Selection
from core.dates import LONDON
from tests.factories.accounts import (
    HospitalFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.analytics import an_analyst, event, keep, stratum_of
from tests.factories.gate import the_record_asks, trained_until

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 31)
ALL = Selection(period=Period(first=date(2026, 10, 1), last=date(2026, 10, 1)))
# The Mondays of the four weeks that are over on 31 October 2026, a Saturday.
MONDAYS = [date(2026, 9, 28) + timedelta(days=7 * number) for number in range(4)]


def did(role, kind, day, subject=1):
    person, _ = UsagePerson.objects.get_or_create(user=role.user)
    stratum = stratum_of(role.organization, role.job_role, role.setting)
    at = datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)
    return event(kind, stratum, at=at, person=person, subject=subject)


def opens(role, *days):
    return [did(role, UsageKind.OPEN, day) for day in days]


def funnel(viewer=None, on=ON, selection=ALL):
    reach = reach_of(viewer or an_analyst(sees_all=True), on=on)
    return count_funnel(read_roster(reach, on=on), selection)


def steps(**facts):
    return list(funnel(**facts).steps.values())


class TestSteps:
    def test_each_counts_only_those_who_took_the_one_before(self):
        the_record_asks()
        invited, trained, comes, opened, habit = (PractitionerRoleFactory.create() for _ in "12345")
        for role in (trained, comes, opened, habit):
            trained_until(role.user, date(2026, 12, 1))
        keep(
            [
                *opens(invited, *MONDAYS),
                did(comes, UsageKind.SIGN_IN, date(2026, 1, 5), subject=None),
                *opens(opened, date(2026, 3, 2), *MONDAYS[:2]),
                *opens(habit, *MONDAYS[1:]),
            ]
        )

        found = funnel()

        assert list(found.steps.values()) == [5, 4, 3, 2, 1]
        assert found.active == 2

    def test_a_team_that_never_came_is_invited(self):
        the_record_asks()
        PractitionerRoleFactory.create(organization=SurgeryFactory.create())

        assert steps() == [1, 0, 0, 0, 0]

    def test_somebody_with_two_roles_counts_once_by_the_better(self):
        hospital = PractitionerRoleFactory.create()
        surgery = PractitionerRoleFactory.create(
            user=hospital.user, organization=SurgeryFactory.create()
        )
        keep(opens(surgery, *MONDAYS))
        roster = read_roster(reach_of(an_analyst(sees_all=True), on=ON), on=ON)

        total = count_funnel(roster, ALL)
        by_place = break_down_funnel(roster, ALL, Dimension.ORGANIZATION)

        assert list(total.steps.values()) == [1, 1, 1, 1, 1]
        assert list(by_place["RXW"].steps.values()) == [1, 1, 1, 0, 0]
        assert list(by_place["M82016"].steps.values()) == [1, 1, 1, 1, 1]

    @pytest.mark.parametrize(
        ("facts", "counted"),
        [
            ({"starts_on": ON}, 1),
            ({"starts_on": ON + timedelta(days=1)}, 0),
            ({"ends_on": ON}, 1),
            ({"ends_on": ON - timedelta(days=1)}, 0),
            ({"job_role": JobRole.TRAINER}, 0),
            ({"job_role": JobRole.SOCIAL_CARE_PROFESSIONAL}, 1),
        ],
    )
    def test_only_roles_of_care_that_are_held_on_the_day_are_invited(self, facts, counted):
        PractitionerRoleFactory.create(**facts)

        assert steps()[Step.INVITED] == counted

    def test_closed_accounts_and_organizations_are_not_invited(self):
        PractitionerRoleFactory.create(user__is_active=False)
        closed = OrganizationFactory.create(is_active=False)
        PractitionerRoleFactory.create(organization=closed)

        assert steps()[Step.INVITED] == 0

    @pytest.mark.parametrize(
        ("last_day", "trained"), [(ON, 1), (ON - timedelta(days=1), 0), (date(2027, 6, 1), 1)]
    )
    def test_training_counts_to_its_last_day_and_grace_does_not(self, last_day, trained):
        the_record_asks()
        role = PractitionerRoleFactory.create()
        trained_until(role.user, last_day)

        assert steps()[Step.TRAINED] == trained

    def test_all_that_the_record_asks_for_is_needed_and_nothing_else(self):
        the_record_asks("record-safe-use")
        the_record_asks("confidentiality")
        both, one = PractitionerRoleFactory.create(), PractitionerRoleFactory.create()
        for role in (both, one):
            trained_until(role.user, date(2026, 12, 1), "record-safe-use")
        trained_until(both.user, date(2026, 12, 1), "confidentiality")

        assert steps()[Step.TRAINED] == 1

    def test_weeks_go_on_over_the_turn_of_a_year_with_53(self):
        role = PractitionerRoleFactory.create()
        weeks = [date(2026, 12, 21), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)]
        keep(opens(role, *weeks))

        # 31 December and 1 January lie in one week, the 53rd.
        assert weeks[1].isocalendar().week == weeks[2].isocalendar().week == 53
        assert steps(on=date(2027, 1, 17))[Step.HABIT] == 1
        assert steps(on=date(2027, 1, 24))[Step.HABIT] == 0

    @pytest.mark.parametrize("around", [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)])
    def test_days_of_23_and_25_hours_and_leap_days_are_days(self, around):
        role = PractitionerRoleFactory.create()
        late = datetime(around.year, around.month, around.day, 23, 59, tzinfo=LONDON)
        person = UsagePerson.objects.create(user=role.user)
        stratum = stratum_of(role.organization)
        keep(
            event(UsageKind.OPEN, stratum, at=late - timedelta(days=days), person=person, subject=1)
            for days in (0, 7, 14)
        )
        sunday = around + timedelta(days=-around.isoweekday() % 7)

        assert steps(on=sunday)[Step.HABIT] == 1


class TestReach:
    def test_an_analyst_counts_the_people_of_the_board_only(self):
        analyst = an_analyst()
        PractitionerRoleFactory.create(organization=HospitalFactory.create())
        elsewhere = OrganizationFactory.create(ods_code="QUA", kind="icb")
        PractitionerRoleFactory.create(organization=OrganizationFactory.create(parent=elsewhere))

        assert steps(viewer=analyst)[Step.INVITED] == 1
        assert steps()[Step.INVITED] == 2

    def test_filters_narrow_by_board_place_setting_and_role(self):
        PractitionerRoleFactory.create(care_setting=CareSetting.EMERGENCY)
        PractitionerRoleFactory.create(job_role=JobRole.NURSE)
        PractitionerRoleFactory.create(organization=SurgeryFactory.create())

        def narrowed(**by):
            return steps(selection=Selection(period=ALL.period, **by))[Step.INVITED]

        assert narrowed(board="QOC") == 3
        assert narrowed(organization="M82016") == 1
        assert narrowed(setting=CareSetting.EMERGENCY) == 1
        assert narrowed(role=JobRole.NURSE) == 1
        assert narrowed(organization="M82016", role=JobRole.NURSE) == 0


class TestSilentTeams:
    def roster(self):
        return read_roster(reach_of(an_analyst(sees_all=True), on=ON), on=ON)

    def test_are_of_five_trained_people_of_whom_under_a_fifth_came(self):
        the_record_asks()
        silent = [PractitionerRoleFactory.create() for _ in range(6)]
        nurses = [PractitionerRoleFactory.create(job_role=JobRole.NURSE) for _ in range(5)]
        few = [
            PractitionerRoleFactory.create(organization=SurgeryFactory.create()) for _ in range(4)
        ]
        for role in (*silent, *nurses, *few):
            trained_until(role.user, date(2026, 12, 1))
        untrained = PractitionerRoleFactory.create()
        # One of 6 is under a fifth; one of 5 is not. The untrained one counts nowhere.
        keep(opens(silent[0], MONDAYS[3]) + opens(nurses[0], MONDAYS[0]) + opens(untrained, ON))

        teams = list_silent_teams(self.roster(), ALL)

        assert [(team.organization, team.role, team.trained, team.opened) for team in teams] == [
            ("RXW", "clinician", 6, 1)
        ]
        assert count_teams(self.roster(), ALL) == 2

    def test_openings_before_the_four_weeks_do_not_count(self):
        team = [PractitionerRoleFactory.create() for _ in range(5)]
        keep(each for role in team for each in opens(role, MONDAYS[0] - timedelta(days=1)))

        assert [each.opened for each in list_silent_teams(self.roster(), ALL)] == [0]
