"""What every page of one person's record shares: banner, sources and sections."""

from dataclasses import dataclass
from datetime import datetime

from records.queries.head import RecordHead

from .banner import Banner, present_banner
from .links import summary_url
from .navigation import SectionGroup, present_navigation
from .sources import (
    SourceLine,
    other_sources_words,
    present_sources,
    withheld_reasons,
    withheld_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFrame:
    """The frame of a record page."""

    summary_url: str
    is_summary: bool
    banner: Banner
    sources: list[SourceLine]
    other_sources: str
    withheld: str
    withheld_reasons: list[str]
    groups: list[SectionGroup]


def present_page(head: RecordHead, *, current: str, at: datetime) -> RecordFrame:
    """Return the frame of a page; `current` is its section, or "summary"."""
    return RecordFrame(
        summary_url=summary_url(head.patient.pk),
        is_summary=current == "summary",
        banner=present_banner(head, at=at),
        sources=present_sources(head, at=at),
        other_sources=other_sources_words(head),
        withheld=withheld_words(head),
        withheld_reasons=withheld_reasons(head),
        groups=present_navigation(head, current),
    )
