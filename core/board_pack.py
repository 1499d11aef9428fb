"""
The automatic sections of board packs: live figures of each room, frozen when a pack is issued.

Rooms fill this registry when they start (in their AppConfig.ready). A section holds figures of
organizations only, never of people: whoever reads the pack may read it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionWish:
    """
    For whom a section is made: the organization whose committee meets, and the stretch of time.

    `since` is the cut of the pack before this one, `until` the cut of this one.
    """

    organization_id: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFigure:
    """A figure that stands large: what it is, the value in words, how it changed."""

    label: str
    value: str
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackTable:
    """A table: a caption, headings, rows of words; numbers stand to the right."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackChart:
    """A chart as a Vega-Lite specification, what it shows in words, and its data as a table."""

    spec: Mapping[str, object]
    alternative: str
    table: PackTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionContent:
    """What a section says; `source` names where the figures come from and what they count."""

    summary: str
    source: str
    figures: Sequence[PackFigure] = ()
    charts: Sequence[PackChart] = ()
    tables: Sequence[PackTable] = ()

    def as_row(self) -> dict[str, object]:
        """Return it as JSON, as a pack keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PackSection:
    """A section that packs may hold."""

    key: str
    title: str
    build: Callable[[SectionWish], SectionContent]
    order: int


_sections: dict[str, PackSection] = {}


def register_pack_section(
    key: str, title: str, build: Callable[[SectionWish], SectionContent], *, order: int = 100
) -> None:
    """Offer an automatic section to all board packs."""
    _sections[key] = PackSection(key, title, build, order)


def pack_sections() -> list[PackSection]:
    """Return the sections that there are, in order."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.key))
