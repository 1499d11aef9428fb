"""What stands around every page of training: where else one can go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from training.models import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameLink:
    """A part of training, as the tabs component wants it."""

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


def _trainers(reach: Reach) -> bool:
    return reach.is_trainer


def _who_enrols(reach: Reach) -> bool:
    return bool(reach.people)


def _who_reads_figures(reach: Reach) -> bool:
    return bool(reach.figures)


def _managers(reach: Reach) -> bool:
    return bool(reach.people) and not reach.is_trainer


def _all_but_trainers(reach: Reach) -> bool:
    return not reach.is_trainer


# In the order in which they stand. Trainers have so many that what waits for them is reached from
# their day, and their certificates from their training.
PARTS: Final = (
    _Part("Your day", "training:day", _trainers),
    _Part("Your training", "training:home", _anybody),
    _Part("Find a course", "training:course_list", _anybody),
    _Part("Approvals", "training:approval_list", _managers),
    _Part("Sessions", "training:session_desk", _trainers),
    _Part("Courses", "training:course_set_up_list", _trainers),
    _Part("Certificates", "training:award_list", _all_but_trainers),
    _Part("Compliance", "training:compliance", _who_reads_figures),
    _Part("Enrol many", "training:list_list", _who_enrols),
    _Part("Who must learn what", "training:matrix", _trainers),
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
