"""The overview, its exports, and the dictionary of measures."""

from django.urls import URLPattern, path

from analytics.views import overview

PATTERNS: list[URLPattern] = [
    path("", overview.overview, name="overview"),
]
