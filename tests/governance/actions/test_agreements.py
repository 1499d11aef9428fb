"""How agreements come into force, go on and end, and what then stays as it is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import Forbidden, NotPermittedNow
from governance.actions.agreement_parties import (
    PartyRoles,
    add_party,
    record_signature,
    remove_party,
)
from governance.actions.agreements import (
    AgreementFacts,
    change_agreement,
    create_agreement,
    end_agreement,
    renew_agreement,
    sign_agreement,
)
from governance.codes import (
    AgreementState,
    ArticleNine,
    ArticleSix,
    AssessmentState,
    MemberRole,
)
from governance.models import AgreementFeed, SharingAgreement
from tests.factories.accounts import SurgeryFactory
from tests.factories.agreements import TODAY, make_agreement, make_assessment
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    make_member,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def secretary(committee):
    return reach_of_user(make_member(committee, MemberRole.SECRETARY).user, on=TODAY)


@pytest.fixture
def member(committee):
    return reach_of_user(make_member(committee).user, on=TODAY)


@pytest.fixture
def draft(committee):
    return make_agreement(committee, state=AgreementState.DRAFT, feeds=("hospital",))


@pytest.fixture
def signed(committee):
    return make_agreement(committee, feeds=("hospital",))


def facts(owner, **said):
    given = {
        "title": "Results",
        "purposes": "Direct care",
        "data_sets": ["Results"],
        "article_six": ArticleSix.PUBLIC_TASK,
        "article_nine": ArticleNine.HEALTH_OR_SOCIAL_CARE,
        "confidentiality_basis": "",
        "impact_assessment": None,
        "decision": None,
        "starts_on": TODAY,
        "expires_on": TODAY + timedelta(days=365),
        "owner": owner,
        "feeds": ["hospital"],
    }
    return AgreementFacts(**{**given, **said})


class TestCreateAgreement:
    def test_gives_each_the_next_reference(self, committee, secretary):
        owner = secretary.viewer.user

        made = [
            create_agreement(
                committee_id=committee.pk, facts=facts(owner), by=secretary, at=THURSDAY
            )
            for _ in range(2)
        ]

        assert [each.reference for each in made] == ["ISA-0001", "ISA-0002"]
        assert made[0].state == AgreementState.DRAFT
        assert [feed.feed_code for feed in made[0].feeds.all()] == ["hospital"]

    def test_is_for_chair_and_secretary(self, committee, member):
        with pytest.raises(Forbidden):
            create_agreement(
                committee_id=committee.pk, facts=facts(member.viewer.user), by=member, at=THURSDAY
            )

    def test_wants_an_owner_who_sits_on_the_committee(self, committee, secretary):
        with pytest.raises(NotPermittedNow, match="owner"):
            create_agreement(
                committee_id=committee.pk, facts=facts(viewer().user), by=secretary, at=THURSDAY
            )

    def test_takes_no_assessment_of_another_committee(self, committee, secretary):
        other = make_assessment(CommitteeFactory.create(code="other"))

        with pytest.raises(NotPermittedNow, match="another committee"):
            create_agreement(
                committee_id=committee.pk,
                facts=facts(secretary.viewer.user, impact_assessment=other),
                by=secretary,
                at=THURSDAY,
            )


class TestChangeAgreement:
    def test_takes_feeds_off_and_on(self, draft, secretary):
        said = facts(secretary.viewer.user, feeds=["practices"])

        change_agreement(agreement_id=draft.pk, facts=said, by=secretary, at=THURSDAY)

        assert [feed.feed_code for feed in draft.feeds.all()] == ["practices"]

    def test_leaves_a_signed_one_alone(self, signed, secretary):
        with pytest.raises(NotPermittedNow, match="next version"):
            change_agreement(
                agreement_id=signed.pk,
                facts=facts(secretary.viewer.user),
                by=secretary,
                at=THURSDAY,
            )

    def test_knows_no_agreement_of_a_committee_on_which_one_does_not_sit(self, draft):
        stranger = reach_of_user(viewer().user, on=TODAY)

        with pytest.raises(SharingAgreement.DoesNotExist):
            change_agreement(
                agreement_id=draft.pk,
                facts=facts(stranger.viewer.user),
                by=stranger,
                at=THURSDAY,
            )


class TestSignAgreement:
    def test_brings_it_into_force_once_all_have_signed(self, draft, secretary):
        sign_agreement(agreement_id=draft.pk, by=secretary, at=THURSDAY)

        draft.refresh_from_db()
        assert draft.state == AgreementState.SIGNED

    def test_waits_for_every_signature(self, committee, secretary):
        unsigned = make_agreement(committee, state=AgreementState.DRAFT, signed_on=None)

        with pytest.raises(NotPermittedNow, match="signed"):
            sign_agreement(agreement_id=unsigned.pk, by=secretary, at=THURSDAY)

    def test_waits_for_the_impact_assessment(self, committee, secretary):
        assessment = make_assessment(committee, state=AssessmentState.ADVISED)
        draft = make_agreement(committee, state=AgreementState.DRAFT, impact_assessment=assessment)

        with pytest.raises(NotPermittedNow, match="impact assessment"):
            sign_agreement(agreement_id=draft.pk, by=secretary, at=THURSDAY)

    def test_is_for_chair_and_secretary(self, draft, member):
        with pytest.raises(Forbidden):
            sign_agreement(agreement_id=draft.pk, by=member, at=THURSDAY)


class TestRenewAgreement:
    def test_copies_it_without_signatures_to_follow_without_a_gap(self, signed, secretary):
        copy = renew_agreement(agreement_id=signed.pk, by=secretary, at=THURSDAY)

        assert (copy.reference, copy.version) == (signed.reference, 2)
        assert copy.state == AgreementState.DRAFT
        assert copy.starts_on == signed.expires_on + timedelta(days=1)
        assert copy.expires_on - copy.starts_on == signed.expires_on - signed.starts_on
        assert copy.parties.count() == 2
        assert not copy.parties.filter(signed_on__isnull=False).exists()
        assert [feed.feed_code for feed in copy.feeds.all()] == ["hospital"]

    def test_starts_today_where_it_has_run_out(self, committee, secretary):
        over = make_agreement(committee, days_left=-30)

        assert renew_agreement(agreement_id=over.pk, by=secretary, at=THURSDAY).starts_on == TODAY

    def test_begins_no_second_next_version(self, signed, secretary):
        renew_agreement(agreement_id=signed.pk, by=secretary, at=THURSDAY)

        with pytest.raises(NotPermittedNow, match="version 2"):
            renew_agreement(agreement_id=signed.pk, by=secretary, at=THURSDAY)

    def test_does_not_renew_a_draft(self, draft, secretary):
        with pytest.raises(NotPermittedNow, match="draft"):
            renew_agreement(agreement_id=draft.pk, by=secretary, at=THURSDAY)


class TestEndAgreement:
    def end(self, agreement, by, *, ended_on=TODAY):
        return end_agreement(
            agreement_id=agreement.pk, ended_on=ended_on, reason="Moved", by=by, at=THURSDAY
        )

    def test_ends_it_with_its_reason(self, signed, secretary):
        ended = self.end(signed, secretary)

        assert (ended.state, ended.ended_on) == (AgreementState.ENDED, TODAY)
        assert ended.ended_reason == "Moved"

    @pytest.mark.parametrize("days", [-1, 301])
    def test_ends_it_neither_before_today_nor_after_its_last_day(self, signed, secretary, days):
        with pytest.raises(NotPermittedNow):
            self.end(signed, secretary, ended_on=TODAY + timedelta(days=days))

    def test_ends_nothing_twice(self, signed, secretary):
        self.end(signed, secretary)

        with pytest.raises(NotPermittedNow):
            self.end(signed, secretary)

    def test_is_for_chair_and_secretary(self, signed, member):
        with pytest.raises(Forbidden):
            self.end(signed, member)


class TestParties:
    ROLES = PartyRoles(is_controller=True, gives=True, receives=False)

    def test_an_organization_is_party_once(self, draft, secretary):
        surgery = SurgeryFactory.create()
        add_party(agreement_id=draft.pk, organization=surgery, roles=self.ROLES, by=secretary)

        with pytest.raises(NotPermittedNow, match="already"):
            add_party(agreement_id=draft.pk, organization=surgery, roles=self.ROLES, by=secretary)

    def test_a_signature_is_not_of_tomorrow(self, draft, secretary):
        with pytest.raises(NotPermittedNow, match="ahead"):
            record_signature(
                agreement_id=draft.pk,
                party_id=draft.parties.first().pk,
                signatory="Its chair",
                signed_on=TODAY + timedelta(days=1),
                by=secretary,
                at=THURSDAY,
            )

    def test_those_of_a_signed_agreement_stay(self, signed, secretary):
        with pytest.raises(NotPermittedNow):
            remove_party(agreement_id=signed.pk, party_id=signed.parties.first().pk, by=secretary)

    def test_a_member_changes_none(self, draft, member):
        with pytest.raises(Forbidden):
            remove_party(agreement_id=draft.pk, party_id=draft.parties.first().pk, by=member)


class TestTheDatabase:
    def refuses(self, change):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    def test_keeps_what_was_signed(self, signed):
        rows = SharingAgreement.objects.filter(pk=signed.pk)

        self.refuses(lambda: rows.update(purposes="Anything"))
        self.refuses(lambda: rows.update(expires_on=TODAY + timedelta(days=9999)))
        self.refuses(lambda: rows.update(state=AgreementState.DRAFT))
        self.refuses(signed.parties.all().delete)
        self.refuses(signed.feeds.all().delete)
        self.refuses(lambda: AgreementFeed.objects.create(agreement=signed, feed_code="another"))

    def test_takes_no_end_back(self, signed, secretary):
        end_agreement(
            agreement_id=signed.pk, ended_on=TODAY, reason="Moved", by=secretary, at=THURSDAY
        )

        rows = SharingAgreement.objects.filter(pk=signed.pk)
        self.refuses(lambda: rows.update(state=AgreementState.SIGNED))
        self.refuses(lambda: rows.update(ended_on=TODAY + timedelta(days=5)))

    def test_keeps_an_assessment_that_is_signed_off(self):
        assessment = make_assessment(state=AssessmentState.SIGNED_OFF)

        assessment.risks = "None"
        self.refuses(assessment.save)
