"""Tickets in words."""
