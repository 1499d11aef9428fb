"""The parts of the service as the demonstration's status page names them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db import transaction

from accounts.demo.organizations import BLACK_COUNTRY, SHROPSHIRE, STAFFORDSHIRE
from accounts.models import Organization
from helpdesk.models import ServiceComponent
from records.demo.agreed_feeds import FEEDS

REGIONS: Final = (BLACK_COUNTRY, STAFFORDSHIRE, SHROPSHIRE)


class DemoComponent(NamedTuple):
    """A part of the service; `board` is empty for what all regions share."""

    code: str
    name: str
    description: str = ""
    board: str = ""
    feed_code: str = ""


SHARED: Final = (
    DemoComponent("sign-in", "Sign-in", "Passwords, smartcards and roles"),
    DemoComponent("helpdesk", "Helpdesk", "The portal, telephone and e-mail"),
    DemoComponent("training", "Training", "Courses and guidance"),
)
VIEWERS: Final = tuple(
    DemoComponent(
        f"record-viewer-{name}", "Record viewer", "Finding a person and opening their record", board
    )
    for board, name in (
        (BLACK_COUNTRY, "black-country"),
        (STAFFORDSHIRE, "staffordshire"),
        (SHROPSHIRE, "shropshire"),
    )
)


@transaction.atomic
def load_components(organizations: Mapping[str, Organization]) -> dict[str, ServiceComponent]:
    """
    Add the parts that are missing, and return all by their codes.

    `organizations` are by ODS code. A feed stands under the board of the organisation that sends
    it. What people have changed stays.
    """
    return {
        demo.code: _load(demo, position, organizations)
        for position, demo in enumerate((*SHARED, *VIEWERS, *_feeds(organizations)), start=1)
    }


def _feeds(organizations: Mapping[str, Organization]) -> list[DemoComponent]:
    found = []
    for feed in FEEDS:
        board = organizations[feed.ods_code].board
        found.append(
            DemoComponent(
                f"feed-{feed.code}",
                feed.name,
                board=board.ods_code if board else "",
                feed_code=feed.code,
            )
        )
    return found


def _load(
    demo: DemoComponent, position: int, organizations: Mapping[str, Organization]
) -> ServiceComponent:
    component, _ = ServiceComponent.objects.get_or_create(
        code=demo.code,
        defaults={
            "name": demo.name,
            "description": demo.description,
            "region": organizations[demo.board] if demo.board else None,
            "feed_code": demo.feed_code,
            "position": position,
        },
    )
    return component
