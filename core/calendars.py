"""What calendar files share: London's time zone, who invites whom, how a feed begins."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from icalendar import Calendar, Timezone, vCalAddress, vDuration, vText

from core.dates import LONDON

# By hand: Outlook wants BYDAY rules, and what libraries write lists dates and stops in 2038.
LONDON_RULES: Final = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
_END: Final = "END:VCALENDAR\r\n"
_READ_EVERY: Final = timedelta(hours=1)


class Method(StrEnum):
    """What a calendar shall do with an object (RFC 5546, section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


def start_calendar(product: str, method: str) -> Calendar:
    """Return an empty calendar object of a product, with its method (RFC 5545, RFC 5546)."""
    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(LONDON_RULES))
    return calendar


def start_feed(product: str, name: str) -> Calendar:
    """Return an empty calendar that others subscribe to, with its name and how often it is read."""
    calendar = start_calendar(product, Method.PUBLISH.value)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _READ_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_READ_EVERY))
    return calendar


def write_organizer(name: str) -> vCalAddress:
    """Return who invites: the service's own address, under a name."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name)
    return organizer


def write_attendee(address: str, name: str, *, has_accepted: bool) -> vCalAddress:
    """Return who is invited; nobody is asked to answer by calendar."""
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CN"] = vText(name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if has_accepted else "NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def write_moment(moment: datetime) -> datetime:
    """
    Return a moment in London's time, or in UTC within the hour that comes a second time.

    A local time that comes twice means the first of them (RFC 5545, section 3.3.5).
    """
    local = moment.astimezone(LONDON)
    return moment.astimezone(UTC) if local.fold else local


def split_objects(stream: str) -> list[str]:
    """Return the calendar objects of a stream, each whole."""
    return [f"{each}{_END}" for each in stream.split(_END) if each.strip()]
