"""Papers are checked for viruses."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from governance.actions import paper_checks


@shared_task(name="governance.check_paper", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def check_paper(*, version_id: str) -> None:
    """Have a version of a paper checked for viruses."""
    paper_checks.check_paper(UUID(version_id), at=timezone.now())


@shared_task(name="governance.check_waiting_papers")  # type: ignore[untyped-decorator]  # no types
def check_waiting_papers() -> None:
    """Have the papers checked whose time it is to be tried again."""
    paper_checks.hand_off_waiting(at=timezone.now())
