"""The API of analytics: the same figures as the pages, as JSON."""
