"""Actions with how they stand on a day, and with what a viewer may know of around them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from governance.codes import Rag
from governance.models import ActionItem, AgendaItem, Reach
from governance.models.action_item import ActionItemQuerySet
from governance.policies.rag import rag_of

RAG_ORDER = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAction:
    """
    An action, how it stands, and its agenda item where the viewer may know of that.

    An owner is told of their action, which is not to say that they may know of its item.
    """

    action: ActionItem
    rag: Rag
    item: AgendaItem | None


def stand(actions: Iterable[ActionItem], *, reach: Reach, on: date) -> list[StandingAction]:
    """Return how actions stand, in the order given; by one more query however many they are."""
    found = list(actions)
    keys = {each.item_id for each in found if each.item_id}
    items = AgendaItem.objects.visible_to(reach).filter(pk__in=keys).select_related("meeting")
    known = {item.pk: item for item in items}
    return [
        StandingAction(
            action=each,
            rag=rag_of_action(each, on=on),
            item=known.get(each.item_id) if each.item_id else None,
        )
        for each in found
    ]


def rag_of_action(action: ActionItem, *, on: date) -> Rag:
    """Return how an action stands on a day."""
    return rag_of(state=action.state, due_on=action.due_on, times_moved=action.times_moved, on=on)


def known_actions(reach: Reach) -> ActionItemQuerySet:
    """Return the actions that a viewer may know of, with whose they are."""
    return ActionItem.objects.visible_to(reach).select_related("committee", "owner")
