"""The way into the service: who is trained, who uses it, who does not."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
