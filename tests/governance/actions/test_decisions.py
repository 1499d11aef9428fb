"""Deciding: numbers, quorum, locks, and the evidence of each decision."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import Forbidden, NotPermittedNow
from governance.actions.decisions import DecisionFacts, decide_by_consensus
from governance.actions.entries import reopen_item, write_entry
from governance.codes import EntryKind, LedgerKind, MeetingState, MemberRole, Mitigation
from governance.models import AgendaItem, Decision, LedgerEntry, MinuteEntry
from governance.policies.evidence import canonical, digest_text
from governance.queries.contents.decision import describe_decision
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_terms,
    reach_of_user,
    seat,
)

pytestmark = pytest.mark.django_db
FACTS = DecisionFacts(title="Approve the pilot", text="The pilot begins in May.")


@pytest.fixture
def committee():
    made = CommitteeFactory.create()
    make_terms(made)
    return made


@pytest.fixture
def meeting(committee):
    return make_meeting(committee, state=MeetingState.IN_PROGRESS)


@pytest.fixture
def item(meeting):
    return make_item(meeting)


@pytest.fixture
def chair(committee, meeting):
    member = make_member(committee, MemberRole.CHAIR)
    seat(meeting, member)
    return member.user


@pytest.fixture
def member(committee, meeting):
    made = make_member(committee)
    seat(meeting, made)
    return made.user


def decide(item, user, facts=FACTS, at=THURSDAY):
    return decide_by_consensus(item_id=item.pk, facts=facts, by=reach_of_user(user), at=at)


def open_again(item, user):
    reopen_item(item_id=item.pk, reason="A figure was wrong.", by=reach_of_user(user), at=THURSDAY)


class TestDecideByConsensus:
    def test_numbers_within_the_financial_year(self, meeting, chair, member):
        numbers = [decide(make_item(meeting), chair).number for _ in range(2)]
        spring = decide(make_item(meeting), chair, at=datetime(2027, 4, 1, tzinfo=UTC)).number

        assert numbers == ["OHC-GB/2627/001", "OHC-GB/2627/002"]
        assert spring == "OHC-GB/2728/001"

    def test_keeps_who_could_vote(self, item, chair, member):
        decision = decide(item, chair)

        assert decision.is_quorate
        assert {voter["name"] for voter in decision.voters} == {str(chair), str(member)}

    def test_without_a_quorum_is_a_recommendation(self, item, chair):
        assert not decide(item, chair).is_quorate

    def test_does_not_count_who_has_a_conflict(self, item, chair, member):
        declare(item, member, Mitigation.NO_VOTE)

        decision = decide(item, chair)

        assert not decision.is_quorate
        assert [voter["name"] for voter in decision.voters] == [str(chair)]

    def test_locks_the_item(self, item, chair, member):
        decide(item, chair)

        with pytest.raises(NotPermittedNow, match="locked"):
            decide(item, chair)

    def test_leaves_its_number_in_the_minutes(self, item, chair, member):
        decision = decide(item, chair)

        entry = MinuteEntry.objects.get(item=item, kind=EntryKind.DECISION)
        assert entry.body == f"{decision.number}: Approve the pilot"

    def test_replaces_an_earlier_decision_once(self, meeting, chair, member):
        earlier = decide(make_item(meeting), chair)
        later = DecisionFacts(title="Later", text="Later.", supersedes=earlier.pk)
        decide(make_item(meeting), chair, later)

        assert earlier not in Decision.objects.in_force()
        with pytest.raises(NotPermittedNow, match="no longer in force"):
            decide(make_item(meeting), chair, later)

    def test_is_for_those_who_run_the_meeting(self, item, chair, member):
        with pytest.raises(Forbidden):
            decide(item, member)

    def test_is_not_for_a_chair_with_a_conflict(self, item, chair, member):
        declare(item, chair, Mitigation.LEAVE)

        with pytest.raises(AgendaItem.DoesNotExist):
            decide(item, chair)

    def test_asks_for_conflicts_anew(self, item, chair, member):
        as_read_before = reach_of_user(chair)
        declare(item, chair, Mitigation.NO_VOTE)

        with pytest.raises(Forbidden):
            decide_by_consensus(item_id=item.pk, facts=FACTS, by=as_read_before, at=THURSDAY)

    @pytest.mark.parametrize("state", [MeetingState.AGENDA_PUBLISHED, MeetingState.HELD])
    def test_only_while_the_meeting_goes_on(self, committee, chair, state):
        item = make_item(make_meeting(committee, state=state))

        with pytest.raises(NotPermittedNow, match="in progress"):
            decide(item, chair)


class TestEvidence:
    def test_holds_words_as_digests_only(self, item, chair, member):
        decision = decide(item, chair)

        entry = LedgerEntry.objects.get(subject=decision.pk)
        assert entry.kind == LedgerKind.DECISION
        assert decision.number in entry.content
        for words in (decision.title, decision.text, str(chair), str(member)):
            assert words not in entry.content

    def test_can_be_made_again_from_rows(self, item, chair, member):
        decision = decide(item, chair)
        entry = LedgerEntry.objects.get(subject=decision.pk)
        salts = {text.path: text.salt for text in entry.texts.all()}

        def sealed(content, path=""):
            if hasattr(content, "words"):
                return {"$digest": digest_text(salts[path], content.words)}
            if isinstance(content, dict):
                return {key: sealed(value, f"{path}/{key}") for key, value in content.items()}
            if isinstance(content, list):
                return [sealed(value, f"{path}/{n}") for n, value in enumerate(content)]
            return content

        again = describe_decision(Decision.objects.get(pk=decision.pk))

        assert canonical(sealed(again)) == entry.content

    def test_a_decision_cannot_be_rewritten(self, item, chair, member):
        decision = decide(item, chair)

        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(text="Something else.")


class TestReopenItem:
    def test_says_in_the_minutes_that_and_why(self, item, chair, member):
        decide(item, chair)

        open_again(item, chair)

        item.refresh_from_db()
        last = item.entries.order_by("-sequence").first()
        assert item.decided_at is None
        assert last.kind == EntryKind.DECISION
        assert "A figure was wrong." in last.body

    def test_lets_the_item_be_decided_anew(self, item, chair, member):
        decide(item, chair)
        open_again(item, chair)

        assert decide(item, chair, at=THURSDAY + timedelta(minutes=1)).number.endswith("/002")

    def test_of_an_open_item_is_refused(self, item, chair, member):
        with pytest.raises(NotPermittedNow):
            open_again(item, chair)

    def test_a_decided_item_takes_actions_and_nothing_else(self, item, chair, member):
        decide(item, chair)
        by = reach_of_user(chair)

        write_entry(item_id=item.pk, kind=EntryKind.ACTION, body="x", by=by, at=THURSDAY)
        with pytest.raises(NotPermittedNow, match="locked"):
            write_entry(item_id=item.pk, kind=EntryKind.DISCUSSION, body="x", by=by, at=THURSDAY)
