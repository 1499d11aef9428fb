"""Keep what somebody types in a form of Help, until they send it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from accounts.models import User
from helpdesk.models import RequestDraft

from .identifiers import clean_mapping

KEPT_FOR: Final = timedelta(days=7)


@transaction.atomic
def keep_draft(*, form: str, answers: Mapping[str, str], by: User) -> None:
    """Keep the answers of a form in the place of earlier ones; where nothing is left, nothing."""
    kept = {name: answer for name, answer in answers.items() if answer.strip()}
    if kept:
        RequestDraft.objects.update_or_create(
            user=by, form=form, defaults={"answers": clean_mapping(kept)}
        )
    else:
        drop_draft(form=form, by=by)


def drop_draft(*, form: str, by: User) -> None:
    """Keep nothing more of a form."""
    RequestDraft.objects.filter(user=by, form=form).delete()


def forget_drafts(*, at: datetime) -> None:
    """Forget what nobody has gone on with for a week."""
    RequestDraft.objects.filter(updated_at__lt=at - KEPT_FOR).delete()
