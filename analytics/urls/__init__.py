"""The addresses below /analytics/, family by family."""

from django.urls import URLPattern

from . import adoption, benefits, control, overview, quality, reports

app_name = "analytics"

urlpatterns: list[URLPattern] = [
    *overview.PATTERNS,
    *adoption.PATTERNS,
    *control.PATTERNS,
    *benefits.PATTERNS,
    *quality.PATTERNS,
    *reports.PATTERNS,
]
