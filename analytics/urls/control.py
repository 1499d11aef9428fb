"""Control charts, growth, and what charts mark."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
