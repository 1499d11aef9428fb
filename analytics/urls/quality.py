"""How well the service runs, and the question in the record."""

from django.urls import URLPattern, path

from analytics.views import felt, quality, sampling

PATTERNS: list[URLPattern] = [
    path("quality/", quality.service_quality, name="quality"),
    path("quality/<slug:what>.<slug:fmt>", quality.quality_export, name="quality_export"),
    path("felt/", felt.felt, name="felt"),
    path("ask/<str:token>/", sampling.survey_answer, name="survey_answer"),
]
