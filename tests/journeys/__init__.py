"""Journeys through the whole service by role, in a real browser, on what real feeds sent."""
