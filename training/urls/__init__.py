"""The addresses below /training/, family by family."""

from django.urls import URLPattern

from . import (
    attendance,
    awards,
    booking,
    calendar,
    compliance,
    courses,
    gate,
    learning,
    lists,
)

app_name = "training"

urlpatterns: list[URLPattern] = [
    *booking.PATTERNS,
    *gate.PATTERNS,
    *learning.PATTERNS,
    *awards.PATTERNS,
    *calendar.PATTERNS,
    *compliance.PATTERNS,
    *lists.PATTERNS,
    *attendance.PATTERNS,
    *courses.PATTERNS,
]
