"""Tell members that a resolution in writing waits for their answer, without its words."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from core.dates import TIME, format_date
from governance.codes import MessageKind
from governance.models import Membership, WrittenResolution

from .messages import Telling, queue_message


def tell_members(
    resolution: WrittenResolution, members: Iterable[Membership], *, at: datetime
) -> None:
    """Tell each member once, with the committee, the deadline and the link alone."""
    name = resolution.committee.name
    until = format_date(resolution.deadline_at, TIME)
    link = reverse("governance:written_detail", args=[resolution.pk])
    for member in members:
        telling = Telling(
            kind=MessageKind.RESOLUTION,
            once_key=f"written:{resolution.pk}:{member.user_id}",
            subject=f"{name}: please answer in writing by {until}",
            body=(
                f"The {name} asks its members for a decision between meetings.\n\n"
                f"Read it and answer by {until}: {settings.SERVICE_URL}{link}\n"
            ),
        )
        queue_message(telling, to=member.user, at=at)
