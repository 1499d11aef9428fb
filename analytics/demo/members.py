"""Who used the service: people of the demonstration in their roles, and some who have left."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from django.db.models import Max

from accounts.codes import CareSetting
from accounts.models import CompetencyGrant, Organization, PractitionerRole
from analytics.demo.curve import LAST_BY_SETTING, went_live
from analytics.models import Stratum, UsagePerson
from records.codes import CARE_ROLES
from training.models import Requirement

FOR_EVER: Final = date(9999, 12, 31)
AROUND_THE_CLOCK: Final = frozenset(
    {CareSetting.EMERGENCY, CareSetting.HOSPITAL, CareSetting.AMBULANCE}
)
# Groups of settings whose openings in the last month are given.
GROUPS: Final = tuple(LAST_BY_SETTING)
GRACE: Final = timedelta(days=30)
# Of those who could: never began, and only sign in.
NEVER: Final = 0.12
ONLY_SIGNS_IN: Final = 0.04
# In social care few have begun.
NEVER_IN_SOCIAL_CARE: Final = 0.4
LEAST_STAY: Final = timedelta(days=40)
SILENT: Final = 0.08
TEAM: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody where they worked: from when to when, and how much beside their colleagues."""

    person: int
    stratum: int
    group: int
    around_the_clock: bool
    opens: float
    signs_in: float
    starts: date
    ends: date = FOR_EVER


@dataclass(frozen=True, slots=True, kw_only=True)
class _Team:
    """Those of one job role in one setting of an organization."""

    organization: Organization
    job_role: str
    setting: CareSetting
    began: date
    roles: list[PractitionerRole]


def load_members(*, first: date, months: int, today: date, seed: int) -> list[Member]:
    """
    Return who used the service since the first month, adding them to the people that are counted.

    The same people come out each time, so that a history that was broken off can be finished.
    """
    chance = Random(seed)

    def began(place: Organization) -> date | None:
        return went_live(place, first=first, months=months)

    until = _trained_until(today)
    teams = _teams(today=today, until=until, began=began)
    people = _people([role.user_id for team in teams for role in team.roles])
    strata = _strata(teams)
    gone = [_left(team) for team in teams]
    nameless = iter(_people_who_left(sum(map(len, gone))))
    members: list[Member] = []
    for team, left in zip(teams, gone, strict=True):
        stratum = strata[team.organization.pk, team.job_role, team.setting]
        is_silent = len(team.roles) >= TEAM and chance.random() < SILENT
        fell_silent = today - timedelta(days=chance.randrange(50, 120))
        for role in team.roles:
            ends = until.get(role.user_id, FOR_EVER) if until else FOR_EVER
            if is_silent and chance.random() < 0.92:
                ends = min(ends, fell_silent)
            starts = _starts(chance, team.began, role.starts_on, today)
            if not _never(chance, team.setting) and starts < ends:
                members.append(_member(chance, people[role.user_id], stratum, team, (starts, ends)))
        for joined in left:
            # Somebody held the post before.
            starts = _starts(chance, team.began, team.began, joined)
            members.append(_member(chance, next(nameless), stratum, team, (starts, joined)))
    return members


def _member(
    chance: Random, person: int, stratum: int, team: _Team, span: tuple[date, date]
) -> Member:
    """Return somebody of a team: many use the service a little, and a few use it a lot."""
    weight = chance.lognormvariate(0.0, 0.8)
    only_signs_in = chance.random() < ONLY_SIGNS_IN
    setting = team.setting if team.setting in GROUPS else CareSetting.OTHER
    return Member(
        person=person,
        stratum=stratum,
        group=GROUPS.index(setting),
        around_the_clock=team.setting in AROUND_THE_CLOCK,
        opens=0.0 if only_signs_in else weight,
        signs_in=weight * (0.1 if only_signs_in else chance.uniform(0.85, 1.15)),
        starts=span[0],
        ends=span[1],
    )


def _left(team: _Team) -> list[date]:
    """Return when those left whose posts were taken by others after the place had begun."""
    posts = [role.starts_on for role in team.roles if role.starts_on > team.began + LEAST_STAY]
    return posts[:: 1 if team.setting != CareSetting.SOCIAL_CARE else 4]


def _never(chance: Random, setting: CareSetting) -> bool:
    share = NEVER_IN_SOCIAL_CARE if setting == CareSetting.SOCIAL_CARE else NEVER
    return chance.random() < share


def _starts(chance: Random, began: date, joined: date, last: date) -> date:
    """Return a day after a place began and somebody joined it: most start early on."""
    earliest = max(began, joined + timedelta(days=7))
    days = max(1, (last - earliest).days)
    return earliest + timedelta(days=int(days * chance.random() ** 4))


def _teams(
    *, today: date, until: Mapping[UUID, date], began: Callable[[Organization], date | None]
) -> list[_Team]:
    """Return who may open records, in teams; of somebody with several roles the oldest counts."""
    roles = (
        PractitionerRole.objects.current(today)
        .filter(
            job_role__in=CARE_ROLES,
            organization__is_active=True,
            starts_on__lt=today - timedelta(days=20),
        )
        .select_related("organization__parent__parent")
        .order_by("starts_on", "user__username", "pk")
    )
    found: dict[tuple[str, str, str], _Team] = {}
    seen: set[UUID] = set()
    for role in roles:
        place = role.organization
        since = began(place)
        if role.user_id in seen or since is None or (until and role.user_id not in until):
            continue
        seen.add(role.user_id)
        key = (place.ods_code, role.job_role, role.setting.value)
        team = found.setdefault(
            key,
            _Team(
                organization=place,
                job_role=role.job_role,
                setting=role.setting,
                began=since,
                roles=[],
            ),
        )
        team.roles.append(role)
    return [found[key] for key in sorted(found)]


def _trained_until(today: date) -> dict[UUID, date]:
    """Return until when those who were trained for the record could open it; none asks: nobody."""
    asked = Requirement.objects.filter(opens_record=True).values("competency")
    grants = CompetencyGrant.objects.standing().filter(competency__in=asked, valid_from__lt=today)
    until: defaultdict[UUID, date] = defaultdict(lambda: date.min)
    for user, last in grants.values_list("user").annotate(last=Max("valid_until")):
        until[user] = FOR_EVER if last is None or last + GRACE >= today else last + GRACE
    return dict(until)


def _people(users: Iterable[UUID]) -> dict[UUID, int]:
    wanted = list(users)
    UsagePerson.objects.bulk_create(
        (UsagePerson(user_id=each) for each in wanted), ignore_conflicts=True
    )
    found = UsagePerson.objects.filter(user__in=wanted).values_list("user_id", "pk")
    return dict(found)


def _people_who_left(number: int) -> list[int]:
    nameless = UsagePerson.objects.filter(user__isnull=True).order_by("pk")
    missing = number - nameless.count()
    UsagePerson.objects.bulk_create(UsagePerson() for _ in range(missing))
    return list(nameless.values_list("pk", flat=True)[:number])


def _strata(teams: Iterable[_Team]) -> dict[tuple[UUID, str, str], int]:
    """Return the strata of teams as an intake makes them, by organization, role and setting."""
    Stratum.objects.bulk_create(
        (
            Stratum(
                organization=team.organization,
                board=team.organization.board,
                job_role=team.job_role,
                care_setting=team.setting,
            )
            for team in teams
        ),
        ignore_conflicts=True,
    )
    rows = Stratum.objects.filter(organization__isnull=False).order_by("-pk")
    return {
        (place, job_role, setting): key
        for key, place, job_role, setting in rows.values_list(
            "pk", "organization_id", "job_role", "care_setting"
        )
    }


def share_of_life(member: Member, first: date, last: date) -> float:
    """Return how much of a stretch of days somebody was there for, times how much they open."""
    days = (min(member.ends, last) - max(member.starts, first)).days + 1
    return member.opens * max(0, days) / ((last - first).days + 1)
