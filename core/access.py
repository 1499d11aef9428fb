"""Ask whether a check would pass, where a template needs a yes or no."""

from collections.abc import Callable
from typing import ParamSpec

from core.errors import DomainError

P = ParamSpec("P")


def allowed(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Answer whether the check passes for these arguments."""
    try:
        check(*args, **kwargs)
    except DomainError:
        return False
    return True
