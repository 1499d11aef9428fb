"""How well the service runs, and the question in the record."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
