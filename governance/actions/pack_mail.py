"""Tell readers that their board pack is ready, without a word of what is in it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from core.dates import TIME, format_date
from governance.codes import MessageKind, PackState
from governance.models import BoardPack

from .messages import Telling, queue_message


def tell_readers(pack: BoardPack, *, at: datetime) -> None:
    """Queue a mail to each reader whose pack was made."""
    meeting = pack.meeting
    name, when = meeting.committee.name, format_date(meeting.starts_at, TIME)
    again = f" It replaces pack {pack.content['replaces']}." if pack.content["replaces"] else ""
    path = reverse("governance:pack_detail", args=[meeting.pk, pack.pk])
    made = pack.personal_packs.filter(state=PackState.READY, user__is_active=True)
    for personal in made.select_related("user").defer("pdf"):
        telling = Telling(
            kind=MessageKind.PACK,
            once_key=f"pack:{pack.pk}:{personal.user_id}",
            subject=f"{name}: board pack {pack.number} is ready",
            body=(
                f"Your pack for the meeting of {name} on {when} is ready.{again}\n\n"
                f"{settings.SERVICE_URL.rstrip('/')}{path}\n"
            ),
        )
        queue_message(telling, to=personal.user, meeting=meeting, at=at)
