"""What workers and the scheduler carry out for analytics, a module for each family."""

from . import facts, page_times, reports

__all__ = ["facts", "page_times", "reports"]
