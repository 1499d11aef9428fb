"""What of a meeting is public: the minutes that were approved, without what is left out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import F, Q, QuerySet

from governance.codes import CONFLICTS, Visibility
from governance.models import (
    AgendaItem,
    ItemInterest,
    Meeting,
    MinutesApproval,
    MinutesVersion,
    Publication,
    PublicRedaction,
    Reach,
)
from governance.policies.redaction import Span, leave_out, list_texts, make_public
from governance.queries.minutes import read_version
from governance.queries.public_papers import body_path, is_read, papers_of, texts_of, title_path
from governance.queries.search import CONFIG, LONGEST_WORDS, START, STOP

MOST_FOUND: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicText:
    """A text that the public would read, and where it stands: in the minutes, or in a paper."""

    path: str
    text: str
    paper_version_id: UUID | None = None


def approved_version(meeting: Meeting) -> MinutesVersion | None:
    """Return the version of the minutes that a later meeting approved, if one did."""
    approval = (
        MinutesApproval.objects.filter(version__meeting=meeting)
        .select_related("version__entry")
        .order_by("-version__number")
        .first()
    )
    return approval.version if approval else None


def conflicted_in(meeting: Meeting) -> frozenset[UUID]:
    """Return who has a conflict of interest in any item of a meeting."""
    found = ItemInterest.objects.filter(
        item__meeting=meeting, mitigation__in=CONFLICTS, lifted_at__isnull=True
    )
    return frozenset(found.values_list("user_id", flat=True))


def texts_to_redact(version: MinutesVersion, *, reach: Reach) -> list[PublicText]:
    """Return the texts that the public would read, of items that the viewer may know of."""
    known = AgendaItem.objects.visible_to(reach).filter(meeting_id=version.meeting_id)
    keys = frozenset(map(str, known.values_list("pk", flat=True)))
    content = read_version(version)
    shown = _open_items(content, version) & keys
    minuted = [PublicText(path=path, text=text) for path, text in list_texts(content, shown)]
    papers = [
        PublicText(path=path, text=text, paper_version_id=paper.pk)
        for path, text, paper in texts_of(papers_of(shown))
    ]
    return minuted + papers


def list_redactions(version: MinutesVersion) -> list[PublicRedaction]:
    """Return what is left out of a version and of the meeting's papers, in order."""
    redactions = PublicRedaction.objects.filter(
        Q(minutes=version) | Q(paper_version__paper__item__meeting=version.meeting_id),
        lifted_at__isnull=True,
    )
    return list(redactions.select_related("made_by").order_by("path", "start"))


def get_redaction(redaction_id: UUID, *, reach: Reach) -> tuple[PublicRedaction, UUID]:
    """
    Return a redaction and the key of its meeting, to those who prepare its committee's meetings.

    :raises PublicRedaction.DoesNotExist: there is none that they may know of
    """
    ours = Q(minutes__meeting__committee__in=reach.serves)
    ours |= Q(paper_version__paper__item__meeting__committee__in=reach.serves)
    found = PublicRedaction.objects.filter(ours)
    redaction = found.select_related("minutes", "paper_version__paper__item").get(pk=redaction_id)
    if redaction.minutes is not None:
        return redaction, redaction.minutes.meeting_id
    if redaction.paper_version is None:
        raise PublicRedaction.DoesNotExist
    return redaction, redaction.paper_version.paper.item.meeting_id


def public_content(version: MinutesVersion) -> dict[str, Any]:
    """Return what the public reads of a version of minutes, and of its meeting's papers."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for each in list_redactions(version):
        spans[each.path].append(Span(each.start, each.end, each.exemption))
    content = read_version(version)
    shown = _open_items(content, version)
    public = make_public(content, shown, spans)
    _add_papers(public, shown, spans)
    return public


def _open_items(content: Mapping[str, Any], version: MinutesVersion) -> frozenset[str]:
    """
    Return the keys of the items that were open and still are.

    Below one that is not open, none is: the database keeps that.
    """
    items = AgendaItem.objects.filter(meeting_id=version.meeting_id, visibility=Visibility.OPEN)
    still = frozenset(map(str, items.values_list("pk", flat=True)))
    were = {item["id"] for item in content["items"] if item["visibility"] == Visibility.OPEN}
    return still & were


def _add_papers(
    public: Mapping[str, Any], shown: Collection[str], spans: Mapping[str, Sequence[Span]]
) -> None:
    papers = papers_of(shown)
    for item in public["items"]:
        item["papers"] = [
            {
                "title": leave_out(paper.paper.title, spans.get(title_path(paper), ())),
                "text": leave_out(paper.body, spans.get(body_path(paper), ()))
                if is_read(paper)
                else "",
            }
            for paper in papers.get(item["id"], ())
        ]


def public_words(content: Mapping[str, Any]) -> str:
    """Return the words that the public search finds: those that the public reads."""
    open_ones = {item["id"] for item in content["items"] if item["id"]}
    return "\n".join(text for _, text in list_texts(content, open_ones))


def public_publications() -> QuerySet[Publication]:
    """Return what the public reads now, the newest meeting first."""
    shown = Publication.objects.filter(withdrawn_at__isnull=True)
    return (
        shown.select_related("meeting__committee")
        .defer("pdf", "words", "content")
        .order_by("-meeting__starts_at")
    )


def get_publication(publication_id: UUID) -> Publication:
    """
    Return what the public reads of a meeting.

    :raises Publication.DoesNotExist: there is none, or it was withdrawn
    """
    shown = Publication.objects.filter(withdrawn_at__isnull=True)
    return shown.select_related("meeting__committee", "minutes").get(pk=publication_id)


def search_public(words: str) -> Sequence[Publication]:
    """Return publications that hold the words, the best first, each with a `piece` of its text."""
    asked = words.replace("\x00", "").strip()[:LONGEST_WORDS]
    if not asked:
        return []
    query = SearchQuery(asked, config=CONFIG, search_type="websearch")
    vector = SearchVector("words", config=CONFIG)
    piece = SearchHeadline(
        F("words"), query, config=CONFIG, start_sel=START, stop_sel=STOP, max_fragments=1
    )
    found = public_publications().annotate(found=vector).filter(found=query)
    ranked = found.annotate(rank=SearchRank(vector, query), piece=piece)
    return list(ranked.order_by("-rank")[:MOST_FOUND])
