"""What must be held before a course, between its expression and the two lists of a form. Pure."""

from collections.abc import Sequence


def join_prerequisites(all_of: Sequence[str], any_of: Sequence[str]) -> dict[str, object] | None:
    """Return the expression of what must be held: all of some, and one of others; None for none."""
    if not any_of:
        return {"all": list(all_of)} if all_of else None
    one = {"any": list(any_of)}
    return {"all": [*all_of, one]} if all_of else dict(one)


def part_prerequisites(expression: object) -> tuple[list[str], list[str]] | None:
    """
    Return an expression as what must all be held, and of what one must be; None for a deeper one.

    What the form cannot show it must not lose, hence None.
    """
    if expression is None:
        return [], []
    if isinstance(expression, str):
        return [expression], []
    if not isinstance(expression, dict):
        return None
    parts = list(expression.get("all", ()))
    choices = expression.get("any")
    if choices is None and parts and isinstance(parts[-1], dict):
        choices = parts.pop().get("any")
        if choices is None:
            return None
    all_of, any_of = _codes(parts), _codes(choices or [])
    return None if all_of is None or any_of is None else (all_of, any_of)


def _codes(parts: object) -> list[str] | None:
    is_plain = isinstance(parts, list) and all(isinstance(part, str) for part in parts)
    return list(parts) if isinstance(parts, list) and is_plain else None
