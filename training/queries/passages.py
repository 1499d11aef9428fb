"""Who used emergency access because their training had lapsed, for those who train them."""

from datetime import datetime, timedelta
from typing import Final

from records.queries.passages import PassageLine, list_passages
from training.models import Reach
from training.permissions import check_is_trainer

SHOWN_FOR: Final = timedelta(days=28)
MOST_SHOWN: Final = 10


def list_recent_passages(*, viewer: Reach, at: datetime) -> list[PassageLine]:
    """
    Return the passages of a trainer's people in the last four weeks, the newest first.

    :raises Forbidden: the viewer is no trainer
    """
    check_is_trainer(viewer)
    return list_passages(organizations=viewer.people, since=at - SHOWN_FOR, most=MOST_SHOWN)
