"""How well the service runs, and the question in the record."""

from django.urls import URLPattern, path

from analytics.views import felt, sampling

PATTERNS: list[URLPattern] = [
    path("felt/", felt.felt, name="felt"),
    path("ask/<str:token>/", sampling.survey_answer, name="survey_answer"),
]
