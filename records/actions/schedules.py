"""When the scheduler reads a feed's inbox."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from core.errors import DomainError
from records.codes import FeedState
from records.models import Feed

_PARTS = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")


class NotASchedule(DomainError):
    """The text is not a crontab line."""


def read_schedule(text: str) -> dict[str, str]:
    """
    Return the five parts of a crontab line by their names.

    :raises NotASchedule: it is none
    """
    parts = dict(zip(_PARTS, text.split(), strict=False))
    if len(text.split()) != len(_PARTS):
        raise NotASchedule(
            "A schedule has five parts: minute, hour, day of the month, month, day of the week."
        )
    try:
        CrontabSchedule(**parts).clean_fields(exclude=["timezone"])
    except ValidationError as error:
        raise NotASchedule("A part of the schedule is not one that crontab knows.") from error
    return parts


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
    crontab, _ = CrontabSchedule.objects.get_or_create(
        **read_schedule(feed.schedule), timezone=settings.TIME_ZONE
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
