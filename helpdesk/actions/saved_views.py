"""Keep a list under a name."""

from uuid import UUID

from django.db import transaction

from accounts.models import PractitionerRole
from core.errors import Forbidden, NotPermittedNow
from helpdesk import permissions
from helpdesk.models import SavedView, sight_of

from .identifiers import clean_text

MOST_VIEWS = 30
LONGEST_FILTERS = 500
LONGEST_NAME = 60


@transaction.atomic
def save_view(*, name: str, filters: str, is_for_all: bool, by: PractitionerRole) -> SavedView:
    """
    Keep a list for oneself or, as somebody who leads a queue, for the whole desk.

    A list of the same name is replaced.

    :raises Forbidden: the actor does not work at the desk, or leads no queue
    :raises NotPermittedNow: there are too many, or it has too many filters
    """
    sight = sight_of(by)
    permissions.check_is_staff(sight)
    if is_for_all:
        permissions.check_leads_a_queue(sight)
    owner, name = None if is_for_all else by.user, clean_text(name)[:LONGEST_NAME]
    if len(filters) > LONGEST_FILTERS:
        raise NotPermittedNow("This list has too many filters to be kept. Use fewer.")
    others = SavedView.objects.filter(owner=owner).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise NotPermittedNow(f"There are {MOST_VIEWS} saved lists already. Remove one first.")
    view, _ = SavedView.objects.update_or_create(
        owner=owner, name=name, defaults={"filters": filters}
    )
    return view


@transaction.atomic
def delete_saved_view(*, view_id: UUID, by: PractitionerRole) -> SavedView:
    """
    Remove a list that is one's own or, as somebody who leads a queue, the whole desk's.

    :raises Forbidden: it is somebody else's, or there is none
    """
    sight = sight_of(by)
    permissions.check_is_staff(sight)
    view = SavedView.objects.filter(pk=view_id).first()
    if view is None or (view.owner_id not in (None, by.user_id)):
        raise Forbidden("This list is not yours to remove.")
    if view.owner_id is None:
        permissions.check_leads_a_queue(sight)
    view.delete()
    return view
