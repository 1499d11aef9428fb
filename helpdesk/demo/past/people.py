"""Invented callers of all organizations and more agents, none of whom can sign in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib.auth.hashers import make_password

from accounts.codes import JobRole, OrganizationKind
from accounts.demo.names import FIRST_NAMES, LAST_NAMES
from accounts.models import Organization, PractitionerRole, User
from accounts.queries import board_of
from helpdesk.demo.queues import FRONTLINES
from helpdesk.models import Queue, QueueMembership

from .world import Caller, Line, Worker

CALLERS: Final = 220
JOBS: Final = {
    OrganizationKind.GP_PRACTICE: (
        (JobRole.DEMOGRAPHICS_VIEWER, "Receptionist"),
        (JobRole.CLINICIAN, "General practitioner"),
        (JobRole.NURSE, "Practice nurse"),
    ),
    OrganizationKind.LOCAL_AUTHORITY: ((JobRole.SOCIAL_CARE_PROFESSIONAL, "Social worker"),),
    OrganizationKind.ICB: ((JobRole.ANALYST, "Analyst"),),
}
ELSEWHERE: Final = (
    (JobRole.NURSE, "Staff nurse"),
    (JobRole.CLINICIAN, "Specialty doctor"),
    (JobRole.DEMOGRAPHICS_VIEWER, "Ward clerk"),
    (JobRole.HEALTH_PROFESSIONAL, "Pharmacist"),
)
SHARES: Final = {OrganizationKind.GP_PRACTICE: 1, OrganizationKind.ICB: 1}
MORE_AGENTS: Final = 6


def load_callers(organizations: Mapping[str, Organization], *, on: date) -> None:
    """Add callers of every organization that are missing; they have accounts and cannot sign in."""
    places = [
        organization
        for organization in organizations.values()
        for _ in range(SHARES.get(OrganizationKind(organization.kind), 6))
    ]
    people = [
        _person(f"caller.{number:03}", number, places[number % len(places)], on)
        for number in range(CALLERS)
    ]
    _add(people)


def load_more_agents(
    organizations: Mapping[str, Organization], queues: Mapping[str, Queue], *, on: date
) -> None:
    """Add more agents of the frontline queues, so that nobody has too much on their desk."""
    boards = [queues[code].region for code in FRONTLINES]
    people: list[tuple[User, PractitionerRole]] = []
    memberships: list[QueueMembership] = []
    for number in range(MORE_AGENTS):
        region = boards[number % len(boards)] or next(iter(organizations.values()))
        user, role = _person(
            f"desk.{number + 1}", CALLERS + number * 7, region, on,
            job=(JobRole.HELPDESK_ANALYST, "Helpdesk analyst"),
        )  # fmt: skip
        people.append((user, role))
        memberships += [
            QueueMembership(
                id=_key(f"membership:{user.username}:{code}"), queue=queues[code], role=role
            )
            for code in (FRONTLINES[number % len(FRONTLINES)], "access")
        ]
    _add(people)
    QueueMembership.objects.bulk_create(memberships, ignore_conflicts=True)


def _add(people: Iterable[tuple[User, PractitionerRole]]) -> None:
    users, roles = zip(*people, strict=True)
    User.objects.bulk_create(users, ignore_conflicts=True)
    PractitionerRole.objects.bulk_create(roles, ignore_conflicts=True)


def _person(
    username: str,
    number: int,
    organization: Organization,
    on: date,
    *,
    job: tuple[JobRole, str] | None = None,
) -> tuple[User, PractitionerRole]:
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    last = LAST_NAMES[(number // len(FIRST_NAMES) + number) % len(LAST_NAMES)]
    user = User(
        id=_key(username),
        username=username,
        first_name=first,
        last_name=last,
        display_name=f"{first} {last}",
        email=f"{username}@demo.invalid",
        password=make_password(None),
    )
    jobs = JOBS.get(OrganizationKind(organization.kind), ELSEWHERE)
    job_role, job_title = job or jobs[number % len(jobs)]
    role = PractitionerRole(
        id=_key(f"role:{username}"),
        user=user,
        organization=organization,
        job_role=job_role,
        job_title=job_title,
        starts_on=on,
    )
    return user, role


def _key(name: str) -> UUID:
    """Return the same key for the same name, so that loading again finds what is there."""
    return uuid5(NAMESPACE_URL, f"https://demo.invalid/{name}")


def list_callers() -> list[Caller]:
    """Return everybody who may call: all who hold a role and do not work at the desk."""
    roles = PractitionerRole.objects.filter(queue_memberships=None).exclude(
        job_role=JobRole.HELPDESK_ANALYST
    )
    rows = roles.select_related("user", "organization__parent").order_by("user__username", "pk")
    callers = [_caller(role) for role in rows]
    strangers = [
        Caller(
            user_id=None, name=f"office{n}@surgery.invalid", address=f"office{n}@surgery.invalid"
        )
        for n in range(1, 4)
    ]
    return [*callers, *strangers]


def _caller(role: PractitionerRole) -> Caller:
    organization = role.organization
    board = board_of(organization)
    return Caller(
        user_id=role.user_id,
        name=str(role.user),
        address=role.user.email,
        organization_id=organization.pk,
        region_id=board.pk if board else None,
        ods_code=organization.ods_code,
    )


def list_lines(queues: Iterable[Queue]) -> dict[str, Line]:
    """Return the queues with those who work in them, by their codes."""
    memberships = QueueMembership.objects.select_related("role__user").order_by(
        "role__user__username"
    )
    workers: dict[UUID, list[Worker]] = {}
    restricted: dict[UUID, list[Worker]] = {}
    for one in memberships:
        worker = Worker(user_id=one.role.user_id, name=str(one.role.user))
        workers.setdefault(one.queue_id, []).append(worker)
        if one.sees_restricted:
            restricted.setdefault(one.queue_id, []).append(worker)
    return {
        queue.code: Line(
            queue_id=queue.pk,
            code=queue.code,
            name=queue.name,
            is_confidential=queue.is_confidential,
            workers=_of(queue, restricted if queue.is_confidential else workers),
        )
        for queue in queues
    }


def _of(queue: Queue, workers: Mapping[UUID, list[Worker]]) -> Sequence[Worker]:
    return tuple(workers.get(queue.pk, ()))
