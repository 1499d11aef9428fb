"""Papers that a viewer may know of: as a reader of their items, or as whoever is to write them."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from governance.codes import PAPERS_ARE_OPEN, FileCheck, MeetingState
from governance.models import AgendaItem, Paper, PaperVersion, Reach, known_items


def items_to_write_for(reach: Reach) -> QuerySet[AgendaItem]:
    """
    Return the items that a viewer may know of, and those that they are to present.

    Papers are due before the agenda is published, so whoever presents an item knows of it earlier
    than the others, until the meeting is over. A conflict of interest wins over this as well.
    """
    items = AgendaItem.objects.filter(known_items(reach) | _presents(reach, ""))
    return items.exclude(meeting__state=MeetingState.CANCELLED)


def papers_known_to(reach: Reach) -> QuerySet[Paper]:
    """Return the papers that a viewer may read, and those that they write for a meeting ahead."""
    wrote = Q(author_id=reach.user_id, item__meeting__state__in=PAPERS_ARE_OPEN)
    wrote &= ~Q(item__in=reach.conflicted)
    read = Q(pk__in=Paper.objects.visible_to(reach).values("pk"))
    return Paper.objects.filter(read | wrote | _presents(reach, "item__"))


def get_paper(paper_id: UUID, reach: Reach) -> Paper:
    """
    Return a paper with its item and meeting.

    :raises Paper.DoesNotExist: there is none that the viewer may know of
    """
    known = papers_known_to(reach).select_related("author", "item__meeting__committee")
    return known.get(pk=paper_id)


def list_versions(paper: Paper) -> list[PaperVersion]:
    """Return the versions of a paper without their files, the newest first."""
    versions = PaperVersion.objects.filter(paper=paper).defer("content", "words")
    return list(versions.select_related("sent_by").order_by("-number"))


def get_version(version_id: UUID, reach: Reach) -> PaperVersion:
    """
    Return a version of a paper that is a file, without the file; withdrawn ones are for writers.

    :raises PaperVersion.DoesNotExist: there is none that the viewer may know of
    """
    files = PaperVersion.objects.filter(paper__in=papers_known_to(reach), body="")
    of_writers = Q(paper__item__meeting__committee__in=reach.serves)
    open_to = files.filter(Q(paper__withdrawn_at__isnull=True) | of_writers)
    return open_to.select_related("paper__item").defer("content", "words").get(pk=version_id)


def read_file(version: PaperVersion) -> bytes:
    """Return the file of a version that the viewer may know of; that it is checked is a policy."""
    content = PaperVersion.objects.values_list("content", flat=True).get(
        pk=version.pk, file_check=FileCheck.CLEAN
    )
    return bytes(content or b"")


def list_papers(items: Collection[UUID], reach: Reach) -> list[Paper]:
    """
    Return the papers of items that a viewer may read, in order, each with its versions.

    `versions.all()` of each is the newest first, without the files; in two queries whatever the
    number of items.
    """
    newest_first = PaperVersion.objects.defer("content", "words", "body").order_by("-number")
    papers = Paper.objects.visible_to(reach).filter(item__in=items)
    return list(
        papers.order_by("item", "position").prefetch_related(Prefetch("versions", newest_first))
    )


def knows_item(item_id: UUID, reach: Reach) -> bool:
    """Whether a viewer may open the page of an item: more than to write a paper for it."""
    return AgendaItem.objects.visible_to(reach).filter(pk=item_id).exists()


def _presents(reach: Reach, item: str) -> Q:
    """Return the condition that a viewer is to present an item of a meeting that is not over."""
    presents = {
        f"{item}presenter_id": reach.user_id,
        f"{item}meeting__state__in": PAPERS_ARE_OPEN,
    }
    return Q(**presents) & ~Q(**{f"{item}pk__in": reach.conflicted})
