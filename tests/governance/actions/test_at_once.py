"""Two people do the same at the same moment: one does it, the other is told; the chain holds."""

import pytest

from governance.actions.declarations import Declaration, declare_interest
from governance.actions.motions import close_motion
from governance.actions.publishing import publish
from governance.actions.voting import cast_vote
from governance.codes import LedgerKind, MeetingState, MemberRole, Mitigation, VoteChoice
from governance.models import LedgerEntry, MinutesApproval, Publication, Vote
from governance.presenters.publications import draw_public
from tests.factories.governance import THURSDAY, make_member, reach_of_user
from tests.governance.actions.test_voting import Room
from tests.governance.minutes_world import NEXT, make_minutes_world
from tests.governance.tampering import faults
from tests.governance.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def two_secretaries(committee):
    return [reach_of_user(make_member(committee, MemberRole.SECRETARY).user) for _ in range(2)]


def count_links(kind):
    return LedgerEntry.objects.filter(kind=kind).count()


def test_two_secretaries_close_a_motion_once():
    room = Room()
    motion = room.put()
    room.vote(motion, room.members[0], VoteChoice.FOR)
    closing = [
        lambda by=by: close_motion(motion_id=motion.pk, by=by, at=THURSDAY)
        for by in two_secretaries(room.committee)
    ]

    assert len(at_once(*closing)) == 1
    motion.refresh_from_db()
    assert motion.votes_for == count_links(LedgerKind.MOTION) == 1


def test_two_approve_minutes_once():
    world = make_minutes_world()
    world.check()
    world.circulate()
    approving = [lambda by=by: world.approve(by=by) for by in (world.secretary, world.chair)]

    assert len(at_once(*approving)) == 1
    assert MinutesApproval.objects.count() == count_links(LedgerKind.APPROVAL) == 1
    assert faults(world) == ""


def test_two_amend_minutes_as_they_approve_and_one_text_stands():
    world = make_minutes_world()
    world.check()
    world.circulate()
    key = str(world.open_entry.pk)
    approving = [
        lambda by=by, words=words: world.approve({key: words}, by=by)
        for by, words in ((world.secretary, "Within two hours."), (world.chair, "Within a day."))
    ]

    assert len(at_once(*approving)) == 1
    world.open_entry.refresh_from_db()
    version = MinutesApproval.objects.get().version
    assert version.number == 2
    assert version.entry.texts.filter(text=world.open_entry.body).exists()
    assert faults(world) == ""


def test_two_publish_once():
    world = make_minutes_world()
    world.committee.is_public = True
    world.committee.save()
    world.to_approved()
    publishing = [
        lambda by=by: publish(
            meeting_id=world.meeting.pk, draw=draw_public, by=world.reach(by), at=NEXT
        )
        for by in (world.secretary, world.chair)
    ]

    assert len(at_once(*publishing)) == 1
    assert Publication.objects.count() == count_links(LedgerKind.PUBLICATION) == 1
    world.meeting.refresh_from_db()
    assert world.meeting.state == MeetingState.PUBLISHED


def test_a_vote_beside_a_declaration_never_counts():
    room = Room()
    motion = room.put()
    member = room.members[0]
    before = reach_of_user(member)
    declaration = Declaration(user=member, words="Shares.", mitigation=Mitigation.NO_VOTE)

    def declare_it():
        declare_interest(item_id=room.item.pk, declaration=declaration, by=before, at=THURSDAY)

    def vote():
        cast_vote(motion_id=motion.pk, choice=VoteChoice.FOR, by=before, at=THURSDAY)

    at_once(vote, declare_it)

    assert not Vote.objects.exists()
    assert room.close(motion).votes_for == 0


def test_links_that_are_written_at_once_follow_one_another():
    room = Room()
    motions = []
    for _ in range(2):
        motions.append(room.put())
        room.close(motions[-1])
    world = make_minutes_world()
    world.check()
    world.circulate()

    assert not at_once(world.approve, lambda: room.close(room.put()))
    sequences = LedgerEntry.objects.filter(committee=world.committee).values_list("sequence")
    assert sorted(sequences) == [(number,) for number in range(1, len(sequences) + 1)]
    # The terms of the room come from nowhere; besides, all is well.
    assert faults(world) == "There is no evidence of terms of reference, version 1."
