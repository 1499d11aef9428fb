"""What workers and the scheduler carry out for analytics, a module for each family."""

from . import facts

__all__ = ["facts"]
