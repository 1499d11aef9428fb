"""Which agreements are warned of, and how feeds are covered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.feed_notices import feed_notices
from governance.codes import AgreementStanding, AgreementState, MemberRole
from governance.queries.agreement_warnings import cover_of_feeds, list_own_warnings
from tests.factories.agreements import TODAY, make_agreement
from tests.factories.governance import CommitteeFactory, make_member, reach_of_user, viewer

pytestmark = pytest.mark.django_db


def follow(first, *, gap=0, state=AgreementState.SIGNED):
    return make_agreement(
        first.committee,
        reference=first.reference,
        version=first.version + 1,
        starts_on=first.expires_on + timedelta(days=1 + gap),
        days_left=500,
        state=state,
        feeds=("hospital",),
    )


class TestCoverOfFeeds:
    def test_says_until_when_a_feed_is_covered(self):
        agreement = make_agreement(days_left=10, feeds=("hospital",))

        cover = cover_of_feeds(["hospital"], on=TODAY)["hospital"]

        assert (cover.until, cover.agreement) == (agreement.expires_on, agreement)

    def test_goes_on_with_the_next_version(self):
        following = follow(make_agreement(days_left=10, feeds=("hospital",)))

        assert cover_of_feeds(["hospital"], on=TODAY)["hospital"].until == following.expires_on

    def test_is_none_without_an_agreement_or_with_a_draft(self):
        make_agreement(feeds=("hospital",), state=AgreementState.DRAFT)

        covers = cover_of_feeds(["hospital", "council"], on=TODAY)

        assert [cover.until for cover in covers.values()] == [None, None]

    def test_asks_once_for_many_feeds(self, django_assert_num_queries):
        for number in range(5):
            make_agreement(feeds=(f"feed-{number}",))

        with django_assert_num_queries(1):
            cover_of_feeds([f"feed-{number}" for number in range(5)], on=TODAY)


class TestNotices:
    def notices(self, *codes):
        return feed_notices(codes, on=TODAY)

    def test_a_feed_without_an_agreement_is_red_with_words(self):
        [notice] = self.notices("hospital")["hospital"]

        assert (notice.tone, notice.label) == ("red", "No agreement")
        assert notice.words == "No sharing agreement covers this feed."
        assert notice.url == reverse("governance:agreement_list")

    def test_a_feed_whose_agreement_has_run_out_is_red_and_names_it(self):
        agreement = make_agreement(days_left=-1, feeds=("hospital",))

        [notice] = self.notices("hospital")["hospital"]

        assert notice.tone == "red"
        assert agreement.reference in notice.words
        assert notice.url == reverse("governance:agreement_detail", args=[agreement.pk])

    @pytest.mark.parametrize("days", [0, 1, 90])
    def test_a_feed_whose_agreement_runs_out_within_90_days_is_amber(self, days):
        make_agreement(days_left=days, feeds=("hospital",))

        [notice] = self.notices("hospital")["hospital"]

        assert notice.tone == "amber"
        assert ("today" if days == 0 else f"in {days} day") in notice.words

    def test_of_a_feed_that_is_covered_there_is_nothing_to_say(self):
        make_agreement(days_left=91, feeds=("hospital",))

        assert self.notices("hospital")["hospital"] == []


class TestWarnings:
    def test_are_of_what_runs_out_the_most_urgent_first(self):
        committee = CommitteeFactory.create()
        soon = make_agreement(committee, days_left=20)
        over = make_agreement(committee, days_left=-20)
        make_agreement(committee, days_left=200)
        reach = reach_of_user(make_member(committee, MemberRole.MEMBER).user, on=TODAY)

        warnings = list_own_warnings(reach, on=TODAY)

        assert [(each.agreement, each.standing) for each in warnings] == [
            (over, AgreementStanding.EXPIRED),
            (soon, AgreementStanding.EXPIRING),
        ]

    def test_end_with_the_signed_next_version(self):
        committee = CommitteeFactory.create()
        follow(make_agreement(committee, days_left=20, feeds=("hospital",)))
        reach = reach_of_user(make_member(committee).user, on=TODAY)

        assert list_own_warnings(reach, on=TODAY) == []

    def test_stay_where_the_next_version_begins_too_late(self):
        committee = CommitteeFactory.create()
        first = make_agreement(committee, days_left=20, feeds=("hospital",))
        follow(first, gap=1)
        reach = reach_of_user(make_member(committee).user, on=TODAY)

        assert [each.agreement for each in list_own_warnings(reach, on=TODAY)] == [first]

    @pytest.mark.parametrize("role", [None, MemberRole.OBSERVER])
    def test_are_not_for_strangers_and_observers(self, role):
        committee = CommitteeFactory.create()
        make_agreement(committee, days_left=20)
        user = make_member(committee, role).user if role else viewer().user

        assert list_own_warnings(reach_of_user(user, on=TODAY), on=TODAY) == []
