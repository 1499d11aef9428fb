"""How long pages took."""

from celery import shared_task

from analytics.actions.page_times import move_page_times


@shared_task(name="analytics.move_page_times", time_limit=300)  # type: ignore[untyped-decorator]  # no types
def move_times() -> None:
    """Move what was counted of pages into the database."""
    move_page_times()
