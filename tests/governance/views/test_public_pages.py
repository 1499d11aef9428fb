"""Anybody reads what is published, without signing in, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.actions.publishing import withdraw
from governance.codes import LedgerKind
from governance.models import LedgerEntry, Publication
from tests.factories.governance import make_entry, make_item
from tests.governance.minutes_world import NEXT
from tests.governance.public_world import (
    NAMED,
    OPEN,
    PRIVATE,
    RESTRICTED,
    make_public_world,
    words_of_pdf,
)

pytestmark = pytest.mark.django_db
LIST = "/governance/public/"


@pytest.fixture
def world():
    return make_public_world()


@pytest.fixture
def published(world):
    world.redact()
    return world.publish()


def get(name, publication):
    return Client().get(reverse(f"governance:{name}", args=[publication.pk]))


def search(words):
    return Client().get(LIST, {"q": words}).content.decode()


class TestPublicMinutes:
    def test_shows_open_items_and_their_papers(self, published):
        page = get("public_minutes", published).content.decode()

        assert "Results in the record" in page
        assert OPEN in page
        assert "Paper: Timeliness" in page
        assert "Only its title is published here." in page

    def test_holds_nothing_that_is_private_or_left_out(self, published):
        page = get("public_minutes", published).content.decode()

        for word in (PRIVATE, RESTRICTED, "Jordan", "hidden words", "A patient."):
            assert word not in page
        assert page.count("The committee took this item in private.") == 2
        assert page.count("[left out: section 40]") == 3

    def test_says_what_vouches_for_it(self, published):
        page = get("public_minutes", published).content.decode()

        assert published.minutes.sha256 in page
        assert LedgerEntry.objects.filter(
            kind=LedgerKind.PUBLICATION, subject=published.pk
        ).exists()

    def test_costs_as_many_queries_whatever_it_holds(self):
        costs = []
        for items in (0, 20):
            world = make_public_world(approved=False)
            for number in range(items):
                make_entry(make_item(world.meeting, f"Item {number}"), "What was said.")
            world.minutes.to_approved()
            publication = world.publish()
            with CaptureQueriesContext(connection) as queries:
                assert get("public_minutes", publication).status_code == 200
            costs.append(len(queries))
            Publication.objects.filter(pk=publication.pk).update(withdrawn_at=NEXT)

        assert costs[0] == costs[1] <= 3


class TestPublicPdf:
    def test_holds_what_the_page_holds(self, published):
        answer = get("public_pdf", published)

        words = words_of_pdf(answer.content)
        assert answer["Content-Type"] == "application/pdf"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert OPEN in words
        for word in (PRIVATE, RESTRICTED, "Jordan", "hidden words", "A patient."):
            assert word not in words
        # Nor anywhere in the file that is not drawn, as in its metadata.
        for raw in (b"quokka", b"Jordan", b"supplier"):
            assert raw not in answer.content


class TestWithdrawn:
    @pytest.mark.parametrize("name", ["public_minutes", "public_pdf"])
    def test_is_not_found(self, world, published, name):
        withdraw(
            publication_id=published.pk,
            reason="A name.",
            by=world.reach(),
            at=NEXT + timedelta(days=1),
        )

        assert get(name, published).status_code == 404
        assert str(published.pk) not in Client().get(LIST).content.decode()
        assert str(published.pk) not in search(OPEN)

    @pytest.mark.parametrize("name", ["public_minutes", "public_pdf"])
    def test_what_never_was_is_not_found_either(self, name):
        assert Client().get(reverse(f"governance:{name}", args=[uuid4()])).status_code == 404


class TestPublicList:
    def test_is_empty_until_something_is_published(self, world):
        assert "Nothing is published yet." in Client().get(LIST).content.decode()

    def test_lists_what_is_published(self, published):
        page = Client().get(LIST).content.decode()

        assert f"/governance/public/{published.pk}/" in page

    @pytest.mark.parametrize("words", [OPEN, "timeliness", "measured"])
    def test_finds_what_the_public_reads(self, published, words):
        page = search(words)

        assert str(published.pk) in page
        assert "<mark>" in page

    @pytest.mark.parametrize("words", ["Jordan", NAMED, PRIVATE, RESTRICTED, "hidden", "patient"])
    def test_finds_nothing_that_is_private_or_left_out(self, published, words):
        page = search(words)

        assert str(published.pk) not in page
        assert "No published minutes hold these words." in page

    @pytest.mark.parametrize("words", ["\x00", "<script>", "'", '"unclosed', "x" * 5000, "- & |"])
    def test_answers_whatever_is_typed(self, published, words):
        page = search(words)

        assert "<script>" not in page.partition("<main")[2]
