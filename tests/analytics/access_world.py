"""
Two boards whose figures each tell where they come from, to find what an answer gives away.

Every organization and every person has a name of its own, and every team opened a prime number of
records each month that no other team did: whatever an answer says of them, can be looked for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

from django.db import connection

from accounts.codes import CareSetting, JobRole, OrganizationKind
from accounts.models import Organization, PractitionerRole, User
from analytics.actions.facts import rebuild_month
from analytics.actions.intake import make_months
from analytics.actions.reports import ReportTerms, define_report, make_run, start_run
from analytics.codes import AnnotationKind, EventSource, ReportFrequency, UsageKind
from analytics.demo.benefits import load_benefits
from analytics.measures.periods import Period, add_months
from analytics.models import (
    Annotation,
    FiguresReader,
    Population,
    Rebase,
    ReportDefinition,
    ReportRun,
    Stratum,
    Target,
    UsagePerson,
    reach_of,
)
from analytics.presenters.report import draw_internal
from tests.factories.accounts import OrganizationFactory, PractitionerRoleFactory
from tests.factories.analytics import an_analyst, an_intake, stratum_of
from training.models import TrainingManager

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LAST = date(2026, 10, 1)
MONTHS = [add_months(LAST, 1 - number) for number in range(14, 0, -1)]
# Part of the name, the user name and the address of everybody who opened records.
NOBODY_READS = "wolfsbane"
# By board: its name and code, and each organization's name, code, kind and setting.
BOARDS = {
    ("Quillmarsh ICB", "ZQ10X"): [
        ("Brackenholt Hospital", "ZQ11X", OrganizationKind.ACUTE, CareSetting.HOSPITAL),
        ("Thistledown Surgery", "ZQ12X", OrganizationKind.GP_PRACTICE, CareSetting.PRIMARY_CARE),
        ("Foxglove Council", "ZQ13X", OrganizationKind.LOCAL_AUTHORITY, CareSetting.SOCIAL_CARE),
    ],
    ("Vexley ICB", "ZV10X"): [
        ("Yarrowgate Hospital", "ZV11X", OrganizationKind.ACUTE, CareSetting.HOSPITAL),
        ("Umberfield Surgery", "ZV12X", OrganizationKind.GP_PRACTICE, CareSetting.PRIMARY_CARE),
        ("Ivorwick Council", "ZV13X", OrganizationKind.LOCAL_AUTHORITY, CareSetting.SOCIAL_CARE),
    ],
}
# The teams of each of a board's organizations: how many people, in which role.
TEAMS = [
    [(20, JobRole.CLINICIAN), (1, JobRole.NURSE)],
    [(8, JobRole.CLINICIAN)],
    [(4, JobRole.SOCIAL_CARE_PROFESSIONAL)],
]
FEWEST = 5

_EVENTS = """
    INSERT INTO analytics_usageevent
        (local_date, source, source_id, kind, at, person_id, stratum_id, subject, in_emergency,
         intake_id)
    SELECT month + 6, %(source)s, %(from)s + number, %(kind)s,
           (month + 6 + time '08:00' + number * interval '1 second') AT TIME ZONE 'Europe/London',
           (%(people)s::int[])[1 + number %% cardinality(%(people)s::int[])], %(stratum)s,
           CASE WHEN %(kind)s = 11 THEN %(from)s + number END, false, %(intake)s
    FROM unnest(%(months)s::date[], %(counts)s::int[], %(starts)s::int[]) AS c (month, n, start)
    CROSS JOIN LATERAL generate_series(start, start + n - 1) AS number
"""


@dataclass(frozen=True, kw_only=True)
class Team:
    """People of one organization and one role, and how often they opened records each month."""

    place: Organization
    people: int
    stratum: Stratum
    openings: dict[date, int]


@dataclass(frozen=True, kw_only=True)
class AccessWorld:
    """The boards, and who looks at them."""

    boards: list[Organization]
    places: list[Organization]
    teams: list[Team]
    staff: list[User]
    viewers: dict[str, PractitionerRole] = field(default_factory=dict)

    def teams_of(self, *places: Organization) -> list[Team]:
        """Return the teams of organizations, or of boards."""
        return [each for each in self.teams if {each.place, each.place.parent} & set(places)]

    def seen_by(self, name: str) -> list[Organization]:
        """Return the organizations whose figures a viewer may see, boards among them."""
        reach = reach_of(self.viewers[name], on=NOW.date())
        return [each for each in [*self.boards, *self.places] if reach.covers(each.pk)]

    def runs_of(self, board: Organization) -> ReportRun:
        """Return the report of a board."""
        return ReportRun.objects.get(definition__organization=board)


def make_access_world() -> AccessWorld:
    """Return the world, with a report of each board, and everybody who looks at it."""
    world = AccessWorld(boards=[], places=[], teams=[], staff=[])
    primes, numbers = _primes(1_000), count(1, 100_000)
    for (name, code), places in BOARDS.items():
        board = OrganizationFactory.create(
            ods_code=code, name=name, short_name=name, kind=OrganizationKind.ICB
        )
        world.boards.append(board)
        for place, teams in zip(places, TEAMS, strict=True):
            _make_place(world, board, place, teams, primes, numbers)
    for month in MONTHS:
        rebuild_month(month)
    load_benefits(NOW)
    _add_viewers(world)
    for board, name in zip(world.boards, ("analyst of one", "analyst of other"), strict=True):
        _add_reports(world, board, name)
    return world


def _make_place(
    world: AccessWorld,
    board: Organization,
    said: tuple[str, str, str, str],
    teams: Sequence[tuple[int, str]],
    primes: Iterator[int],
    numbers: Iterator[int],
) -> None:
    name, code, kind, setting = said
    place = OrganizationFactory.create(
        ods_code=code, name=name, short_name=name, kind=kind, parent=board
    )
    world.places.append(place)
    Population.objects.create(
        organization=place, counted_on=date(2025, 1, 1), people=90_000, source="Census"
    )
    Annotation.objects.create(
        on=LAST + timedelta(days=9), kind=AnnotationKind.GO_LIVE, words=f"{name} joined",
        organization=place,
    )  # fmt: skip
    for number, role in teams:
        people = []
        for _ in range(number):
            key = len(world.staff) + 1
            staff = PractitionerRoleFactory.create(
                user__username=f"{NOBODY_READS}{key}",
                user__display_name=f"Alex {NOBODY_READS.title()} {key}",
                organization=place,
                job_role=role,
                care_setting=setting,
            )
            world.staff.append(staff.user)
            people.append(UsagePerson.objects.create(user=staff.user).pk)
        stratum = stratum_of(place, role, setting)
        openings = dict(zip(MONTHS, islice(primes, len(MONTHS)), strict=True))
        _keep(openings, stratum, people, kind=UsageKind.OPEN, start=next(numbers))
        signed_in = dict.fromkeys(MONTHS, 3 * number)
        _keep(signed_in, stratum, people, kind=UsageKind.SIGN_IN, start=next(numbers))
        world.teams.append(Team(place=place, people=number, stratum=stratum, openings=openings))


def _keep(
    counts: dict[date, int], stratum: Stratum, people: list[int], *, kind: UsageKind, start: int
) -> None:
    """Keep so many events of a team in each month, by its people in turn."""
    make_months(MONTHS[0], MONTHS[-1])
    # Each month begins with another of its own numbers.
    starts = [5_000 * number for number in range(len(counts))]
    with connection.cursor() as cursor:
        cursor.execute(
            _EVENTS,
            {
                "source": EventSource.CARRIED_OVER.value,
                "from": start,
                "kind": kind.value,
                "people": people,
                "stratum": stratum.pk,
                "intake": an_intake().pk,
                "months": list(counts),
                "counts": list(counts.values()),
                "starts": starts,
            },
        )


def _add_viewers(world: AccessWorld) -> None:
    one, other = world.boards
    hospital = world.places[0]
    everything = PractitionerRoleFactory.create(job_role=JobRole.ANALYST, organization=one)
    FiguresReader.objects.create(user=everything.user, reason="Works for the whole service")
    manager = PractitionerRoleFactory.create(
        job_role=JobRole.DEMOGRAPHICS_VIEWER, organization=hospital
    )
    TrainingManager.objects.create(user=manager.user, organization=hospital)
    world.viewers.update(
        {
            "clinician": PractitionerRoleFactory.create(organization=hospital),
            "manager": manager,
            "analyst of one": an_analyst(one),
            "analyst of other": an_analyst(other),
            "board member": PractitionerRoleFactory.create(
                job_role=JobRole.BOARD_MEMBER, organization=one
            ),
            "reader of all": everything,
        }
    )


def _add_reports(world: AccessWorld, board: Organization, name: str) -> None:
    """Add a report of a board that has been run, a target and a point to count anew from."""
    analyst = world.viewers[name]
    terms = ReportTerms(
        title=f"{board.short_name} report",
        organization=board,
        sections=["use"],
        frequency=ReportFrequency.NEVER,
        is_active=True,
    )
    definition = define_report(terms=terms, by=reach_of(analyst, on=NOW.date()))
    period = Period(first=LAST, last=LAST)
    run = start_run(definition=definition, period=period, user_id=None, at=NOW)
    assert make_run(run.pk, draw=draw_internal, at=NOW)
    Rebase.objects.create(
        chart="openings-per-person", organization=board, on=MONTHS[6],
        reason=f"{board.short_name} changed", by=analyst.user,
    )  # fmt: skip
    Target.objects.create(
        measure="openings-per-person", organization=board, value=9, valid_from=MONTHS[0],
        source=f"{board.short_name} plan",
    )  # fmt: skip


def _primes(above: int) -> Iterator[int]:
    return (
        number
        for number in count(above)
        if all(number % part for part in range(2, 1 + number // 2))
    )


def definition_of(board: Organization) -> ReportDefinition:
    """Return the report that is kept of a board."""
    return ReportDefinition.objects.get(organization=board)
