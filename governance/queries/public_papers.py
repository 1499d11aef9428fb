"""The papers of open items, which the public reads with the minutes of their meeting."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

from governance.codes import FileCheck
from governance.models import PaperVersion


def papers_of(items: Collection[str]) -> dict[str, list[PaperVersion]]:
    """
    Return the papers of some items by item: of each its last version, as the meeting had it.

    A paper that was withdrawn is not among them.
    """
    versions = PaperVersion.objects.filter(
        paper__item__in=[UUID(key) for key in items], paper__withdrawn_at__isnull=True
    ).select_related("paper")
    last = versions.order_by("paper_id", "-number").distinct("paper_id").defer("content", "words")
    found: dict[str, list[PaperVersion]] = defaultdict(list)
    for version in sorted(last, key=lambda each: (each.paper.position, str(each.paper_id))):
        found[str(version.paper.item_id)].append(version)
    return found


def is_read(version: PaperVersion) -> bool:
    """Whether the public reads a paper's words: those of files stand by their title alone."""
    return version.file_check == FileCheck.CLEAN and not version.file_name


def texts_of(
    papers: Mapping[str, Sequence[PaperVersion]],
) -> Iterator[tuple[str, str, PaperVersion]]:
    """Yield what the public would read of papers: where it stands, what it says, in which one."""
    for versions in papers.values():
        for version in versions:
            yield title_path(version), version.paper.title, version
            if is_read(version) and version.body:
                yield body_path(version), version.body, version


def title_path(version: PaperVersion) -> str:
    """Return where the title of a paper stands."""
    return f"/papers/{version.pk}/title"


def body_path(version: PaperVersion) -> str:
    """Return where the words of a paper stand."""
    return f"/papers/{version.pk}/text"
