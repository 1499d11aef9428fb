"""Evidence in the background: heads are lodged even where nobody sends a mail."""

from celery import shared_task
from django.utils import timezone

from governance.actions.heads import lodge_what_is_new


@shared_task(name="governance.lodge_heads")  # type: ignore[untyped-decorator]  # no types
def lodge_heads() -> None:
    """Lodge in the second store the head of each chain that has grown."""
    lodge_what_is_new(at=timezone.now())
