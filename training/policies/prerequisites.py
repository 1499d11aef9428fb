"""What a course asks for first: a Boolean expression over competencies."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

# A code of a competency, or {"all": [...]} or {"any": [...]} of expressions; None asks for nothing.
Expression: TypeAlias = "str | Mapping[str, Sequence[Expression]] | None"


def meets(expression: Expression, held: Collection[str]) -> bool:
    """Return whether somebody who holds these competencies meets what a course asks for first."""
    if expression is None:
        return True
    if isinstance(expression, str):
        return expression in held
    every = all(meets(part, held) for part in expression.get("all", ()))
    choices = expression.get("any")
    return every and (choices is None or any(meets(part, held) for part in choices))


def list_missing(expression: Expression, held: Collection[str]) -> list[list[str]]:
    """Return what is missing: of each inner list, one is enough."""
    if meets(expression, held) or expression is None:
        return []
    if isinstance(expression, str):
        return [[expression]]
    missing = [each for part in expression.get("all", ()) for each in list_missing(part, held)]
    choices = expression.get("any")
    if choices is not None and not any(meets(part, held) for part in choices):
        missing.append(list(dict.fromkeys(code for part in choices for code in codes_of(part))))
    return missing


def codes_of(expression: Expression) -> list[str]:
    """Return every code that an expression names."""
    if expression is None:
        return []
    if isinstance(expression, str):
        return [expression]
    parts = [part for key in ("all", "any") for part in expression.get(key, ())]
    return [code for part in parts for code in codes_of(part)]
