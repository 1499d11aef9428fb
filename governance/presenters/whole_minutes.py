"""Draws approved minutes whole, for nobody but the certification."""

from datetime import datetime

from governance.models import AgendaItem, MinutesVersion
from governance.presenters.minutes import present_minutes
from governance.presenters.minutes_page import standing_of_approved
from governance.presenters.printed_minutes import Imprint, draw_minutes
from governance.queries.minutes import read_version


def draw_whole(version: MinutesVersion, item: AgendaItem, at: datetime) -> bytes:
    """Draw all of a version, as the meeting of an item approves it; only to be certified."""
    content = read_version(version)
    minutes = present_minutes(content, {each["id"] for each in content["items"]})
    standing = standing_of_approved(at, item)
    imprint = Imprint(standing=standing, version=version.number, sha256=version.sha256)
    return draw_minutes(minutes, imprint, at=at)
