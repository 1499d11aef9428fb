"""
Whatever path somebody takes, they reach the tickets that they may know of, and no others.

That every address is tried or accounted for is in test_addresses.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import PractitionerRole
from helpdesk.actions.writing import write_message, write_note, write_reply
from helpdesk.models import OutboundMessage, Ticket, TicketEvent, sight_of
from helpdesk.queries.counts import count_lists
from helpdesk.queries.filters import TicketFilters
from helpdesk.queries.lists import list_tickets
from helpdesk.queries.search import search_tickets
from helpdesk.queries.similar import Likeness, list_similar
from tests.factories.helpdesk import MONDAY
from tests.helpdesk.access_world import RULES, WORD, World, make_world

pytestmark = pytest.mark.django_db

# Those who work with lists of tickets; everybody else is refused there.
STAFF = {
    "privacy officer",
    "privacy officer of another board",
    "analyst",
    "analyst without a queue",
    "analyst who watches",
    "engineer of the second tier",
    "member without the right",
    "governance officer",
}
NUMBER = re.compile(r"/helpdesk/tickets/(\d+)/")


@dataclass(frozen=True)
class Walker:
    """Somebody who looks for tickets."""

    name: str
    role: PractitionerRole
    client: Client
    world: World

    @property
    def may_know(self) -> set[int]:
        return self.world.may_know(self.name)

    def numbers_on(self, address: str, **query: str) -> set[int]:
        """Return the tickets that a page links to; a page that is refused links to none."""
        answer = self.client.get(address, query)
        if answer.status_code in (403, 404):
            return set()
        assert answer.status_code == 200, (address, answer.status_code)
        return {int(number) for number in NUMBER.findall(answer.content.decode())}

    def answered(self, url_name: str, *more: object) -> set[int]:
        """Return the tickets whose own address answers."""
        return {
            ticket.number
            for ticket in self.world.tickets.values()
            if self.client.get(reverse(url_name, args=[ticket.number, *more])).status_code == 200
        }

    def api(self, address: str, **query: str) -> set[int]:
        rows = self.client.get(f"/api/helpdesk/{address}", query).json()["tickets"]
        return {row["number"] for row in rows}


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def walkers(world, sign_in) -> list[Walker]:
    """Return somebody of each role, signed in."""
    people = []
    for name in sorted(RULES):
        client = Client()
        sign_in(client, world.roles[name].user)
        people.append(Walker(name, world.roles[name], client, world))
    return people


def check(walkers: list[Walker], reached: Callable[[Walker], object], *, staff: bool = False):
    """Require that each walker reaches what they may know of; on pages of the desk, staff alone."""
    wrong = {}
    for walker in walkers:
        expected = walker.may_know if not staff or walker.name in STAFF else set()
        if (found := reached(walker)) != expected:
            wrong[walker.name] = f"reached {found}, should reach {expected}"
    assert wrong == {}


class TestTheRulesThemselves:
    def test_tickets_are_those_of_the_rules(self, walkers):
        def reached(walker):
            return set(Ticket.objects.visible_to(walker.role).values_list("number", flat=True))

        check(walkers, reached)

    def test_events_are_of_tickets_that_one_may_know_of(self, walkers):
        def reached(walker):
            found = TicketEvent.objects.visible_to(walker.role)
            return set(found.values_list("ticket_id", flat=True))

        check(walkers, reached)


class TestPages:
    def test_the_desks_list(self, walkers):
        address = reverse("helpdesk:ticket_list")

        check(walkers, lambda walker: walker.numbers_on(address, state="any"), staff=True)

    def test_the_rows_that_the_list_reads_again(self, walkers):
        address = reverse("helpdesk:ticket_list_rows")

        check(walkers, lambda walker: walker.numbers_on(address, state="any"), staff=True)

    def test_search(self, walkers):
        address = reverse("helpdesk:ticket_list")

        check(walkers, lambda walker: walker.numbers_on(address, state="any", q=WORD), staff=True)

    def test_search_by_number(self, walkers):
        address = reverse("helpdesk:ticket_list")

        def reached(walker):
            asked = [str(ticket.number) for ticket in walker.world.tickets.values()]
            return set().union(*(walker.numbers_on(address, state="any", q=n) for n in asked))

        check(walkers, reached, staff=True)

    def test_the_export(self, walkers):
        def reached(walker):
            answer = walker.client.get(reverse("helpdesk:ticket_export"), {"state": "any"})
            if answer.status_code == 403:
                return set()
            text = b"".join(answer) if answer.streaming else answer.content
            rows = csv.reader(io.StringIO(text.decode("utf-8-sig")))
            return {int(row[0]) for row in rows if row and row[0].isdigit()}

        check(walkers, reached, staff=True)

    def test_the_page_of_a_ticket_names_no_other_that_one_may_not_know_of(self, walkers):
        for walker in walkers:
            for number in walker.may_know:
                found = walker.numbers_on(reverse("helpdesk:ticket_detail", args=[number]))
                assert found <= walker.may_know, (walker.name, number)


class TestHelp:
    """What callers find under Help: theirs, and for a contact what others there asked."""

    @pytest.mark.parametrize(
        ("url_name", "query"),
        [
            ("home", {}),
            ("own_tickets", {"which": "open"}),
            ("own_tickets", {"which": "done"}),
            ("own_tickets", {"whose": "organisation", "which": "open"}),
            ("own_tickets", {"whose": "organisation", "which": "done"}),
        ],
    )
    def test_shows_nobody_a_ticket_that_they_may_not_know_of(self, walkers, url_name, query):
        address = reverse(f"helpdesk:{url_name}")

        for walker in walkers:
            assert walker.numbers_on(address, **query) <= walker.may_know, walker.name

    def test_shows_callers_all_that_is_theirs(self, walkers):
        address = reverse("helpdesk:own_tickets")

        for walker in walkers:
            if walker.name not in {"doctor", "surgery", "stranger", "trainer", "contact"}:
                continue
            lists = [
                walker.numbers_on(address, whose=whose, which=which)
                for whose in ("mine", "organisation")
                for which in ("open", "done")
            ]
            assert set().union(*lists) == walker.may_know, walker.name

    def test_confirms_a_ticket_to_those_alone_who_may_know_of_it(self, walkers):
        check(walkers, lambda walker: walker.answered("helpdesk:request_sent"))

    def test_asks_nobody_how_it_went_who_did_not_ask(self, walkers):
        for walker in walkers:
            assert walker.answered("helpdesk:satisfaction") <= walker.may_know, walker.name

    def test_the_phone_log_knows_no_more_of_a_caller(self, walkers):
        doctor = next(walker for walker in walkers if walker.name == "doctor").role
        typed = {"who": str(doctor.user), "caller": str(doctor.pk)}

        for walker in walkers:
            answer = walker.client.post(reverse("helpdesk:phone_callers"), typed)
            found = {int(number) for number in NUMBER.findall(answer.content.decode())}
            assert found <= (walker.may_know if walker.name in STAFF else set()), walker.name


class TestFiles:
    def test_the_files_of_a_ticket(self, walkers):
        check(walkers, lambda walker: walker.answered("helpdesk:ticket_files"))

    @pytest.mark.parametrize("url_name", ["attachment_upload", "redact"])
    def test_pages_that_change_something_reach_no_further(self, walkers, url_name):
        for walker in walkers:
            assert walker.answered(f"helpdesk:{url_name}") <= walker.may_know, walker.name

    @pytest.mark.parametrize("url_name", ["attachment_list", "redaction_list"])
    def test_lists_of_files_and_of_what_was_removed(self, walkers, url_name):
        for walker in walkers:
            assert walker.numbers_on(reverse(f"helpdesk:{url_name}")) <= walker.may_know


class TestQueries:
    def test_lists(self, walkers):
        def reached(walker):
            page = list_tickets(TicketFilters(), sight=sight_of(walker.role), at=timezone.now())
            return {line.number for line in page.lines}

        check(walkers, reached)

    def test_counts(self, walkers):
        for walker in walkers:
            sight = sight_of(walker.role)
            counts = count_lists({"all": TicketFilters()}, sight=sight, at=timezone.now())

            assert counts == {"all": len(walker.may_know)}, walker.name

    def test_searches(self, walkers):
        filters = TicketFilters(text=WORD)

        def reached(walker):
            found = search_tickets(filters, sight=sight_of(walker.role), at=timezone.now())
            return {line.number for line in found.lines}

        check(walkers, reached)

    def test_similar_tickets(self, walkers):
        like = Likeness(subject=f"The {WORD} does not open")

        def reached(walker):
            sight = sight_of(walker.role)
            return {line.number for line in list_similar(like, sight=sight, at=MONDAY, most=50)}

        check(walkers, reached)


class TestApi:
    def test_the_list(self, walkers):
        check(walkers, lambda walker: walker.api("tickets/"))

    def test_search(self, walkers):
        check(walkers, lambda walker: walker.api("tickets/", q=WORD))

    @pytest.mark.parametrize("part", ["detail", "events", "clocks"])
    def test_one_ticket(self, walkers, part):
        check(walkers, lambda walker: walker.answered(f"helpdesk_api:ticket-{part}"))


class TestMail:
    @pytest.mark.parametrize("write", [write_note, write_reply, write_message])
    def test_nobody_is_told_of_a_ticket_that_they_may_not_know_of(self, world, write):
        officer = world.roles["governance officer"]
        for ticket in world.tickets.values():
            if ticket.is_restricted and write is not write_message:
                write(number=ticket.number, text="Something new.", by=officer, at=MONDAY)
        told: dict[object, set[int | None]] = {}
        for message in OutboundMessage.objects.all():
            told.setdefault(message.user_id, set()).add(message.ticket_id)

        for name, role in world.roles.items():
            assert told.get(role.user_id, set()) <= world.may_know(name), name
