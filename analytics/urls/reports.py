"""Reports, frozen and scheduled."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
