"""Who writes, advises on, signs off and reviews impact assessments."""

from datetime import timedelta

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions.assessments import (
    AssessmentFacts,
    advise_on_assessment,
    change_assessment,
    confirm_assessment,
    create_assessment,
    follow_assessment,
    sign_off_assessment,
)
from governance.codes import AssessmentState, Capacity, MemberRole
from governance.models import ImpactAssessment
from tests.factories.agreements import TODAY, make_assessment
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_member,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db

OFFICER = [Capacity.DATA_PROTECTION_OFFICER]


@pytest.fixture
def committee():
    return CommitteeFactory.create()


def reach(committee, role=MemberRole.MEMBER, **seat):
    return reach_of_user(make_member(committee, role, **seat).user, on=TODAY)


@pytest.fixture
def officer(committee):
    return reach(committee, capacities=OFFICER)


@pytest.fixture
def chair(committee):
    return reach(committee, MemberRole.CHAIR)


@pytest.fixture
def secretary(committee):
    return reach(committee, MemberRole.SECRETARY)


@pytest.fixture
def assessment(committee):
    return make_assessment(committee)


def advise(assessment, by, advice="Ask the practices as well."):
    return advise_on_assessment(assessment_id=assessment.pk, advice=advice, by=by, at=THURSDAY)


def sign_off(assessment, by):
    return sign_off_assessment(assessment_id=assessment.pk, by=by, at=THURSDAY)


def facts_of(assessment, **said):
    names = AssessmentFacts.__dataclass_fields__
    return AssessmentFacts(**{**{name: getattr(assessment, name) for name in names}, **said})


def test_an_assessment_gets_the_next_reference(committee, secretary, assessment):
    facts = facts_of(assessment, owner=secretary.viewer.user)

    made = create_assessment(committee_id=committee.pk, facts=facts, by=secretary, at=THURSDAY)

    assert made.reference == "DPIA-0002"
    assert made.state == AssessmentState.DRAFT


class TestAdvice:
    def test_is_given_by_the_data_protection_officer(self, assessment, officer):
        advised = advise(assessment, officer)

        assert advised.state == AssessmentState.ADVISED
        assert advised.advice_by == officer.viewer.user

    def test_is_not_given_by_the_chair(self, assessment, chair):
        with pytest.raises(Forbidden, match="data protection officer"):
            advise(assessment, chair)

    def test_is_not_given_by_one_whose_term_is_over(self, committee, assessment):
        past = make_member(committee, capacities=OFFICER, ends_on=TODAY - timedelta(days=1))
        make_member(committee, user=past.user, starts_on=TODAY)

        with pytest.raises(Forbidden):
            advise(assessment, reach_of_user(past.user, on=TODAY))

    def test_of_another_committee_does_not_count(self, assessment):
        other = reach(CommitteeFactory.create(code="other"), capacities=OFFICER)

        with pytest.raises(ImpactAssessment.DoesNotExist):
            advise(assessment, other)

    def test_is_asked_for_again_after_a_change(self, assessment, officer, secretary, chair):
        advise(assessment, officer)

        changed = change_assessment(
            assessment_id=assessment.pk,
            facts=facts_of(assessment, risks="Others"),
            by=secretary,
            at=THURSDAY,
        )

        assert changed.state == AssessmentState.DRAFT
        with pytest.raises(NotPermittedNow, match="as it stands"):
            sign_off(assessment, chair)


class TestSignOff:
    def test_is_the_chairs(self, assessment, officer, chair):
        advise(assessment, officer)

        signed = sign_off(assessment, chair)

        assert signed.state == AssessmentState.SIGNED_OFF
        assert signed.signed_off_by == chair.viewer.user

    @pytest.mark.parametrize("role", [MemberRole.SECRETARY, MemberRole.MEMBER])
    def test_is_nobody_elses(self, committee, assessment, officer, role):
        advise(assessment, officer)

        with pytest.raises(Forbidden, match="chair"):
            sign_off(assessment, reach(committee, role))

    def test_waits_for_advice(self, assessment, chair):
        with pytest.raises(NotPermittedNow):
            sign_off(assessment, chair)

    def test_is_not_by_whoever_advised(self, committee, assessment):
        both = reach(committee, MemberRole.DEPUTY_CHAIR, capacities=OFFICER)
        advise(assessment, both)

        with pytest.raises(Forbidden, match="advice"):
            sign_off(assessment, both)

    def test_freezes_it(self, committee, officer, secretary):
        signed = make_assessment(committee, state=AssessmentState.SIGNED_OFF)

        with pytest.raises(NotPermittedNow):
            advise(signed, officer)
        with pytest.raises(NotPermittedNow):
            change_assessment(
                assessment_id=signed.pk, facts=facts_of(signed), by=secretary, at=THURSDAY
            )


class TestReview:
    @pytest.fixture
    def signed(self, committee):
        return make_assessment(committee, state=AssessmentState.SIGNED_OFF)

    def confirm(self, assessment, by, days=365):
        review_on = TODAY + timedelta(days=days)
        return confirm_assessment(
            assessment_id=assessment.pk, review_on=review_on, by=by, at=THURSDAY
        )

    def test_sets_the_next_day(self, signed, chair):
        assert self.confirm(signed, chair, 200).review_on == TODAY + timedelta(days=200)

    def test_lies_ahead(self, signed, chair):
        with pytest.raises(NotPermittedNow, match="ahead"):
            self.confirm(signed, chair, 0)

    def test_is_the_chairs(self, signed, secretary):
        with pytest.raises(Forbidden):
            self.confirm(signed, secretary)

    def test_begins_a_following_assessment_where_something_changed(self, signed, secretary):
        follower = follow_assessment(
            assessment_id=signed.pk, review_on=TODAY + timedelta(days=365), by=secretary
        )

        assert follower.reference == f"{signed.reference}/2"
        assert follower.state == AssessmentState.DRAFT
        assert follower.risks == signed.risks
        assert follower.advice == ""

    def test_begins_only_one(self, signed, secretary):
        review_on = TODAY + timedelta(days=365)
        follow_assessment(assessment_id=signed.pk, review_on=review_on, by=secretary)

        with pytest.raises(NotPermittedNow, match="/2"):
            follow_assessment(assessment_id=signed.pk, review_on=review_on, by=secretary)


def test_somebody_on_no_committee_knows_of_none(assessment):
    with pytest.raises(ImpactAssessment.DoesNotExist):
        sign_off(assessment, reach_of_user(viewer().user, on=TODAY))
