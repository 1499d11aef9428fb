"""Sets up the demonstration's training: courses, who needs them, and two years of both."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from accounts.codes import JobRole
from accounts.demo.people import PEOPLE
from accounts.models import Organization, PractitionerRole
from accounts.queries import list_roles_of
from records.queries.section_rules import list_full_sections
from training.actions.snapshots import snapshot_compliance
from training.codes import ComplianceStatus
from training.demo.courses import load_competencies, load_courses
from training.demo.learners import LEARNERS, load_learners
from training.demo.live import load_claims, load_evaluations, load_offers, load_requests
from training.demo.matrix import RULES, load_matrix
from training.demo.past.awards import Past
from training.demo.past.quizzes import load_attempts
from training.demo.past.sessions import load_sessions, load_venues
from training.demo.present import boards_of, load_bookings_ahead, load_today
from training.models import CourseVersion, Enrolment, Session, TrainingManager

DEMO_SETTINGS: Final = {"config.settings.local", "config.settings.test"}
S = ComplianceStatus
# How those who can sign in stand to the record; everybody else is current.
STANDINGS: Final = {
    "new.starter": S.NEVER,
    "gp": S.DUE,
    "staff.nurse": S.GRACE,
    "locum.doctor": S.LAPSED,
}
TRAINERS: Final = {
    "QOC": "trainer",
    "QNC": "trainer.staffordshire",
    "QUA": "trainer.black.country",
}
MONTHS_OF_SNAPSHOTS: Final = 12


class Command(BaseCommand):
    help = "Add the demonstration's training; running it again is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--learners", type=int, default=LEARNERS, help="How many")

    def handle(self, *_arguments: object, **options: object) -> None:
        if settings.SETTINGS_MODULE not in DEMO_SETTINGS:
            raise CommandError("Invented people are made only where the demonstration runs.")
        if Session.objects.exists():
            self.stdout.write("Training is there already")
            return
        written = _load(at=timezone.now(), learners=int(str(options["learners"])))
        self.stdout.write(written)


@transaction.atomic
def _load(*, at: datetime, learners: int) -> str:
    """Write everything or nothing, so that a start that is broken off leaves no half of it."""
    today = timezone.localdate(at)
    organizations = {
        each.ods_code: each for each in Organization.objects.select_related("parent__parent")
    }
    named = {
        role.user.username: role for role in list_roles_of([p.username for p in PEOPLE], today)
    }
    boards = boards_of(organizations)
    competencies = load_competencies()
    versions = load_courses(competencies, by=named["trainer"].user, at=at)
    load_matrix(boards.values(), competencies, since=today - timedelta(days=800))
    people = load_learners(organizations, on=today, count=learners)
    trainers = {board: named[name].user for board, name in TRAINERS.items()}
    sessions = load_sessions(versions, boards, trainers, at=at)
    past = _write_past(versions, competencies, people, named, today=today)
    here = [role for role in people if role.organization.board == boards["QOC"]]
    load_today(
        versions["record-first-day"],
        host=boards["QOC"],
        trainer=trainers["QOC"],
        venue=load_venues(organizations)["QOC"][0],
        learners=here,
        at=at,
    )
    booked = load_bookings_ahead(people, at=at)
    _count_rows()
    load_requests([role for role in people if role.organization.ods_code == "RXW"], at=at)
    load_offers(named["trainer"], at=at)
    load_claims(here, at=at)
    load_evaluations(at=at)
    _write_managers(named)
    load_attempts(versions["record-safe-use"], _completed(versions["record-safe-use"]))
    _count_months(today)
    return (
        f"{len(versions)} courses, {len(sessions):,} sessions, {len(people):,} learners,"
        f" {len(past.written.awards):,} awards, {booked:,} bookings ahead"
    )


def _write_past(
    versions: Mapping[str, CourseVersion],
    competencies: Mapping[str, object],
    people: list[PractitionerRole],
    named: Mapping[str, PractitionerRole],
    *,
    today: date,
) -> Past:
    past = Past(versions, competencies, today=today)  # type: ignore[arg-type]  # as loaded
    sections = {job_role: frozenset(list_full_sections(job_role)) for job_role in JobRole}
    for role in [*people, *_others(people, named)]:
        past.write(role, sections[JobRole(role.job_role)])
    for name, role in named.items():
        for rule in RULES:
            if rule.fits(role, sections[JobRole(role.job_role)]):
                is_gate = rule.opens_record
                status = STANDINGS.get(name, S.CURRENT) if is_gate else _of_others(name)
                past.write_for(role, rule, status)
    past.written.save()
    return past


def _others(
    people: list[PractitionerRole], named: Mapping[str, PractitionerRole]
) -> list[PractitionerRole]:
    """Return everybody else who works here, such as those who have called the helpdesk."""
    known = {role.user_id for role in (*people, *named.values())}
    roles = PractitionerRole.objects.exclude(user__in=known)
    return list(roles.select_related("user", "organization").order_by("user__username"))


def _of_others(name: str) -> ComplianceStatus:
    """Return how somebody stands to what the record does not ask for."""
    return S.NEVER if name == "new.starter" else S.CURRENT


def _count_rows() -> None:
    """Have the database look at what was just written: it plans badly for tables it knows not."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        ours = [name for name in tables if name.startswith("training_")]
        cursor.execute(f"ANALYZE {', '.join(ours)}, accounts_competencygrant")


def _write_managers(named: Mapping[str, PractitionerRole]) -> None:
    for name in ("ward.manager", "practice.manager"):
        role = named[name]
        TrainingManager.objects.get_or_create(user=role.user, organization=role.organization)


def _completed(version: CourseVersion) -> list[Enrolment]:
    done = Enrolment.objects.filter(version=version, completed_at__isnull=False)
    return list(done.select_related("version__course").order_by("-completed_at")[:450])


def _count_months(today: date) -> None:
    """Count how everybody stood month by month, so that pages show where it goes."""
    for month in range(MONTHS_OF_SNAPSHOTS, -1, -1):
        snapshot_compliance(on=today - timedelta(days=30 * month))
