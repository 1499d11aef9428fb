"""Hand what a form was told on to a model."""

from dataclasses import Field, fields
from typing import ClassVar, Protocol


class Facts(Protocol):
    """A dataclass whose members are named as those of a model."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]


def fields_of(facts: Facts) -> dict[str, object]:
    """Return the members with their values, rows of other tables as they are."""
    return {each.name: getattr(facts, each.name) for each in fields(facts)}
