"""What workers and the scheduler carry out for training."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from training.actions import (
    checking,
    evaluating,
    evidence_checks,
    exports,
    list_checking,
    lists,
    mail_sending,
    quizzes,
    reminding,
    seats,
    snapshots,
)
from training.codes import BatchState
from training.queries.lists import list_unfinished


@shared_task(name="training.send_mail", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def send_mail() -> None:
    """Send the mail about training that is due."""
    mail_sending.send_due(at=timezone.now())


@shared_task(name="training.snapshot_compliance", time_limit=900)  # type: ignore[untyped-decorator]  # no types
def snapshot_compliance() -> None:
    """Count how everybody stands today."""
    snapshots.snapshot_compliance(on=timezone.localdate())


@shared_task(name="training.forget_checks")  # type: ignore[untyped-decorator]  # no types
def forget_checks() -> None:
    """Forget who typed wrong surnames to check certificates."""
    checking.forget_checks(at=timezone.now())


@shared_task(name="training.end_attempts")  # type: ignore[untyped-decorator]  # no types
def end_attempts() -> None:
    """End attempts at quizzes whose time is over."""
    quizzes.end_overdue(at=timezone.now())


@shared_task(name="training.make_export", time_limit=1800)  # type: ignore[untyped-decorator]  # no types
def make_export(*, export_id: str) -> None:
    """Write a file of compliance."""
    now = timezone.now()
    exports.make_export(UUID(export_id), at=now, on=timezone.localdate(now))


@shared_task(name="training.keep_exports_tidy")  # type: ignore[untyped-decorator]  # no types
def keep_exports_tidy() -> None:
    """Destroy files of compliance after a day, and go on with those whose worker has died."""
    exports.keep_exports_tidy(at=timezone.now())


@shared_task(name="training.lapse_offers")  # type: ignore[untyped-decorator]  # no types
def lapse_offers() -> None:
    """Let offers of places run out, and offer them to the next in line."""
    seats.lapse_offers(at=timezone.now())


@shared_task(name="training.destroy_needs")  # type: ignore[untyped-decorator]  # no types
def destroy_needs() -> None:
    """Destroy what learners needed at sessions that are long over."""
    seats.destroy_needs(at=timezone.now())


@shared_task(name="training.check_evidence", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def check_evidence(*, claim_id: str) -> None:
    """Have the evidence of a claim checked for viruses."""
    evidence_checks.check_evidence(UUID(claim_id), at=timezone.now())


@shared_task(name="training.check_waiting_evidence")  # type: ignore[untyped-decorator]  # no types
def check_waiting_evidence() -> None:
    """Have the evidence checked whose time it is to be tried again."""
    evidence_checks.hand_off_waiting(at=timezone.now())


@shared_task(name="training.check_list", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def check_list(*, batch_id: str) -> None:
    """Check every row of a list of enrolments."""
    list_checking.check_batch(UUID(batch_id), at=timezone.now())


@shared_task(name="training.enrol_list")  # type: ignore[untyped-decorator]  # no types
def enrol_list(*, batch_id: str) -> None:
    """Carry a list of enrolments out."""
    lists.enrol_batch(UUID(batch_id), clock=timezone.now)


@shared_task(name="training.resume_lists")  # type: ignore[untyped-decorator]  # no types
def resume_lists() -> None:
    """Go on with lists whose worker has died."""
    for batch_id, state in list_unfinished():
        if state == BatchState.CHECKING:
            list_checking.check_batch(batch_id, at=timezone.now())
        else:
            lists.enrol_batch(batch_id, clock=timezone.now)


@shared_task(name="training.remind", time_limit=1800)  # type: ignore[untyped-decorator]  # no types
def remind() -> None:
    """Remind people of what runs out, and their managers of what has."""
    reminding.remind_people(at=timezone.now())


@shared_task(name="training.ask_learners", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def ask_learners() -> None:
    """Ask learners what they think, at the end and after eight weeks."""
    evaluating.ask_learners(at=timezone.now())
