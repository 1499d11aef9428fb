"""The way into the service: who is trained, who uses it, who does not."""

from django.urls import URLPattern, path

from analytics.views import adoption

PATTERNS: list[URLPattern] = [
    path("adoption/", adoption.adoption, name="adoption"),
    path("adoption/retention/", adoption.retention, name="retention"),
    path("adoption/residents/", adoption.residents, name="residents"),
    path("adoption/silent-teams/", adoption.silent_teams, name="silent_teams"),
    path("adoption/files/<slug:what>.<slug:fmt>", adoption.adoption_file, name="adoption_file"),
]
