"""Calendars."""

from django.urls import URLPattern, path

from governance.views import calendar

PATTERNS: list[URLPattern] = [
    path("calendar/", calendar.calendar_detail, name="calendar_detail"),
    path("calendar/open/", calendar.calendar_open, name="calendar_open"),
    path("calendar/revoke/", calendar.calendar_revoke, name="calendar_revoke"),
    path("calendar/<str:secret>/meetings.ics", calendar.meeting_feed, name="meeting_feed"),
    path(
        "meetings/<uuid:meeting_id>/meeting.ics",
        calendar.meeting_calendar,
        name="meeting_calendar",
    ),
]
