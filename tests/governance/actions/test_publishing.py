"""The public reads approved minutes and papers of open items, without what is left out."""

import hashlib
import json
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from core.errors import Forbidden, NotPermittedNow
from governance.actions.erasing import erase_words
from governance.actions.publishing import lift_redaction, publish, redact, withdraw
from governance.codes import Exemption, FileCheck, LedgerKind, MeetingState, Visibility
from governance.models import (
    LedgerEntry,
    Meeting,
    MinuteEntry,
    Paper,
    PaperVersion,
    Publication,
    PublicRedaction,
)
from governance.presenters.publications import draw_public
from governance.queries.publishing import search_public
from governance.queries.verifying import verify_committee
from tests.factories.governance import declare, make_entry
from tests.governance.minutes_world import NEXT
from tests.governance.public_world import (
    NAMED,
    OPEN,
    PRIVATE,
    RESTRICTED,
    make_public_world,
    words_of_pdf,
)
from tests.governance.tampering import without_triggers

pytestmark = pytest.mark.django_db
LATER = NEXT + timedelta(days=1)


@pytest.fixture
def world():
    return make_public_world()


def everything_public(publication):
    """Return all that a publication holds, in every form of it."""
    publication.refresh_from_db()
    pdf = words_of_pdf(publication.pdf) if publication.pdf else ""
    return f"{json.dumps(publication.content)} {publication.words} {pdf}"


def is_whole(world):
    """Whether the verifier finds nothing wrong with the committee's evidence."""
    return not verify_committee(world.minutes.committee.pk).faults


class TestPublish:
    def test_publishes_what_a_later_meeting_approved(self, world):
        publication = world.publish()

        world.meeting.refresh_from_db()
        assert world.meeting.state == MeetingState.PUBLISHED
        assert OPEN in everything_public(publication)
        assert OPEN in words_of_pdf(publication.pdf)

    def test_waits_until_minutes_are_approved(self):
        world = make_public_world(approved=False)
        world.minutes.check()
        world.minutes.circulate()

        with pytest.raises(NotPermittedNow, match="approved"):
            world.publish()

    def test_publishes_nothing_of_a_committee_that_publishes_nothing(self, world):
        world.minutes.committee.is_public = False
        world.minutes.committee.save()

        with pytest.raises(NotPermittedNow, match="publishes nothing"):
            world.publish()

    def test_tells_of_items_that_are_not_open_the_number_alone(self, world):
        publication = world.publish()

        public = everything_public(publication)
        assert PRIVATE not in public
        assert RESTRICTED not in public
        closed = publication.content["items"][1:]
        assert [item.pop("number") for item in closed] == ["2", "3"]
        assert [item.pop("visibility") for item in closed] == ["private", "private"]
        assert not any(value for item in closed for value in item.values())

    def test_follows_an_item_that_was_closed_since(self, world):
        world.minutes.open_item.visibility = Visibility.PRIVATE
        world.minutes.open_item.save()

        assert OPEN not in everything_public(world.publish())

    def test_does_not_follow_an_item_that_was_opened_since(self, world):
        world.minutes.restricted.visibility = Visibility.OPEN
        world.minutes.restricted.save()

        assert RESTRICTED not in everything_public(world.publish())

    def test_shows_the_words_of_papers_and_of_files_the_title_alone(self, world):
        public = everything_public(world.publish())

        assert "Timeliness" in public
        assert "measured" in public
        assert "Figures of the quarter" in public
        assert "hidden words" not in public

    def test_leaves_out_papers_that_were_withdrawn_or_not_found_clean(self, world):
        Paper.objects.filter(title="Figures of the quarter").update(withdrawn_at=NEXT)
        PaperVersion.objects.filter(paper__title="Timeliness").update(file_check=FileCheck.WAITING)

        public = everything_public(world.publish())

        assert "Figures" not in public
        assert "Timeliness" in public
        assert "measured" not in public

    def test_writes_what_pins_it_into_the_chain(self, world):
        publication = world.publish()

        link = LedgerEntry.objects.get(kind=LedgerKind.PUBLICATION, subject=publication.pk)
        said = json.loads(link.content)
        assert said["sha256"] == publication.sha256
        assert said["pdf_sha256"] == hashlib.sha256(bytes(publication.pdf)).hexdigest()
        assert OPEN not in link.content

    def test_is_found_by_the_verifier_once_somebody_changes_it(self, world):
        publication = world.publish()
        assert is_whole(world)
        with without_triggers():
            Publication.objects.filter(pk=publication.pk).update(content={"items": []})

        assert not is_whole(world)

    def test_takes_the_place_of_what_stood_there(self, world):
        first = world.publish()
        world.redact()
        second = world.publish(at=LATER)

        first.refresh_from_db()
        assert (first.withdrawn_at, second.number) == (LATER, 2)
        assert Publication.objects.get(withdrawn_at__isnull=True) == second

    def test_is_for_chair_and_secretary(self, world):
        world.publish(by=world.minutes.chair)
        for user in (world.minutes.member, world.minutes.observer):
            with pytest.raises(Forbidden):
                world.publish(by=user)

    def test_is_refused_to_whoever_has_an_interest_in_an_item(self, world):
        declare(world.minutes.restricted, world.secretary)

        with pytest.raises(Forbidden):
            world.publish()

    def test_is_refused_to_whoever_declared_an_interest_since_the_page(self, world):
        before = world.reach()
        declare(world.minutes.restricted, world.secretary)

        with pytest.raises(Forbidden):
            publish(meeting_id=world.meeting.pk, draw=draw_public, by=before, at=NEXT)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_one_publication_stands(self):
        world = make_public_world()
        start, failures = Barrier(2), []

        def run(user):
            try:
                start.wait()
                world.publish(by=user)
            except Exception as failure:  # noqa: BLE001 — whatever a thread raises is told below
                failures.append(failure)
            finally:
                connection.close()

        threads = [
            Thread(target=run, args=[user]) for user in (world.secretary, world.minutes.chair)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        # The other one is told that it is public already: nothing is published twice.
        assert [type(failure) for failure in failures] == [NotPermittedNow]
        assert list(Publication.objects.values_list("number", flat=True)) == [1]
        assert Publication.objects.filter(withdrawn_at__isnull=True).count() == 1


class TestRedact:
    def test_leaves_words_out_of_everything_that_is_public(self, world):
        places = world.redact()
        publication = world.publish()

        public = everything_public(publication)
        assert places == 3
        assert "Jordan" not in public
        assert "asked why" in public
        assert "[left out: section 40]" in words_of_pdf(publication.pdf)
        assert list(search_public("Jordan")) == []
        assert list(search_public("asked why")) == [publication]

    def test_leaves_out_titles_of_papers_and_where_the_meeting_was(self):
        world = make_public_world(approved=False)
        Meeting.objects.filter(pk=world.meeting.pk).update(place="The house of A. Patient")
        world.minutes.to_approved()
        world.redact("A. Patient")
        world.redact("Timeliness")

        public = everything_public(world.publish())

        assert "Patient" not in public
        assert "Timeliness" not in public

    def test_changes_what_is_public_with_the_next_publication(self, world):
        first = world.publish()
        world.redact()

        assert NAMED in everything_public(first)
        assert NAMED not in everything_public(world.publish(at=LATER))

    def test_says_that_words_stand_nowhere_or_are_left_out_already(self, world):
        world.redact()

        for words in (NAMED, "heffalump", "  "):
            with pytest.raises(NotPermittedNow, match="nowhere"):
                world.redact(words)

    @pytest.mark.parametrize("words", [RESTRICTED, PRIVATE, "hidden words"])
    def test_finds_nothing_in_what_is_not_public(self, world, words):
        with pytest.raises(NotPermittedNow, match="nowhere"):
            world.redact(words)

    def test_refuses_words_that_stand_in_too_many_places(self):
        world = make_public_world(approved=False)
        make_entry(world.minutes.open_item, "x " * 501)
        world.minutes.to_approved()

        with pytest.raises(NotPermittedNow, match="too many"):
            world.redact("x")

    def test_waits_until_minutes_are_approved(self):
        with pytest.raises(NotPermittedNow, match="approved"):
            make_public_world(approved=False).redact()

    def test_is_for_chair_and_secretary_without_an_interest(self, world):
        with pytest.raises(Forbidden):
            world.redact(by=world.minutes.member)
        before = world.reach()
        declare(world.minutes.open_item, world.secretary)
        with pytest.raises(Forbidden):
            world.redact()
        with pytest.raises(Forbidden):
            redact(
                meeting_id=world.meeting.pk,
                words=NAMED,
                exemption=Exemption.CONFIDENCE,
                reason="",
                by=before,
                at=NEXT,
            )


class TestLiftRedaction:
    def test_puts_words_back_with_the_next_publication(self, world):
        world.redact()
        published = world.publish()
        for redaction in PublicRedaction.objects.all():
            lift_redaction(redaction_id=redaction.pk, by=world.reach(), at=LATER)

        assert NAMED not in everything_public(published)
        assert NAMED in everything_public(world.publish(at=LATER))

    def test_can_be_left_out_again(self, world):
        world.redact()
        for redaction in PublicRedaction.objects.all():
            lift_redaction(redaction_id=redaction.pk, by=world.reach(), at=LATER)

        assert world.redact() == 3

    def test_is_for_chair_and_secretary_without_an_interest(self, world):
        world.redact()
        redaction = PublicRedaction.objects.all()[0]

        with pytest.raises(PublicRedaction.DoesNotExist):
            lift_redaction(
                redaction_id=redaction.pk, by=world.reach(world.minutes.member), at=LATER
            )
        declare(world.minutes.open_item, world.secretary)
        with pytest.raises(Forbidden):
            lift_redaction(redaction_id=redaction.pk, by=world.reach(), at=LATER)


class TestWithdraw:
    def test_takes_it_back_and_the_minutes_are_approved_again(self, world):
        publication = world.publish()

        withdraw(publication_id=publication.pk, reason=" A name. ", by=world.reach(), at=LATER)

        publication.refresh_from_db()
        world.meeting.refresh_from_db()
        assert (publication.withdrawn_at, publication.withdrawn_reason) == (LATER, "A name.")
        assert world.meeting.state == MeetingState.MINUTES_APPROVED
        assert list(search_public(OPEN)) == []
        assert world.publish(at=LATER).number == 2

    def test_is_done_once_and_with_a_reason(self, world):
        publication = world.publish()
        with pytest.raises(NotPermittedNow, match="why"):
            withdraw(publication_id=publication.pk, reason=" ", by=world.reach(), at=LATER)
        withdraw(publication_id=publication.pk, reason="A name.", by=world.reach(), at=LATER)

        with pytest.raises(NotPermittedNow, match="already"):
            withdraw(publication_id=publication.pk, reason="Again.", by=world.reach(), at=LATER)

    def test_is_for_chair_and_secretary(self, world):
        publication = world.publish()

        with pytest.raises(Forbidden):
            withdraw(
                publication_id=publication.pk,
                reason="No.",
                by=world.reach(world.minutes.member),
                at=LATER,
            )


class TestErasedWords:
    def test_are_public_no_longer_in_any_form(self, world):
        publication = world.publish()
        entry = MinuteEntry.objects.get(body__startswith=NAMED)

        erase_words(
            meeting_id=world.meeting.pk,
            entry_id=entry.pk,
            reason="The right to erasure.",
            by=world.reach(),
            at=LATER,
        )

        world.meeting.refresh_from_db()
        assert "asked why" not in everything_public(publication)
        assert (publication.content, publication.words, publication.pdf) == ({}, "", None)
        assert publication.withdrawn_at == LATER
        assert world.meeting.state == MeetingState.MINUTES_APPROVED
        assert is_whole(world)
        assert "asked why" not in everything_public(world.publish(at=LATER))

    def test_of_a_private_item_leave_what_is_public_as_it_is(self, world):
        publication = world.publish()

        erase_words(
            meeting_id=world.meeting.pk,
            entry_id=world.minutes.secret_entry.pk,
            reason="The right to erasure.",
            by=world.reach(),
            at=LATER,
        )

        publication.refresh_from_db()
        assert publication.withdrawn_at is None
        assert OPEN in everything_public(publication)
