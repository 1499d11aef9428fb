"""
At every address that names a ticket, one that somebody may not know of is as if it were not there.

The addresses are read from the project itself, so that a new one is tried without being named.
Those that name no ticket have to be listed below, with where their tickets come from.
"""

from collections.abc import Callable, Iterator
from itertools import product
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.helpdesk.access_world import RULES, World, make_world

pytestmark = pytest.mark.django_db

NOT_THERE = 987_654_321
SAMPLES = {
    "metric": "resolution",
    "code": "P-234567",
    "version_id": str(uuid4()),
}
# Enough for most of what the API takes; pages read none of it.
BODY: dict[str, object] = {
    "text": "Something",
    "state": "resolved",
    "username": "nobody",
    "queue": "frontline",
    "impact": 1,
    "urgency": 1,
    "safety": False,
    "governance": False,
    "other": 1,
    "into": 1,
    "part_of": 1,
    "subject": "Something",
    "category": "staff-personal",
    "reason": "Something",
}
# Each sees other tickets than the next; those left out see as one of these does.
WALKERS = [
    "analyst",
    "contact",
    "doctor",
    "engineer of the second tier",
    "member without the right",
    "privacy officer of another board",
    "stranger",
]

# Addresses without a ticket's number: which tickets they can tell of, and what keeps them to sight.
WITHOUT_A_NUMBER = {
    "home": "test_access.TestHelp",
    "own_tickets": "test_access.TestHelp",
    "request_new": "a form; articles and incidents that everybody may know",
    "request_keep": "keeps what is typed",
    "entry_report": "a form about an entry of a record, by the record's own rules",
    "phone_log": "test_access.TestHelp",
    "phone_callers": "test_access.TestHelp",
    "feedback": "by a token of its own, and tells the number alone",
    "ticket_list": "test_access.TestPages",
    "ticket_list_rows": "test_access.TestPages",
    "ticket_export": "test_access.TestPages",
    "bulk_create": "tests of bulk changes: each number through the viewer's sight",
    "bulk_detail": "its own maker's alone",
    "bulk_choose": "its own maker's alone",
    "bulk_start": "its own maker's alone",
    "bulk_undo": "its own maker's alone",
    "report": "counts of what the viewer sees; numbers lead to the list",
    "queue_members": "people, and how many tickets they have",
    "own_shift": "one's own",
    "queue_member_change": "people",
    "saved_view_create": "filters",
    "saved_view_delete": "filters",
    "macro_list": "macros",
    "macro_create": "macros",
    "macro_edit": "macros",
    "macro_switch": "macros",
    "mail_list": "tests of the trays: mail of tickets that the viewer sees as staff",
    "mail_preferences": "one's own",
    "mail_detail": "tests of the trays",
    "mail_raw": "tests of the trays",
    "mail_attach": "tests of the trays",
    "mail_open": "tests of the trays",
    "mail_dismiss": "tests of the trays",
    "mail_retry": "tests of the trays",
    "mail_send_again": "tests of the trays",
    "address_lift": "addresses",
    "attachment_list": "tests of files: those of queues that the viewer leads",
    "attachment_download": "tests of files: Attachment.visible_to",
    "attachment_preview": "tests of files: Attachment.visible_to",
    "attachment_decide": "tests of files: Attachment.visible_to",
    "redaction_list": "tests of redaction",
    "redaction_review": "tests of redaction",
    "status": "what everybody may know",
    "status_set": "what everybody may know",
    "status_withdraw": "what everybody may know",
    "major_incident_join": "what everybody may know",
    "broadcast_detail": "tests of broadcasts",
    "article_list": "articles",
    "article_suggest": "articles",
    "article_new": "articles",
    "article_detail": "articles",
    "article_vote": "articles",
    "article_edit": "articles",
    "article_publish": "articles",
    "article_retire": "articles",
    "ticket-list": "test_access.TestApi",
    "queue-list": "queues",
    "request-type-list": "what callers can ask for",
    "component-list": "parts of the service",
    "file-detail": "tests of the API: Attachment.visible_to",
    "article-list": "articles",
    "article-detail": "articles",
    "status-list": "what everybody may know",
    "article-publish": "articles",
    "article-retire": "articles",
    "major-incident-list": "what everybody may know",
    "major-incident-updates": "an incident by its key, for those who run it",
    "major-incident-end": "an incident by its key, for those who run it",
    "saved-view-list": "filters",
    "saved-view-detail": "filters",
    "bulk-change-list": "tests of bulk changes: each number through the viewer's sight",
    "bulk-change-detail": "its own maker's alone",
    "bulk-change-undo": "its own maker's alone",
    "report-list": "counts of what the viewer sees",
    "mail-list": "tests of the trays",
    "mail-attach": "tests of the trays",
    "mail-open": "tests of the trays",
    "mail-dismiss": "tests of the trays",
    "mail-retry": "tests of the trays",
}


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield namespace, each
        else:
            yield from _patterns(each, each.namespace or namespace)


OURS = [
    (namespace, pattern)
    for namespace, pattern in _patterns(get_resolver())
    if namespace in {"helpdesk", "helpdesk_api"}
]
WITH_A_NUMBER = sorted(
    {
        (f"{namespace}:{pattern.name}", *pattern.pattern.regex.groupindex)
        for namespace, pattern in OURS
        if "number" in pattern.pattern.regex.groupindex
    }
)


@pytest.fixture
def world(db) -> World:
    return make_world()


def _address(url_name: str, names: tuple[str, ...], number: int) -> str:
    values = {name: SAMPLES.get(name, str(uuid4())) for name in names if name != "number"}
    return reverse(url_name, kwargs={**values, "number": number})


def _ask(
    ask: Callable[..., HttpResponse], url_name: str, names: tuple[str, ...], number: int
) -> int:
    """Return the status with which an address answers."""
    is_json = url_name.startswith("helpdesk_api:") and ask.__name__ == "post"
    form = {"content_type": "application/json"} if is_json else {}
    return ask(_address(url_name, names, number), BODY, **form).status_code


def test_every_address_without_a_number_says_where_its_tickets_come_from():
    without = {
        str(pattern.name) for _, pattern in OURS if "number" not in pattern.pattern.regex.groupindex
    }

    assert without == WITHOUT_A_NUMBER.keys()


def test_what_one_may_not_know_of_is_as_what_is_not_there(world, sign_in):
    told = []
    for name in WALKERS:
        client = Client()
        sign_in(client, world.roles[name].user)
        hidden = next(
            ticket.number
            for called, ticket in world.tickets.items()
            if called not in RULES[name] and ticket.is_restricted
        )
        for (url_name, *names), ask in product(WITH_A_NUMBER, (client.get, client.post)):
            there, not_there = (
                _ask(ask, url_name, tuple(names), number) for number in (hidden, NOT_THERE)
            )
            if there != not_there or there == 200:
                told.append((name, url_name, ask.__name__, there, not_there))

    assert told == []
