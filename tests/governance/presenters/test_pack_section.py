from datetime import timedelta

import pytest
from django.utils import timezone

from core.board_pack import SectionWish
from governance.codes import RiskCategory, ScoreKind, Visibility
from governance.models import Risk, RiskScore
from governance.presenters.pack_section import build_pack_section
from tests.factories.governance import (
    CommitteeFactory,
    make_action,
    make_item,
    make_meeting,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


def build(committee):
    now = timezone.now()
    wish = SectionWish(
        organization_id=committee.organization_id, since=now - timedelta(days=28), until=now
    )
    return build_pack_section(wish)


def make_risk(committee, score, **facts):
    number = Risk.objects.count() + 1
    risk = Risk.objects.create(
        committee=committee,
        number=number,
        title=f"Risk {number}",
        category=RiskCategory.CYBER,
        owner=viewer().user,
        opened_on=timezone.localdate(),
        review_on=timezone.localdate(),
        **facts,
    )
    RiskScore.objects.create(
        risk=risk,
        kind=ScoreKind.CURRENT,
        consequence=score[0],
        likelihood=score[1],
        why="Known.",
        scored_at=timezone.now(),
        scored_by=risk.owner,
    )


class TestBuildPackSection:
    def test_counts_actions_by_how_they_stand(self, committee):
        today, owner = timezone.localdate(), viewer().user
        for days in (-1, 3, 30, 40):
            due = today + timedelta(days=days)
            make_action(committee, owner, due_on=due, first_due_on=due)

        rows = build(committee).charts[0].table.rows

        assert [row[1] for row in rows] == ["1", "1", "2"]

    def test_counts_nothing_of_what_an_observer_may_not_know(self, committee):
        meeting = make_meeting(committee)
        hidden = make_item(meeting, visibility=Visibility.RESTRICTED)
        make_action(committee, viewer().user, item=hidden)
        make_risk(committee, (5, 5), visibility=Visibility.PRIVATE)

        section = build(committee)

        assert section.figures[0].value == "0"
        assert section.figures[1].value == "0"

    def test_counts_risks_by_band_and_those_that_are_escalated(self, committee):
        for score in ((5, 5), (3, 5), (2, 2)):
            make_risk(committee, score)

        section = build(committee)

        assert [row[1] for row in section.tables[0].rows] == ["2", "0", "1", "0"]
        assert section.figures[1].change == "2 at 15 or more"

    def test_names_no_action_and_no_risk(self, committee):
        make_action(committee, viewer().user, text="Buy the umbrella")
        make_risk(committee, (5, 5))

        said = str(build(committee).as_row())

        assert "umbrella" not in said
        assert "Risk 1" not in said
