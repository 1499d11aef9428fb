"""The addresses below /governance/, family by family."""

from django.urls import URLPattern, path

from governance.views import home

from . import (
    agenda,
    agreements,
    calendar,
    committees,
    decisions,
    interests,
    minutes,
    packs,
    papers,
    public,
    risks,
)

app_name = "governance"

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    *committees.PATTERNS,
    *agenda.PATTERNS,
    *papers.PATTERNS,
    *interests.PATTERNS,
    *packs.PATTERNS,
    *minutes.PATTERNS,
    *decisions.PATTERNS,
    *risks.PATTERNS,
    *agreements.PATTERNS,
    *calendar.PATTERNS,
    *public.PATTERNS,
]
