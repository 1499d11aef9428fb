"""Private notes of a reader."""

import pytest
from django.db import connection

from core.errors import NotPermittedNow
from governance.actions.notes import LONGEST, destroy_notes, write_note
from governance.codes import MeetingState
from governance.models import AgendaItem, Paper, ReaderNote
from governance.queries.reading import own_notes, read_items
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def item(committee):
    return make_item(make_meeting(committee))


def note(item, user, body, **facts):
    return write_note(item_id=item.pk, body=body, by=reach_of_user(user), at=THURSDAY, **facts)


def test_a_note_is_kept_for_its_writer_alone(committee, item):
    writer, other = make_member(committee).user, make_member(committee).user

    note(item, writer, "Ask about the cost.")

    assert own_notes(item.meeting_id, reach=reach_of_user(writer)) == {
        item.pk: "Ask about the cost."
    }
    assert own_notes(item.meeting_id, reach=reach_of_user(other)) == {}


def test_the_database_holds_no_readable_word_of_it(committee, item):
    note(item, make_member(committee).user, "Ask about the cost.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM governance_readernote")
        assert b"cost" not in bytes(cursor.fetchone()[0])


def test_a_second_note_takes_the_place_of_the_first_and_an_empty_one_takes_it_away(committee, item):
    writer = make_member(committee).user
    note(item, writer, "one")
    note(item, writer, "two")
    assert own_notes(item.meeting_id, reach=reach_of_user(writer)) == {item.pk: "two"}

    assert note(item, writer, "  ") is None
    assert not ReaderNote.objects.exists()


def test_nobody_notes_on_what_they_may_not_know_of(committee, item):
    conflicted, paper = make_member(committee).user, make_paper(item).paper
    elsewhere = make_paper(make_item(item.meeting)).paper
    declare(item, conflicted)

    with pytest.raises(AgendaItem.DoesNotExist):
        note(item, conflicted, "?")
    with pytest.raises(Paper.DoesNotExist):
        note(item, make_member(committee).user, "?", paper_id=elsewhere.pk)
    assert note(item, make_member(committee).user, "?", paper_id=paper.pk)


def test_a_conflict_that_is_declared_later_hides_the_note_already_written(committee, item):
    writer = make_member(committee).user
    note(item, writer, "Ask about the cost.")
    declare(item, writer)

    (read,) = read_items(item.meeting, reach=reach_of_user(writer))
    assert (read.item, read.note) == (None, "")


def test_too_long_a_note_is_refused_with_its_limit(committee, item):
    with pytest.raises(NotPermittedNow, match=str(LONGEST)):
        note(item, make_member(committee).user, "x" * (LONGEST + 1))


@pytest.mark.parametrize("state", [MeetingState.MINUTES_APPROVED, MeetingState.PUBLISHED])
def test_after_the_approval_nobody_notes_any_more(committee, item, state):
    item.meeting.state = state
    item.meeting.save()

    with pytest.raises(NotPermittedNow):
        note(item, make_member(committee).user, "late")


def test_all_notes_of_a_meeting_are_destroyed_together(committee, item):
    note(item, make_member(committee).user, "one")
    note(item, make_member(committee).user, "two")
    note(make_item(make_meeting(committee)), make_member(committee).user, "of another meeting")

    assert destroy_notes(item.meeting_id) == 2
    assert ReaderNote.objects.count() == 1
