"""The way from the record to the course that opens it."""

from django.urls import URLPattern, path

from training.views import course_for

PATTERNS: list[URLPattern] = [
    path("for/<slug:code>/", course_for.course_for, name="course_for"),
]
