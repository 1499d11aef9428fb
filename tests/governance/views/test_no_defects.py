"""Nothing that somebody sends to the room, with keys that are there or not, is a defect (500)."""

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Model

from governance import models
from governance.urls import urlpatterns
from tests.governance.leak_matters import make_leak_world

pytestmark = pytest.mark.django_db
PARAMETER = re.compile(r"<(\w+):(\w+)>")
MOST_OF_A_KIND = 4
# The names of parameters in addresses, and whose keys they are.
ROWS: dict[str, list[type[Model]]] = {
    "action_id": [models.ActionItem],
    "attendance_id": [models.Attendance],
    "declaration_id": [models.ItemInterest],
    "decision_id": [models.Decision],
    "entry_id": [models.MinuteEntry],
    "item_id": [models.AgendaItem],
    "meeting_id": [models.Meeting],
    "membership_id": [models.Membership],
    "motion_id": [models.Motion],
    "pack_id": [models.BoardPack],
    "paper_id": [models.Paper],
    "terms_id": [models.TermsOfReference],
    "user_id": [models.Membership],
    "version_id": [models.MinutesVersion, models.PaperVersion],
}
WORDS = {"code": ["governance-board", "no-such"], "kind": ["csv", "0"], "key": ["0"]}


def keys_of(name):
    keys = [str(uuid4())]
    for model in ROWS.get(name, []):
        field = "user_id" if name == "user_id" else "pk"
        rows = model._default_manager.order_by("created_at").values_list(field, flat=True)
        keys += map(str, rows[:MOST_OF_A_KIND])
    return keys


def values_of(kind, name):
    if kind == "uuid":
        return keys_of(name)
    return WORDS.get(name, ["0"])


def addresses():
    """Return every address of the room, filled with keys one after another."""
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        values = {name: values_of(kind, name) for kind, name in PARAMETER.findall(route)}
        for turn in range(max(map(len, values.values()), default=1)):
            filled = PARAMETER.sub(
                lambda found: values[found[2]][turn % len(values[found[2]])],  # noqa: B023
                route,
            )
            yield f"/governance/{filled}"


@pytest.mark.parametrize("name", ["secretary", "conflicted chair", "stranger"])
def test_an_empty_form_is_answered_everywhere(sign_in, client, name):
    world = make_leak_world()
    sign_in(client, world.people[name])

    for address in addresses():
        # One by one, so that what a form changes does not keep the next from being asked.
        with transaction.atomic():
            status = client.post(address).status_code
            transaction.set_rollback(True)

        assert status < 500, address
