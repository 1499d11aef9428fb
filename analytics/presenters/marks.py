"""What charts mark, as a list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from analytics.codes import AnnotationKind
from analytics.models import Annotation, Reach
from core.dates import format_short_day


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationLine:
    """An annotation in the list; `url` is blank where the viewer may not change it."""

    on: str
    kind: str
    words: str
    where: str
    by: str
    url: str


def present_annotations(rows: Iterable[Annotation], *, reach: Reach) -> list[AnnotationLine]:
    """Return annotations with where they count and who wrote them."""
    return [_present(each, reach) for each in rows]


def _present(annotation: Annotation, reach: Reach) -> AnnotationLine:
    place = annotation.organization
    is_theirs = reach.sees_all or (place is not None and reach.covers(place.pk))
    until = f" to {format_short_day(annotation.until)}" if annotation.until else ""
    return AnnotationLine(
        on=f"{format_short_day(annotation.on)}{until}",
        kind=AnnotationKind(annotation.kind).label,
        words=annotation.words,
        where=place.short_name if place else "The whole service",
        by=annotation.by.display_name if annotation.by else "",
        url=reverse("analytics:annotation_edit", args=[annotation.pk])
        if reach.edits and is_theirs
        else "",
    )
