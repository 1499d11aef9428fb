"""When the scheduler reads a feed's inbox."""

from django.conf import settings
from django.db import transaction
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from core.errors import DomainError
from records.codes import FeedState
from records.models import Feed

_PARTS = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


class NotASchedule(DomainError):
    """The text is not a crontab line."""


@transaction.atomic
def schedule_feed(feed: Feed) -> None:
    """
    Have the scheduler read a feed's inbox at the times the feed says, or never where it says none.

    :raises NotASchedule: the feed's schedule is not a crontab line
    """
    name = f"Import {feed.code}"
    if not feed.schedule or feed.state != FeedState.ACTIVE:
        PeriodicTask.objects.filter(name=name).delete()
        return
    parts = feed.schedule.split()
    if len(parts) != len(_PARTS):
        raise NotASchedule(
            "A schedule has five parts: minute, hour, day of the month, month, day of the week."
        )
    crontab, _ = CrontabSchedule.objects.get_or_create(
        **dict(zip(_PARTS, parts, strict=True)), timezone=settings.TIME_ZONE
    )
    PeriodicTask.objects.update_or_create(
        name=name,
        defaults={
            "task": "records.run_nightly",
            "crontab": crontab,
            "kwargs": f'{{"feed": "{feed.code}"}}',
            "enabled": True,
        },
    )
