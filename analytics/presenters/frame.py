"""What stands around every page of analytics: where else one can go."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLink:
    """A part of analytics, as the tabs component wants it."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


# In the order in which they stand.
PARTS: Final = (
    ("Use", "analytics:overview"),
    ("Adoption", "analytics:adoption"),
    ("Control charts", "analytics:control"),
    ("Benefits", "analytics:benefits"),
    ("Service quality", "analytics:quality"),
    ("Reports", "analytics:report_list"),
    ("Measures", "analytics:measure_list"),
)


def present_frame(*, path: str) -> list[FrameLink]:
    """Return the tabs; the one whose address fits the path best is marked."""
    urls = [reverse(url_name) for _, url_name in PARTS]
    longest = max((len(url) for url in urls if path.startswith(url)), default=0)
    return [
        FrameLink(
            label=label,
            url=url,
            is_current=path.startswith(url) and len(url) == longest,
        )
        for (label, _), url in zip(PARTS, urls, strict=True)
    ]
