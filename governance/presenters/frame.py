"""What stands around every page of governance: where else one can go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from governance.models import READS_AGREEMENTS, Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLink:
    """A part of governance, as the tabs component wants it."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    label: str
    url_name: str
    is_for: Callable[[Reach], bool]


def _anybody(_reach: Reach) -> bool:
    return True


def _members(reach: Reach) -> bool:
    return bool(reach.committees)


def _who_reads_agreements(reach: Reach) -> bool:
    return bool(reach.reads) or reach.viewer.job_role in READS_AGREEMENTS


# In the order in which they stand.
PARTS: Final = (
    _Part("Your meetings", "governance:home", _anybody),
    _Part("Committees", "governance:committee_list", _members),
    _Part("Decisions", "governance:decision_list", _members),
    _Part("Actions", "governance:own_actions", _anybody),
    _Part("Risks", "governance:risk_list", _members),
    _Part("Hazards", "governance:hazard_list", _members),
    _Part("Agreements", "governance:agreement_list", _who_reads_agreements),
    _Part("Interests", "governance:interest_list", _members),
    _Part("Search", "governance:search", _members),
)


def present_frame(reach: Reach, *, path: str) -> list[FrameLink]:
    """Return the tabs of a viewer; the one whose address fits the path best is marked."""
    parts = [part for part in PARTS if part.is_for(reach)]
    urls = [reverse(part.url_name) for part in parts]
    longest = max((len(url) for url in urls if path.startswith(url)), default=0)
    return [
        FrameLink(
            label=part.label,
            url=url,
            is_current=path.startswith(url) and len(url) == longest,
        )
        for part, url in zip(parts, urls, strict=True)
    ]
