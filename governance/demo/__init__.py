"""Eighteen months of invented meetings."""
