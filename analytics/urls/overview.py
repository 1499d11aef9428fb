"""The overview, its exports, and the dictionary of measures."""

from django.urls import URLPattern, path

from analytics.views import measures, overview

PATTERNS: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("today/", overview.today, name="today"),
    path("export/<slug:what>.<slug:fmt>", overview.use_export, name="export"),
    path("measures/", measures.measure_list, name="measure_list"),
    path("measures/<slug:code>/", measures.measure_detail, name="measure_detail"),
]
