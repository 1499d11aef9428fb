"""What one can do from an agenda item's page: each family of pages adds its own line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from core.access import allowed
from governance.models import AgendaItem, Reach
from governance.permissions import check_may_send_paper
from governance.policies.papers import check_papers_are_open


@dataclass(frozen=True, slots=True)
class ItemLink:
    """A page of one agenda item; its address takes the item's key."""

    label: str
    url_name: str
    is_for: Callable[[Reach, AgendaItem], bool]


def _serves(reach: Reach, item: AgendaItem) -> bool:
    return item.meeting.committee_id in reach.serves


def _does_not_serve(reach: Reach, item: AgendaItem) -> bool:
    return not _serves(reach, item)


def _may_send_paper(reach: Reach, item: AgendaItem) -> bool:
    is_open = allowed(check_papers_are_open, state=item.meeting.state, decided_at=item.decided_at)
    return is_open and allowed(check_may_send_paper, reach, item)


# In the order in which they stand.
ITEM_LINKS: Final[tuple[ItemLink, ...]] = (
    ItemLink("Send a paper", "governance:paper_new", _may_send_paper),
    ItemLink("Who may read it", "governance:grant_list", _serves),
    ItemLink("Interests in this item", "governance:interest_declare", _serves),
    ItemLink("Declare an interest", "governance:interest_declare", _does_not_serve),
)


def item_links_of(reach: Reach, item: AgendaItem) -> list[ItemLink]:
    """Return the pages of an item that a viewer may open, who knows of the item."""
    return [link for link in ITEM_LINKS if link.is_for(reach, item)]
