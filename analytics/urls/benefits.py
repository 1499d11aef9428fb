"""The register and the model of benefits."""

from django.urls import URLPattern

PATTERNS: list[URLPattern] = []
