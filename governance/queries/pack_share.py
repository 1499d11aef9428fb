"""What of a pack one reader may know of, now: asked when theirs is drawn, and when it is opened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.models import AgendaItem, BoardPack, Paper, Reach
from governance.policies.evidence import canonical, sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class PackShare:
    """
    One reader's part of a pack: keys of items and papers, and the numbers of what is left out.

    The live figures are for those who belong to the committee.
    """

    items: frozenset[str]
    papers: frozenset[str]
    has_sections: bool
    withheld: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What tells this part from any other."""
        return sha256(
            canonical(
                {
                    "items": sorted(self.items),
                    "papers": sorted(self.papers),
                    "sections": self.has_sections,
                }
            )
        )


def share_of(pack: BoardPack, reach: Reach) -> PackShare:
    """Return what of an issued pack a reader may know of."""
    rows = items_of(pack)
    held = {str(paper["id"]) for row in rows for paper in row["papers"]}
    held |= {str(row["id"]) for row in pack.content.get("removed", [])}
    items = AgendaItem.objects.filter(meeting_id=pack.meeting_id).visible_to(reach)
    papers = Paper.objects.filter(item__meeting_id=pack.meeting_id).visible_to(reach)
    known = {str(key) for key in items.values_list("pk", flat=True)}
    return PackShare(
        items=frozenset(known & {str(row["id"]) for row in rows}),
        papers=frozenset(held & {str(key) for key in papers.values_list("pk", flat=True)}),
        has_sections=pack.meeting.committee_id in reach.committees,
        withheld=tuple(str(row["number"]) for row in rows if str(row["id"]) not in known),
    )


def items_of(pack: BoardPack) -> Sequence[Mapping[str, Any]]:
    """Return the agenda items that a pack froze, in order."""
    rows: Sequence[Mapping[str, Any]] = pack.content.get("items", [])
    return rows
