"""Who is told of agreements that run out, and when."""

from datetime import timedelta

import pytest

from governance.actions.agreement_reminders import remind_of_agreements, remind_of_reviews
from governance.codes import AgreementState, AssessmentState, MemberRole, MessageKind
from governance.models import GovernanceMessage
from tests.factories.agreements import TODAY, make_agreement, make_assessment
from tests.factories.governance import THURSDAY, CommitteeFactory, make_member, viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


def told():
    return {message.user for message in GovernanceMessage.objects.all()}


def every_day(first, last):
    for day in range(first, last + 1):
        remind_of_agreements(at=THURSDAY + timedelta(days=day))


class TestRemindOfAgreements:
    def test_tells_owner_chair_and_secretary_and_nobody_else(self, committee):
        chair = make_member(committee, MemberRole.CHAIR).user
        secretary = make_member(committee, MemberRole.SECRETARY).user
        make_member(committee)
        make_member(CommitteeFactory.create(code="other"), MemberRole.CHAIR)
        agreement = make_agreement(committee, days_left=30)

        remind_of_agreements(at=THURSDAY)

        assert told() == {agreement.owner, chair, secretary}

    def test_tells_an_owner_who_is_the_chair_once(self, committee):
        chair = make_member(committee, MemberRole.CHAIR).user
        make_agreement(committee, days_left=7, owner=chair)

        remind_of_agreements(at=THURSDAY)

        assert GovernanceMessage.objects.count() == 1

    def test_tells_it_90_30_and_7_days_before_on_the_day_and_each_week_after(self, committee):
        make_agreement(committee, days_left=100)

        every_day(0, 100 + 15)

        days = [
            (message.queued_at.date() - TODAY).days
            for message in GovernanceMessage.objects.order_by("queued_at")
        ]
        assert days == [10, 70, 93, 100, 107, 114]

    def test_names_the_reference_and_not_what_is_shared(self, committee):
        make_agreement(committee, days_left=30, title="Sexual health results")

        remind_of_agreements(at=THURSDAY)

        message = GovernanceMessage.objects.get()
        assert message.kind == MessageKind.AGREEMENT
        assert message.subject == "Sharing agreement ISA-0001 runs out in 30 days"
        assert "Sexual" not in message.subject + message.body

    def test_says_that_it_has_run_out(self, committee):
        make_agreement(committee, days_left=-8)

        remind_of_agreements(at=THURSDAY)

        assert GovernanceMessage.objects.get().subject.endswith("ran out 8 days ago")

    def test_is_quiet_once_the_next_version_is_signed(self, committee):
        first = make_agreement(committee, days_left=30)
        make_agreement(
            committee,
            reference=first.reference,
            version=2,
            starts_on=first.expires_on + timedelta(days=1),
            days_left=400,
        )

        remind_of_agreements(at=THURSDAY)

        assert told() == set()

    def test_is_not_quiet_while_the_next_version_is_a_draft(self, committee):
        first = make_agreement(committee, days_left=30)
        make_agreement(
            committee,
            reference=first.reference,
            version=2,
            state=AgreementState.DRAFT,
            starts_on=first.expires_on + timedelta(days=1),
            days_left=400,
        )

        remind_of_agreements(at=THURSDAY)

        assert told() == {first.owner}

    def test_is_quiet_about_one_that_was_ended_on_purpose(self, committee):
        make_agreement(committee, state=AgreementState.ENDED, ended_on=TODAY - timedelta(days=10))

        remind_of_agreements(at=THURSDAY)

        assert told() == set()

    def test_writes_to_nobody_whose_term_as_chair_is_over(self, committee):
        make_member(committee, MemberRole.CHAIR, ends_on=TODAY - timedelta(days=1))
        agreement = make_agreement(committee, days_left=30)

        remind_of_agreements(at=THURSDAY)

        assert told() == {agreement.owner}


class TestRemindOfReviews:
    def test_tells_of_a_review_that_is_due(self, committee):
        chair = make_member(committee, MemberRole.CHAIR).user
        assessment = make_assessment(
            committee,
            state=AssessmentState.SIGNED_OFF,
            review_on=TODAY + timedelta(days=30),
        )

        remind_of_reviews(at=THURSDAY)
        remind_of_reviews(at=THURSDAY + timedelta(days=1))

        assert told() == {assessment.owner, chair}
        assert GovernanceMessage.objects.count() == 2
        assert {message.kind for message in GovernanceMessage.objects.all()} == {MessageKind.REVIEW}

    def test_is_quiet_about_one_that_a_later_one_has_replaced(self, committee):
        first = make_assessment(committee, state=AssessmentState.SIGNED_OFF, review_on=TODAY)
        make_assessment(
            committee, state=AssessmentState.SIGNED_OFF, reference=f"{first.reference}/2"
        )

        remind_of_reviews(at=THURSDAY)

        assert told() == set()

    def test_is_quiet_about_drafts(self, committee):
        make_assessment(committee, review_on=TODAY, owner=viewer().user)

        remind_of_reviews(at=THURSDAY)

        assert told() == set()
