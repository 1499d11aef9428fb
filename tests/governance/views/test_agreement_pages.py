"""Who sees sharing agreements, and what they can do with them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.codes import JobRole
from governance.codes import AgreementState, MeetingState, MemberRole, Visibility
from governance.models import Decision, SharingAgreement
from tests.factories.accounts import SurgeryFactory
from tests.factories.agreements import add_party_to, make_agreement
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    viewer,
)
from tests.factories.records import FeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def enter(client, sign_in):
    """Return how to sign a person in: `enter(user)`."""

    def _enter(user):
        sign_in(client, user)
        return user

    return _enter


@pytest.fixture
def secretary(committee, enter):
    return enter(make_member(committee, MemberRole.SECRETARY).user)


@pytest.fixture
def draft(committee):
    return make_agreement(committee, state=AgreementState.DRAFT)


def url(name, *args):
    return reverse(f"governance:{name}", args=args)


def page(client, name, *args):
    response = client.get(url(name, *args))
    assert response.status_code == 200
    return response.content.decode()


def typed(owner, **said):
    today = timezone.localdate()
    return {
        "title": "Medicines for the hospital",
        "purposes": "Direct care.",
        "data_sets": "Medicines\n\nAllergies",
        "article_six": "e",
        "article_nine": "h",
        "confidentiality_basis": "",
        "starts_on_day": today.day,
        "starts_on_month": today.month,
        "starts_on_year": today.year,
        "expires_on_day": today.day,
        "expires_on_month": today.month,
        "expires_on_year": today.year + 1,
        "owner": str(owner.pk),
        **said,
    }


class TestWhoSeesAgreements:
    @pytest.mark.parametrize("name", ["agreement_list", "dpia_list"])
    def test_not_a_stranger_to_all_committees(self, client, enter, name):
        enter(viewer().user)

        assert client.get(url(name)).status_code == 404

    def test_not_an_observer(self, client, enter, committee):
        agreement = make_agreement(committee)
        enter(make_member(committee, MemberRole.OBSERVER).user)

        assert client.get(url("agreement_list")).status_code == 404
        response = client.get(url("agreement_detail", agreement.pk))
        assert response.status_code == 404
        assert agreement.title not in response.content.decode()

    def test_not_a_member_of_another_committee(self, client, enter, committee):
        agreement = make_agreement(committee)
        enter(make_member(CommitteeFactory.create(code="other")).user)

        assert agreement.title not in page(client, "agreement_list")
        assert client.get(url("agreement_detail", agreement.pk)).status_code == 404

    @pytest.mark.parametrize("name", ["agreement_edit", "agreement_end", "party_new"])
    def test_not_a_member_of_another_committee_by_any_address(self, client, enter, draft, name):
        enter(make_member(CommitteeFactory.create(code="other"), MemberRole.CHAIR).user)

        assert client.get(url(name, draft.pk)).status_code == 404

    @pytest.mark.parametrize("job_role", [JobRole.PRIVACY_OFFICER, JobRole.INTEGRATION_ENGINEER])
    def test_those_who_run_feeds_or_privacy_read_all_and_change_none(
        self, client, enter, draft, job_role
    ):
        enter(viewer(job_role).user)

        assert draft.title in page(client, "agreement_list")
        assert "Change the draft" not in page(client, "agreement_detail", draft.pk)
        assert client.get(url("agreement_edit", draft.pk)).status_code == 403
        assert client.post(url("agreement_sign", draft.pk)).status_code == 403

    def test_a_member_reads_and_changes_none(self, client, enter, committee, draft):
        enter(make_member(committee).user)

        assert "Bring it into force" not in page(client, "agreement_detail", draft.pk)
        for name in ("agreement_sign", "agreement_renew"):
            assert client.post(url(name, draft.pk)).status_code == 403


class TestTheDecisionBehindIt:
    @pytest.fixture
    def item(self, committee):
        return make_item(make_meeting(committee, state=MeetingState.MINUTES_APPROVED), "Sharing")

    @pytest.fixture
    def agreement(self, committee, item):
        decision = Decision.objects.create(
            committee=committee,
            number="OHC-GB/2627/001",
            item=item,
            title="Agree to share results",
            text="Agreed.",
            is_quorate=True,
            effective_on=THURSDAY.date(),
            decided_at=THURSDAY,
        )
        return make_agreement(committee, state=AgreementState.DRAFT, decision=decision)

    def test_is_named_to_a_member(self, client, enter, committee, agreement):
        enter(make_member(committee).user)

        assert "Agree to share results" in page(client, "agreement_detail", agreement.pk)

    def test_is_hidden_from_a_conflicted_chair(self, client, enter, committee, agreement, item):
        chair = enter(make_member(committee, MemberRole.CHAIR).user)
        declare(item, chair)

        assert "OHC-GB/2627/001" not in page(client, "agreement_detail", agreement.pk)
        assert "OHC-GB/2627/001" not in page(client, "agreement_edit", agreement.pk)

    def test_stays_where_somebody_who_may_not_know_of_it_changes_the_draft(
        self, client, enter, committee, agreement, item
    ):
        chair = enter(make_member(committee, MemberRole.CHAIR).user)
        declare(item, chair)

        response = client.post(url("agreement_edit", agreement.pk), typed(chair))

        assert response.status_code == 302
        agreement.refresh_from_db()
        assert agreement.decision is not None

    def test_of_a_restricted_item_is_hidden_from_a_member_and_a_privacy_officer(
        self, client, enter, committee, agreement, item
    ):
        item.visibility = Visibility.RESTRICTED
        item.save()
        for user in (make_member(committee).user, viewer(JobRole.PRIVACY_OFFICER).user):
            enter(user)

            assert "OHC-GB/2627/001" not in page(client, "agreement_detail", agreement.pk)


class TestAgreementList:
    def test_says_first_which_feeds_no_agreement_covers(self, client, secretary):
        FeedFactory.create(code="surgery-feed")

        shown = page(client, "agreement_list")

        assert "Feeds that need an agreement" in shown
        assert "surgery-feed" in shown
        assert "No sharing agreement covers this feed." in shown

    def test_counts_what_runs_out_and_what_is_past(self, client, secretary, committee):
        left = (timezone.localdate() - THURSDAY.date()).days
        make_agreement(committee, days_left=left + 30, title="Ends soon")
        make_agreement(committee, days_left=left + 300, title="Goes on")
        make_agreement(
            committee,
            title="Was ended",
            state=AgreementState.ENDED,
            ended_on=timezone.localdate(),
        )

        shown = page(client, "agreement_list")
        assert "Current (2)" in shown
        assert "Run out or soon will (1)" in shown
        assert "Ended or replaced (1)" in shown
        assert "Was ended" not in shown
        urgent = client.get(url("agreement_list"), {"show": "urgent"}).content.decode()
        assert "Ends soon" in urgent
        assert "Goes on" not in urgent

    def test_explains_that_there_is_none(self, client, secretary):
        assert "There is no sharing agreement yet." in page(client, "agreement_list")

    def test_asks_no_more_of_the_database_for_more_agreements(
        self, client, secretary, committee, django_assert_max_num_queries
    ):
        for _ in range(8):
            make_agreement(committee, feeds=("a", "b"))

        with django_assert_max_num_queries(26):
            page(client, "agreement_list")


class TestWritingOne:
    def test_begins_a_draft(self, client, secretary, committee):
        FeedFactory.create(code="surgery-feed")

        response = client.post(
            url("agreement_new_of", committee.code), typed(secretary, feeds=["surgery-feed"])
        )

        agreement = SharingAgreement.objects.get()
        assert response.url == url("agreement_detail", agreement.pk)
        assert agreement.data_sets == ["Medicines", "Allergies"]
        assert [feed.feed_code for feed in agreement.feeds.all()] == ["surgery-feed"]

    def test_keeps_what_was_typed_beside_what_is_wrong(self, client, secretary, committee):
        year = timezone.localdate().year - 1
        said = typed(secretary, expires_on_year=year, purposes="Only this")

        response = client.post(url("agreement_new_of", committee.code), said)

        shown = response.content.decode()
        assert "The last day must not be before the first day" in shown
        assert "Only this" in shown

    def test_goes_straight_to_the_only_committee(self, client, secretary, committee):
        response = client.get(url("agreement_new"))

        assert response.url == url("agreement_new_of", committee.code)

    def test_asks_whose_it_is_where_there_are_several(self, client, secretary, committee):
        make_member(
            CommitteeFactory.create(code="other", name="Another"), MemberRole.CHAIR, user=secretary
        )

        shown = page(client, "agreement_new")

        assert committee.name in shown
        assert "Another" in shown

    @pytest.mark.parametrize("name", ["agreement_new_of", "dpia_new_of"])
    def test_is_not_for_members(self, client, enter, committee, name):
        enter(make_member(committee).user)

        assert client.get(url(name, committee.code)).status_code == 404

    def test_brings_it_into_force_by_way_of_its_parties(self, client, secretary, committee):
        client.post(url("agreement_new_of", committee.code), typed(secretary))
        agreement = SharingAgreement.objects.get()
        first, second = SurgeryFactory.create(), committee.organization
        for organization in (first, second):
            response = client.post(
                f"{url('party_new', agreement.pk)}?q={organization.ods_code}",
                {
                    "organization": str(organization.pk),
                    "gives": "on",
                    "is_controller": "on",
                    "receives": "on",
                },
            )
            assert response.status_code == 302
        assert "Not every party has signed." in page(client, "agreement_detail", agreement.pk)
        today = timezone.localdate()
        for party in agreement.parties.all():
            client.post(
                url("party_sign", agreement.pk, party.pk),
                {
                    "signatory": "Its chair",
                    "signed_on_day": today.day,
                    "signed_on_month": today.month,
                    "signed_on_year": today.year,
                },
            )
        assert "Bring it into force" in page(client, "agreement_detail", agreement.pk)

        client.post(url("agreement_sign", agreement.pk))

        agreement.refresh_from_db()
        assert agreement.state == AgreementState.SIGNED
        assert "In force" in page(client, "agreement_detail", agreement.pk)

    def test_says_what_is_missing_where_somebody_signs_too_early(
        self, client, secretary, committee
    ):
        unsigned = make_agreement(committee, state=AgreementState.DRAFT, signed_on=None)

        response = client.post(url("agreement_sign", unsigned.pk), follow=True)

        assert "Not every party has signed." in response.content.decode()

    def test_finds_no_party_twice(self, client, secretary, draft):
        party = draft.parties.first().organization

        response = client.get(url("party_new", draft.pk), {"q": party.ods_code})

        assert "No organisation fits" in response.content.decode()

    def test_takes_a_party_out(self, client, secretary, draft):
        party = add_party_to(draft, SurgeryFactory.create())

        client.post(url("party_remove", draft.pk, party.pk))

        assert not draft.parties.filter(pk=party.pk).exists()


class TestRenewingAndEnding:
    def test_the_next_version_opens_as_a_draft(self, client, secretary, committee):
        signed = make_agreement(committee)

        response = client.post(url("agreement_renew", signed.pk))

        copy = SharingAgreement.objects.get(version=2)
        assert response.url == url("agreement_edit", copy.pk)

    def test_an_end_needs_its_reason(self, client, secretary, committee):
        signed = make_agreement(committee)
        day = timezone.localdate() + timedelta(days=1)
        said = {"ended_on_day": day.day, "ended_on_month": day.month, "ended_on_year": day.year}

        assert "Enter why" in client.post(url("agreement_end", signed.pk), said).content.decode()
        client.post(url("agreement_end", signed.pk), {**said, "reason": "The service closes"})

        signed.refresh_from_db()
        assert (signed.state, signed.ended_on) == (AgreementState.ENDED, day)
        assert "The service closes" in page(client, "agreement_detail", signed.pk)

    def test_a_signed_one_is_not_edited(self, client, secretary, committee):
        signed = make_agreement(committee)

        response = client.get(url("agreement_edit", signed.pk))

        assert response.url == url("agreement_detail", signed.pk)

    @pytest.mark.parametrize("name", ["party_sign", "party_remove"])
    def test_its_parties_and_signatures_stay(self, client, secretary, committee, name):
        signed = make_agreement(committee)
        party = signed.parties.all()[0]

        response = client.post(url(name, signed.pk, party.pk), {"signatory": "X"}, follow=True)

        assert "stay as they were" in response.content.decode()
        assert signed.parties.count() == 2
