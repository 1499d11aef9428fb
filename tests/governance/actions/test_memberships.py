"""Who is seated on a committee, and by whom."""

from datetime import UTC, date, datetime

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions.memberships import (
    NewSeat,
    SeatFacts,
    add_member,
    change_member,
    end_deputy,
    name_deputy,
)
from governance.actions.terms import TermsFacts, approve_terms, change_terms, create_terms
from governance.codes import LedgerKind, MemberRole
from governance.models import Deputy, EvidenceText, LedgerEntry, Meeting
from tests.factories.governance import (
    CommitteeFactory,
    make_meeting,
    make_member,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture
def secretary():
    return make_member(CommitteeFactory.create(), MemberRole.SECRETARY)


def reach(user):
    return reach_of_user(user, on=TODAY)


def seat(secretary, user, role=MemberRole.MEMBER, *, starts_on=TODAY, votes=True, **facts):
    return add_member(
        committee_id=secretary.committee_id,
        new=NewSeat(user=user, role=role, is_voting=votes, starts_on=starts_on),
        facts=SeatFacts(**facts),
        by=reach(secretary.user),
    )


class TestSeats:
    def test_nobody_gives_themselves_a_vote(self, secretary):
        with pytest.raises(Forbidden):
            seat(secretary, secretary.user, starts_on=date(2030, 1, 1))
        with pytest.raises(Forbidden):
            change_member(membership_id=secretary.pk, facts=SeatFacts(), by=reach(secretary.user))

    def test_nobody_sits_twice_at_one_time(self, secretary):
        person = viewer().user
        first = seat(secretary, person, ends_on=date(2026, 12, 31))

        with pytest.raises(NotPermittedNow):
            seat(secretary, person, starts_on=date(2026, 12, 31))
        seat(secretary, person, starts_on=date(2027, 1, 1))
        with pytest.raises(NotPermittedNow):
            change_member(membership_id=first.pk, facts=SeatFacts(), by=reach(secretary.user))

    def test_observers_have_no_vote(self, secretary):
        with pytest.raises(NotPermittedNow):
            seat(secretary, viewer().user, MemberRole.OBSERVER)

    def test_a_term_that_has_ended_ends_what_one_may_read(self, secretary):
        member = seat(secretary, viewer().user, starts_on=date(2026, 1, 1))
        make_meeting(secretary.committee)
        assert Meeting.objects.visible_to(reach(member.user)).exists()

        change_member(
            membership_id=member.pk,
            facts=SeatFacts(ends_on=date(2026, 11, 23)),
            by=reach(secretary.user),
        )

        assert not Meeting.objects.visible_to(reach(member.user)).exists()

    @pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.OBSERVER])
    def test_members_and_observers_seat_nobody(self, secretary, role):
        other = make_member(secretary.committee, role)

        with pytest.raises(Forbidden):
            seat(other, viewer().user)


class TestDeputies:
    def name(self, secretary, member, user):
        return name_deputy(
            membership_id=member.pk,
            user=user,
            starts_on=date(2026, 11, 1),
            ends_on=None,
            by=reach(secretary.user),
        )

    def test_a_deputy_reads_with_the_committee_until_it_is_ended(self, secretary):
        member, person = make_member(secretary.committee), viewer().user
        deputy = self.name(secretary, member, person)
        make_meeting(secretary.committee)
        assert Meeting.objects.visible_to(reach(person)).exists()

        end_deputy(deputy_id=deputy.pk, on=TODAY, by=reach(secretary.user))

        assert not Meeting.objects.visible_to(reach(person)).exists()

    def test_nobody_is_their_own_deputy_or_named_twice_or_by_themselves(self, secretary):
        member, person = make_member(secretary.committee), viewer().user
        self.name(secretary, member, person)

        for user in (member.user, person):
            with pytest.raises(NotPermittedNow):
                self.name(secretary, member, user)
        with pytest.raises(Forbidden):
            self.name(secretary, member, secretary.user)
        assert Deputy.objects.count() == 1


class TestTerms:
    FACTS = TermsFacts(text="What we do.", quorum={"voting": 2})

    def draft(self, secretary):
        return create_terms(
            committee_id=secretary.committee_id, facts=self.FACTS, by=reach(secretary.user)
        )

    def approve(self, secretary, terms, on=TODAY):
        return approve_terms(terms_id=terms.pk, effective_from=on, by=reach(secretary.user), at=AT)

    def test_evidence_holds_the_words_as_a_digest_only(self, secretary):
        terms = self.approve(secretary, self.draft(secretary))

        entry = LedgerEntry.objects.get()
        assert (entry.kind, entry.subject) == (LedgerKind.TERMS, terms.pk)
        assert "What we do." not in entry.content
        assert EvidenceText.objects.get(entry=entry).text == "What we do."

    def test_approved_terms_change_no_more_and_a_second_draft_waits(self, secretary):
        terms = self.draft(secretary)
        with pytest.raises(NotPermittedNow):
            self.draft(secretary)
        self.approve(secretary, terms)

        with pytest.raises(NotPermittedNow):
            change_terms(terms_id=terms.pk, facts=self.FACTS, by=reach(secretary.user))
        with pytest.raises(NotPermittedNow):
            self.approve(secretary, terms)
        assert self.draft(secretary).number == 2

    def test_terms_never_hold_before_those_that_they_follow(self, secretary):
        self.approve(secretary, self.draft(secretary), on=date(2027, 4, 1))
        second = self.draft(secretary)

        with pytest.raises(NotPermittedNow):
            self.approve(secretary, second, on=date(2027, 3, 31))
        self.approve(secretary, second, on=date(2027, 4, 1))

    def test_a_quorum_that_there_is_not_is_refused(self, secretary):
        with pytest.raises(ValueError, match="between 1 and"):
            create_terms(
                committee_id=secretary.committee_id,
                facts=TermsFacts(text="x", quorum={"voting": 0}),
                by=reach(secretary.user),
            )
