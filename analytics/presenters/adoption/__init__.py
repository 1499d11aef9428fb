"""Adoption in words, tables and charts: every count as it may be seen inside the service."""
