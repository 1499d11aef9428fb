"""Search what was written in governance: who may not know of it does not find it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from governance.codes import FileCheck
from governance.models import (
    AgendaItem,
    Committee,
    Decision,
    MinuteEntry,
    Paper,
    PaperVersion,
    Reach,
)

CONFIG: Final = "english"
LONGEST_WORDS: Final = 200
MOST_OF_A_KIND: Final = 20
# Around what was found; the page marks it, so that no markup comes out of the database.
START: Final = "\ue000"
STOP: Final = "\ue001"

# The same expressions stand in the indexes of the models' migration.
ITEM_WORDS: Final = SearchVector("title", "body", config=CONFIG)
ENTRY_WORDS: Final = SearchVector("body", config=CONFIG)
DECISION_WORDS: Final = SearchVector("number", "title", "text", "rationale", config=CONFIG)
PAPER_WORDS: Final = SearchVector("words", config=CONFIG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something that was found: its kind and key, where it belongs, and a piece of its text."""

    kind: str
    key: UUID
    title: str
    piece: str
    committee: str
    at: datetime
    rank: float


def search(words: str, *, reach: Reach, committee: str = "") -> list[Found]:
    """
    Return what a viewer may know of and what holds the words, the best first.

    Words are read as people type them: "care plan" -draft or letter (websearch_to_tsquery).
    """
    asked = words.replace("\x00", "").strip()[:LONGEST_WORDS]
    if not asked:
        return []
    query = SearchQuery(asked, config=CONFIG, search_type="websearch")
    found = [
        *_items(query, reach, committee),
        *_papers(query, reach, committee),
        *_entries(query, reach, committee),
        *_decisions(query, reach, committee),
    ]
    return sorted(found, key=lambda each: (each.rank, each.at), reverse=True)


def committees_to_search(reach: Reach) -> list[Committee]:
    """Return the committees that a viewer belongs to, to narrow a search by."""
    return list(Committee.objects.filter(pk__in=reach.committees))


def _items(query: SearchQuery, reach: Reach, committee: str) -> list[Found]:
    items = AgendaItem.objects.visible_to(reach)
    if committee:
        items = items.filter(meeting__committee__code=committee)
    ranked = _rank(items.select_related("meeting__committee"), ITEM_WORDS, query, "body")
    return [
        Found(
            kind="item",
            key=item.pk,
            title=item.title,
            piece=item.piece,
            committee=item.meeting.committee.name,
            at=item.meeting.starts_at,
            rank=item.rank,
        )
        for item in ranked
    ]


def _papers(query: SearchQuery, reach: Reach, committee: str) -> list[Found]:
    """Search the newest checked version of each paper that is still there."""
    papers = Paper.objects.visible_to(reach).filter(withdrawn_at__isnull=True)
    if committee:
        papers = papers.filter(item__meeting__committee__code=committee)
    newest = (
        PaperVersion.objects.filter(paper=OuterRef("paper"), file_check=FileCheck.CLEAN)
        .order_by("-number")
        .values("pk")[:1]
    )
    versions = PaperVersion.objects.filter(paper__in=papers, pk=Subquery(newest))
    related = versions.select_related("paper__item__meeting__committee").defer("content")
    ranked = _rank(related, PAPER_WORDS, query, "words")
    return [
        Found(
            kind="paper",
            key=version.paper_id,
            title=version.paper.title,
            piece=version.piece,
            committee=version.paper.item.meeting.committee.name,
            at=version.paper.item.meeting.starts_at,
            rank=version.rank,
        )
        for version in ranked
    ]


def _entries(query: SearchQuery, reach: Reach, committee: str) -> list[Found]:
    entries = MinuteEntry.objects.visible_to(reach).filter(struck_at__isnull=True)
    if committee:
        entries = entries.filter(item__meeting__committee__code=committee)
    ranked = _rank(entries.select_related("item__meeting__committee"), ENTRY_WORDS, query, "body")
    return [
        Found(
            kind="minutes",
            key=entry.item.meeting_id,
            title=entry.item.title,
            piece=entry.piece,
            committee=entry.item.meeting.committee.name,
            at=entry.item.meeting.starts_at,
            rank=entry.rank,
        )
        for entry in ranked
    ]


def _decisions(query: SearchQuery, reach: Reach, committee: str) -> list[Found]:
    # Whether they may know of it is asked first: a distinct query cannot be ranked.
    known = Decision.objects.visible_to(reach).filter(pk=OuterRef("pk"))
    decisions = Decision.objects.filter(Exists(known))
    if committee:
        decisions = decisions.filter(committee__code=committee)
    ranked = _rank(decisions.select_related("committee"), DECISION_WORDS, query, "text")
    return [
        Found(
            kind="decision",
            key=decision.pk,
            title=f"{decision.number} {decision.title}",
            piece=decision.piece,
            committee=decision.committee.name,
            at=decision.decided_at,
            rank=decision.rank,
        )
        for decision in ranked
    ]


def _rank(
    rows: QuerySet[Any], vector: SearchVector, query: SearchQuery, text: str
) -> QuerySet[Any]:
    """Keep the rows that match, the best first, each with a piece of its text around the words."""
    piece = SearchHeadline(
        F(text),
        query,
        config=CONFIG,
        start_sel=START,
        stop_sel=STOP,
        max_words=24,
        min_words=12,
        max_fragments=1,
    )
    matching = rows.annotate(found=vector).filter(found=query)
    ranked = matching.annotate(rank=SearchRank(vector, query), piece=piece)
    best: QuerySet[Any] = ranked.order_by("-rank")[:MOST_OF_A_KIND]
    return best
