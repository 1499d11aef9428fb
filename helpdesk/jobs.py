"""What workers and the scheduler carry out for the helpdesk."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from helpdesk.actions import (
    article_uses,
    broadcasts,
    bulk,
    escalations,
    joining,
    mail_fetching,
    mail_intake,
    mail_sending,
    measuring,
    rate_limits,
    reporting,
    request_drafts,
    satisfaction,
    scanning,
    sharing_out,
)


@shared_task(name="helpdesk.escalate")  # type: ignore[untyped-decorator]  # no types
def escalate() -> None:
    """Escalate what has come to a share of its time."""
    escalations.escalate_all(at=timezone.now())


@shared_task(name="helpdesk.close_settled")  # type: ignore[untyped-decorator]  # no types
def close_settled() -> None:
    """Close tickets that have long been resolved."""
    escalations.close_what_is_settled(at=timezone.now())


@shared_task(name="helpdesk.perform_bulk")  # type: ignore[untyped-decorator]  # no types
def perform_bulk(*, bulk_id: str) -> None:
    """Carry a change of many tickets out, or take it back."""
    bulk.perform_bulk(UUID(bulk_id), clock=timezone.now)


@shared_task(name="helpdesk.resume_bulk")  # type: ignore[untyped-decorator]  # no types
def resume_bulk() -> None:
    """Go on with changes of many tickets whose worker has died."""
    bulk.resume_stalled(at=timezone.now())


@shared_task(name="helpdesk.share_out")  # type: ignore[untyped-decorator]  # no types
def share_out() -> None:
    """Give tickets that wait to those whose turn it is."""
    sharing_out.share_out(clock=timezone.now)


@shared_task(name="helpdesk.fetch_mail", time_limit=600)  # type: ignore[untyped-decorator]  # no types
def fetch_mail() -> None:
    """Fetch what is new in every mailbox, and read it."""
    mail_fetching.fetch_all(at=timezone.now())
    mail_intake.process_waiting(at=timezone.now())


@shared_task(name="helpdesk.read_mail", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def read_mail() -> None:
    """Read the mail that waits; one that takes too long ends the worker, and counts as tried."""
    mail_intake.process_waiting(at=timezone.now())


@shared_task(name="helpdesk.send_mail", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def send_mail() -> None:
    """Send the mail that is due."""
    mail_sending.send_due(at=timezone.now())


@shared_task(name="helpdesk.scan_attachment")  # type: ignore[untyped-decorator]  # no types
def scan_attachment(*, attachment_id: str) -> None:
    """Have a file checked for viruses."""
    scanning.scan_attachment(UUID(attachment_id), at=timezone.now())


@shared_task(name="helpdesk.scan_waiting")  # type: ignore[untyped-decorator]  # no types
def scan_waiting() -> None:
    """Have the files checked again that still wait for it."""
    scanning.hand_off_waiting(at=timezone.now())


@shared_task(name="helpdesk.measure")  # type: ignore[untyped-decorator]  # no types
def measure() -> None:
    """Work out what reports say of tickets that have gone on, and add up the latest weeks."""
    if measuring.measure_tickets():
        reporting.add_up_weeks(at=timezone.now())


@shared_task(name="helpdesk.add_up_all_weeks")  # type: ignore[untyped-decorator]  # no types
def add_up_all_weeks() -> None:
    """Add up all weeks anew for reports, each night."""
    measuring.measure_tickets()
    reporting.add_up_weeks(at=timezone.now(), weeks=None)


@shared_task(name="helpdesk.deliver_broadcast")  # type: ignore[untyped-decorator]  # no types
def deliver_broadcast(*, broadcast_id: str) -> None:
    """Write a broadcast to the tickets that still wait for it."""
    broadcasts.deliver_broadcast(UUID(broadcast_id), clock=timezone.now)


@shared_task(name="helpdesk.resume_broadcasts")  # type: ignore[untyped-decorator]  # no types
def resume_broadcasts() -> None:
    """Take up broadcasts whose worker died."""
    for broadcast_id in broadcasts.list_stalled_broadcasts(timezone.now()):
        broadcasts.deliver_broadcast(broadcast_id, clock=timezone.now)


@shared_task(name="helpdesk.tell_overdue_incidents")  # type: ignore[untyped-decorator]  # no types
def tell_overdue_incidents() -> None:
    """Tell those who run major incidents that everybody waits for an update."""
    at = timezone.now()
    for incident_id in joining.list_overdue_incidents(at):
        joining.tell_overdue(incident_id, at=at)


@shared_task(name="helpdesk.ask_how_it_went")  # type: ignore[untyped-decorator]  # no types
def ask_how_it_went() -> None:
    """Ask callers how it went, and forget who came to its page and what was never sent."""
    satisfaction.ask_all(at=timezone.now())
    rate_limits.forget_windows(at=timezone.now())
    request_drafts.forget_drafts(at=timezone.now())


@shared_task(name="helpdesk.settle_articles")  # type: ignore[untyped-decorator]  # no types
def settle_articles() -> None:
    """Say how forms ended from which articles were opened, and tell owners of reviews."""
    at = timezone.now()
    article_uses.settle_visits(at=at)
    article_uses.remind_owners(at=at)
