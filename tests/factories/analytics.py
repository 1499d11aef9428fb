"""Events of use for tests, and what stands around them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count

from accounts.codes import CareSetting, JobRole
from accounts.models import Organization, PractitionerRole
from analytics.actions.facts import list_event_months, rebuild_month
from analytics.actions.intake import make_months
from analytics.codes import EventSource, UsageKind
from analytics.models import FiguresReader, IntakeRun, Stratum, UsageEvent, UsagePerson
from core.dates import LONDON
from tests.factories.accounts import BoardFactory, PractitionerRoleFactory

_numbers = count(1)


def stratum_of(
    organization: Organization | None,
    job_role: str = JobRole.CLINICIAN,
    setting: str = CareSetting.HOSPITAL,
) -> Stratum:
    """Return the stratum of an organization, a role and a setting."""
    return Stratum.objects.get_or_create(
        organization=organization,
        board=organization.board if organization else None,
        job_role=job_role if organization else "",
        care_setting=setting if organization else CareSetting.OTHER,
    )[0]


def people(number: int) -> list[UsagePerson]:
    """Return people who have no account."""
    return UsagePerson.objects.bulk_create(UsagePerson() for _ in range(number))


def event(  # noqa: PLR0913 — all that an event is
    kind: UsageKind,
    stratum: Stratum,
    *,
    at: datetime,
    person: UsagePerson | None = None,
    subject: int | None = None,
    in_emergency: bool = False,
    intake: IntakeRun | None = None,
) -> UsageEvent:
    """Return an event that is not yet kept: give many of them to `keep`."""
    return UsageEvent(
        at=at,
        source=EventSource.CARRIED_OVER,
        source_id=next(_numbers),
        subject=subject,
        local_date=at.astimezone(LONDON).date(),
        person=person,
        stratum=stratum,
        intake=intake or an_intake(),
        kind=kind,
        in_emergency=in_emergency,
    )


def an_intake() -> IntakeRun:
    """Return the intake that events of tests come by."""
    return IntakeRun.objects.first() or IntakeRun.objects.create(
        at=datetime(2026, 11, 1, tzinfo=LONDON)
    )


def keep(events: Iterable[UsageEvent]) -> None:
    """Keep events and count the facts of all months."""
    events = list(events)
    if events:
        days = [each.local_date for each in events]
        make_months(min(days).replace(day=1), max(days).replace(day=1))
        UsageEvent.objects.bulk_create(events)
    for month in list_event_months():
        rebuild_month(month)


def openings(
    number: int,
    stratum: Stratum,
    *,
    on: date,
    people: list[UsagePerson],
) -> list[UsageEvent]:
    """Return so many openings of as many records on a day, by these people in turn."""
    morning = datetime(on.year, on.month, on.day, 8, tzinfo=LONDON)
    return [
        event(
            UsageKind.OPEN,
            stratum,
            at=morning + timedelta(seconds=number_),
            person=people[number_ % len(people)],
            subject=next(_numbers),
        )
        for number_ in range(number)
    ]


def sign_ins(
    number: int, stratum: Stratum, *, on: date, people: list[UsagePerson]
) -> list[UsageEvent]:
    """Return so many sign-ins on a day, by these people in turn."""
    morning = datetime(on.year, on.month, on.day, 8, tzinfo=LONDON)
    return [
        event(
            UsageKind.SIGN_IN,
            stratum,
            at=morning + timedelta(seconds=number_),
            person=people[number_ % len(people)],
        )
        for number_ in range(number)
    ]


def an_analyst(
    organization: Organization | None = None, *, sees_all: bool = False
) -> PractitionerRole:
    """Return an analyst, of a board, or of the whole service."""
    role = PractitionerRoleFactory.create(
        job_role=JobRole.ANALYST,
        job_title="Analyst",
        organization=organization or BoardFactory.create(),
    )
    if sees_all:
        FiguresReader.objects.create(user=role.user, reason="Works for the whole service")
    return role
