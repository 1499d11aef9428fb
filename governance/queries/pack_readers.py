"""Whose own pack is made: who belongs to the committee, and who was named for something in it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from guardian.models import GroupObjectPermission, UserObjectPermission

from accounts.models import PractitionerRole, User
from governance.models import AgendaItem, Deputy, Meeting, Membership, Paper


def list_readers(meeting: Meeting, *, on: date) -> list[PractitionerRole]:
    """Return the readers of a meeting's packs on a day, each in a role of theirs, by name."""
    return list(_roles(_keys_of(meeting, on), on).values())


def find_reader(meeting: Meeting, user_id: UUID, *, on: date) -> PractitionerRole | None:
    """Return somebody in a role of theirs, if a meeting's packs are for them on a day."""
    keys = _keys_of(meeting, on) & {user_id}
    return _roles(keys, on).get(user_id)


def _roles(users: Iterable[UUID], on: date) -> dict[UUID, PractitionerRole]:
    """Return one role of each of some people who can sign in; what they may know of is the same."""
    roles = PractitionerRole.objects.open_to_act(on).filter(
        user__in=list(users), user__is_active=True
    )
    found: dict[UUID, PractitionerRole] = {}
    for role in sorted(roles.select_related("user"), key=_by_name):
        found.setdefault(role.user_id, role)
    return found


def _by_name(role: PractitionerRole) -> tuple[str, UUID]:
    return str(role.user), role.pk


def _keys_of(meeting: Meeting, on: date) -> set[UUID]:
    members = Membership.objects.current(on).filter(committee_id=meeting.committee_id)
    held = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    deputies = Deputy.objects.filter(held, starts_on__lte=on, membership__in=members)
    keys = set(members.values_list("user_id", flat=True))
    keys |= set(deputies.values_list("user_id", flat=True))
    papers = Paper.objects.filter(item__meeting=meeting)
    keys |= _named(AgendaItem, meeting.items.values_list("pk", flat=True))
    return keys | _named(Paper, papers.values_list("pk", flat=True))


def _named(model: type[AgendaItem | Paper], keys: Iterable[UUID]) -> set[UUID]:
    """Return who was named for one of some rows, themselves or as one of a group."""
    kind = ContentType.objects.get_for_model(model)
    named = [str(key) for key in keys]
    own = UserObjectPermission.objects.filter(content_type=kind, object_pk__in=named)
    groups = GroupObjectPermission.objects.filter(content_type=kind, object_pk__in=named)
    members = User.objects.filter(groups__in=groups.values("group"))
    return set(own.values_list("user_id", flat=True)) | set(members.values_list("pk", flat=True))
