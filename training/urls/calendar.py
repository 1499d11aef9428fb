"""Calendars that read what somebody booked."""

from django.urls import URLPattern, path

from training.views import calendar

PATTERNS: list[URLPattern] = [
    path("calendar/", calendar.calendar_detail, name="calendar_detail"),
    path("calendar/open/", calendar.calendar_open, name="calendar_open"),
    path("calendar/revoke/", calendar.calendar_revoke, name="calendar_revoke"),
    path("calendar/<str:secret>/bookings.ics", calendar.calendar_feed, name="calendar_feed"),
    path(
        "bookings/<uuid:booking_id>/training.ics",
        calendar.booking_calendar,
        name="booking_calendar",
    ),
]
