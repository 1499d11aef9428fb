"""What the public reads of meetings, in words and as a PDF; and what is left out of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.times import say_day, say_moment
from governance.codes import Exemption
from governance.models import MinutesVersion, Publication, PublicRedaction
from governance.presenters.minutes import MinutesLine, MinutesWords, present_minutes
from governance.presenters.printed_minutes import Imprint, draw_minutes
from governance.presenters.search import mark

AROUND = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionLine:
    """Words that the public does not read, with a little of what stands around them."""

    key: UUID
    before: str
    words: str
    after: str
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLine:
    """A meeting whose minutes are public."""

    committee: str
    day: str
    url: str
    published: str
    piece: list[tuple[str, bool]]


def present_public(content: Mapping[str, Any]) -> MinutesWords:
    """Return what the public reads in words; items without a key are withheld."""
    known = {item["id"] for item in content["items"] if item["id"]}
    minutes = present_minutes(content, known)
    items = [
        replace(item, lines=[*item.lines, *map(_paper, said.get("papers", ()))])
        for item, said in zip(minutes.items, content["items"], strict=True)
    ]
    return replace(minutes, items=items)


def draw_public(content: Mapping[str, Any], version: MinutesVersion, at: datetime) -> bytes:
    """Return what the public reads as a PDF, drawn from these words alone."""
    imprint = Imprint(
        standing="Published: approved by the committee",
        version=version.number,
        sha256=version.sha256,
        excerpt_for="the public",
    )
    return draw_minutes(present_public(content), imprint, at=at)


def present_redactions(
    redactions: Iterable[PublicRedaction], texts: Mapping[str, str]
) -> list[RedactionLine]:
    """Return what is left out; of texts that the viewer may not know of nothing is shown."""
    return [
        RedactionLine(
            key=each.pk,
            before=texts[each.path][max(0, each.start - AROUND) : each.start],
            words=texts[each.path][each.start : each.end],
            after=texts[each.path][each.end : each.end + AROUND],
            why=Exemption(each.exemption).label + (f". {each.reason}" if each.reason else ""),
            by=f"{each.made_by}, {say_moment(each.made_at)}",
        )
        for each in redactions
        if each.path in texts
    ]


def present_publications(publications: Sequence[Publication]) -> list[PublicationLine]:
    """Return publications as lists show them, with the piece that a search found, if any."""
    return [
        PublicationLine(
            committee=each.meeting.committee.name,
            day=say_day(each.meeting.starts_at),
            url=reverse("governance:public_minutes", args=[each.pk]),
            published=say_day(each.published_at),
            piece=mark(getattr(each, "piece", "")),
        )
        for each in publications
    ]


def _paper(paper: Mapping[str, str]) -> MinutesLine:
    note = "" if paper["text"] else "Only its title is published here."
    return MinutesLine(label=f"Paper: {paper['title']}", words=paper["text"], note=note)
