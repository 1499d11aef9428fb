"""Who sees impact assessments, and what they can do with them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.codes import AssessmentState, Capacity, MemberRole
from governance.models import ImpactAssessment
from tests.factories.agreements import make_agreement, make_assessment
from tests.factories.governance import CommitteeFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def enter(client, sign_in, committee):
    """Return how to sign somebody in who sits on the committee: `enter(role)`."""

    def _enter(role=MemberRole.MEMBER, **seat):
        user = make_member(seat.pop("committee", committee), role, **seat).user
        sign_in(client, user)
        return user

    return _enter


@pytest.fixture
def assessment(committee):
    return make_assessment(committee)


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def page(client, name, *args):
    response = client.get(url(name, *args))
    assert response.status_code == 200
    return response.content.decode()


class TestWhoSeesThem:
    def test_not_an_observer(self, client, enter, assessment):
        enter(MemberRole.OBSERVER)

        assert client.get(url("dpia_detail", assessment.pk)).status_code == 404

    @pytest.mark.parametrize("name", ["dpia_detail", "dpia_edit", "dpia_advise", "dpia_review"])
    def test_not_the_chair_of_another_committee(self, client, enter, assessment, name):
        enter(MemberRole.CHAIR, committee=CommitteeFactory.create(code="other"))

        response = client.get(url(name, assessment.pk))

        assert response.status_code == 404
        assert assessment.title not in response.content.decode()

    def test_a_member_reads_and_changes_none(self, client, enter, assessment):
        enter()

        shown = page(client, "dpia_detail", assessment.pk)

        assert assessment.risks in shown
        assert "Change it" not in shown
        assert client.get(url("dpia_edit", assessment.pk)).status_code == 403
        assert client.get(url("dpia_advise", assessment.pk)).status_code == 403
        assert client.post(url("dpia_sign_off", assessment.pk)).status_code == 403


class TestFromDraftToSignOff:
    def test_is_written_advised_on_and_signed_off(self, client, enter, committee):
        secretary = enter(MemberRole.SECRETARY)
        day = timezone.localdate() + timedelta(days=365)
        words = dict.fromkeys(
            ["title", "purpose", "processing", "necessity", "risks"], "What **it** says"
        )
        said = {
            **words,
            "owner": str(secretary.pk),
            "review_on_day": day.day,
            "review_on_month": day.month,
            "review_on_year": day.year,
        }
        client.post(url("dpia_new_of", committee.code), said)
        assessment = ImpactAssessment.objects.get()
        assert "Nobody has advised on it yet." in page(client, "dpia_detail", assessment.pk)

        enter(capacities=[Capacity.DATA_PROTECTION_OFFICER])
        client.post(url("dpia_advise", assessment.pk), {"advice": "Ask the practices."})

        enter(MemberRole.CHAIR)
        assert "Ask the practices." in page(client, "dpia_detail", assessment.pk)
        client.post(url("dpia_sign_off", assessment.pk))

        assessment.refresh_from_db()
        assert assessment.state == AssessmentState.SIGNED_OFF
        edit = client.get(url("dpia_edit", assessment.pk), follow=True)
        assert "stays as it was" in edit.content.decode()

    def test_a_missing_answer_is_said_beside_its_field(self, client, enter, committee):
        enter(MemberRole.CHAIR)

        response = client.post(url("dpia_new_of", committee.code), {"title": "Only a title"})

        shown = response.content.decode()
        assert "Enter necessity" in shown
        assert "Only a title" in shown


class TestReview:
    @pytest.fixture
    def signed(self, committee):
        return make_assessment(
            committee,
            state=AssessmentState.SIGNED_OFF,
            review_on=timezone.localdate() - timedelta(days=1),
        )

    def test_overdue_is_said_in_the_list(self, client, enter, signed):
        enter()

        assert "Review overdue" in page(client, "dpia_list")

    def test_is_recorded_by_the_chair(self, client, enter, signed):
        enter(MemberRole.CHAIR)
        day = timezone.localdate() + timedelta(days=180)

        client.post(
            url("dpia_review", signed.pk),
            {"review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year},
        )

        signed.refresh_from_db()
        assert signed.review_on == day

    def test_starts_the_next_one(self, client, enter, signed):
        enter(MemberRole.SECRETARY)

        response = client.post(url("dpia_follow", signed.pk))

        follower = ImpactAssessment.objects.get(reference=f"{signed.reference}/2")
        assert response.url == url("dpia_edit", follower.pk)
        assert (
            "follows it already"
            in client.post(url("dpia_follow", signed.pk), follow=True).content.decode()
        )


def test_shows_the_agreements_that_rest_on_it(client, enter, committee):
    signed = make_assessment(committee, state=AssessmentState.SIGNED_OFF)
    agreement = make_agreement(committee, impact_assessment=signed)
    enter()

    assert f"{agreement.reference}, version 1" in page(client, "dpia_detail", signed.pk)
