"""A list of many enrolments: what the check of every row takes before anything is booked."""

import time
from collections.abc import Collection
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, PractitionerRole, User
from tests.bench.report import answer
from tests.bench.scale import Scale
from training.actions.list_checking import check_batch
from training.actions.list_reading import read_list
from training.actions.lists import take_in_list
from training.codes import BatchState, RowOutcome, SessionState
from training.demo.courses import load_competencies, load_courses
from training.demo.learners import load_learners
from training.demo.past.sessions import load_sessions
from training.demo.present import boards_of
from training.models import EnrolmentBatch, EnrolmentRow, Session, TrainingManager


def run(scale: Scale, _wanted: Collection[str]) -> None:
    at = timezone.now()
    organizations = {each.ods_code: each for each in Organization.objects.select_related("parent")}
    sender = PractitionerRole.objects.get(user__username="trainer")
    boards = boards_of(organizations)
    for board in boards.values():
        TrainingManager.objects.get_or_create(user=sender.user, organization=board)
    versions = load_courses(load_competencies(), by=sender.user, at=at)
    if not Session.objects.exists():
        load_sessions(versions, boards, dict.fromkeys(boards, sender.user), at=at)
    for rows in scale.list_rows:
        load_learners(organizations, on=timezone.localdate() - timedelta(days=1), count=rows)
        measure(rows, sender)


def measure(rows: int, sender: PractitionerRole) -> None:
    """Check one list, and write its rows down unchecked for comparison; nothing of it stays."""
    at = timezone.now()
    content = write_list(rows)
    with transaction.atomic():
        batch = take_in_list(
            content=content, file_name="people.csv", session=None, by=sender, at=at
        )
        began = time.perf_counter()
        checked = check_batch(batch.pk, at=at)
        seconds = time.perf_counter() - began
        if checked.state != BatchState.CHECKED:
            raise AssertionError(checked.refusal)
        ready = checked.rows.filter(outcome=RowOutcome.READY).count()
        refused = checked.rows.filter(outcome=RowOutcome.REFUSED).count()
        reference = time_writing(checked, content)
        transaction.set_rollback(True)
    answer(
        bench="training_list",
        value=seconds,
        unit="s for every row of a list",
        reference=reference,
        size=rows,
        ready=ready,
        refused=refused,
        budget=15,
    )


def write_list(rows: int) -> bytes:
    """Return a list of people and sessions; a row in fifty is wrong."""
    chance = Random(7)  # noqa: S311 - wants repeatable chance, not secrecy
    names = list(
        User.objects.filter(username__startswith="learner.").values_list("email", flat=True)[:rows]
    )
    ahead = Session.objects.filter(state=SessionState.OPEN, starts_at__gt=timezone.now())
    sessions = list(ahead.values_list("pk", flat=True))
    lines = ["E-mail,Session"]
    for number in range(rows):
        name = "nobody@service.invalid" if number % 50 == 0 else names[number % len(names)]
        lines.append(f"{name},{chance.choice(sessions)}")
    return "\n".join(lines).encode()


def time_writing(batch: EnrolmentBatch, content: bytes) -> float:
    """Return how long it takes to read the file and to write its rows without a look at them."""
    batch.rows.all().delete()
    began = time.perf_counter()
    EnrolmentRow.objects.bulk_create(
        (
            EnrolmentRow(batch=batch, number=row.number, given=row.cells, outcome=RowOutcome.READY)
            for row in read_list(content).rows
        ),
        batch_size=2_000,
    )
    return time.perf_counter() - began
