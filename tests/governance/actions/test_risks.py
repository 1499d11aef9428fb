"""Keeping the register of risks."""

from datetime import date

import pytest

from core.errors import Forbidden, NotPermittedNow
from governance.actions import risks as act
from governance.codes import (
    MemberRole,
    RegisterEventKind,
    RiskCategory,
    RiskState,
    ScoreKind,
    Visibility,
)
from governance.models import ActionItem, Risk, RiskAppetite
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    give_score,
    make_action,
    make_item,
    make_meeting,
    make_member,
    make_risk,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def owner(committee):
    return make_member(committee).user


@pytest.fixture
def risk(committee, owner):
    return make_risk(committee, owner)


def words(owner, **said):
    return act.RiskWords(
        **{
            "title": "Results come late",
            "cause": "",
            "effect": "",
            "controls": "",
            "category": RiskCategory.DELIVERY,
            "visibility": Visibility.OPEN,
            "owner": owner,
            "review_on": date(2027, 2, 1),
            **said,
        }
    )


def score(kind=ScoreKind.CURRENT):
    return act.GivenScore(kind=kind, consequence=4, likelihood=4, why="Two feeds are late.")


def change(risk, by, **said):
    owner = said.pop("owner", risk.owner)
    return act.change_risk(
        risk_id=risk.pk, words=words(owner, **said), by=reach_of_user(by), at=THURSDAY
    )


class TestOpenRisk:
    def open(self, committee, owner, by, **said):
        return act.open_risk(
            committee_id=committee.pk,
            words=words(owner, **said),
            score=score(ScoreKind.INITIAL),
            by=reach_of_user(by),
            at=THURSDAY,
        )

    def test_it_has_a_number_a_score_and_a_history(self, committee, owner, secretary):
        risk = self.open(committee, owner, secretary)

        assert risk.number == 1
        assert risk.scores.get().kind == ScoreKind.INITIAL
        assert risk.events.get().kind == RegisterEventKind.OPENED

    def test_a_member_may_not(self, committee, owner):
        with pytest.raises(Forbidden):
            self.open(committee, owner, owner)

    def test_its_owner_sits_on_the_committee(self, committee, secretary):
        with pytest.raises(NotPermittedNow, match="does not sit"):
            self.open(committee, viewer().user, secretary)

    def test_its_review_is_to_come(self, committee, owner, secretary):
        with pytest.raises(NotPermittedNow, match="future"):
            self.open(committee, owner, secretary, review_on=THURSDAY.date())


class TestChangeRisk:
    def test_what_was_changed_is_noted(self, risk, owner):
        change(risk, owner, title="Results come very late", cause="Two feeds.")

        assert risk.events.get().words == "Title, cause"

    def test_nothing_changed_is_no_event(self, risk, owner):
        change(risk, owner)

        assert not risk.events.exists()

    def test_an_owner_does_not_say_who_may_know_of_it(self, committee, owner, secretary):
        risk = make_risk(committee, owner, visibility=Visibility.RESTRICTED)

        with pytest.raises(Forbidden):
            change(risk, owner, visibility=Visibility.OPEN)
        assert change(risk, secretary, visibility=Visibility.OPEN).visibility == Visibility.OPEN

    def test_an_owner_does_not_give_a_restricted_risk_to_another(self, committee, owner):
        risk = make_risk(committee, owner, visibility=Visibility.RESTRICTED)

        with pytest.raises(Forbidden):
            change(risk, owner, visibility=Visibility.RESTRICTED, owner=make_member(committee).user)

    def test_a_colleague_may_not_and_a_stranger_knows_of_none(self, risk, committee):
        with pytest.raises(Forbidden):
            change(risk, make_member(committee).user)
        with pytest.raises(Risk.DoesNotExist):
            change(risk, viewer().user)


class TestScoreRisk:
    def test_each_score_is_kept(self, risk, owner):
        for kind in (ScoreKind.CURRENT, ScoreKind.TARGET, ScoreKind.CURRENT):
            act.score_risk(risk_id=risk.pk, score=score(kind), by=reach_of_user(owner), at=THURSDAY)

        assert risk.scores.count() == 3

    def test_the_initial_one_is_given_once(self, risk, owner):
        with pytest.raises(NotPermittedNow, match="once"):
            act.score_risk(
                risk_id=risk.pk,
                score=score(ScoreKind.INITIAL),
                by=reach_of_user(owner),
                at=THURSDAY,
            )

    def test_a_closed_risk_is_not_scored(self, committee, owner):
        closed = make_risk(committee, owner, state=RiskState.CLOSED, closed_at=THURSDAY)

        with pytest.raises(NotPermittedNow, match="closed"):
            act.score_risk(risk_id=closed.pk, score=score(), by=reach_of_user(owner), at=THURSDAY)


class TestDecideRisk:
    def decide(self, risk, by, state):
        return act.decide_risk(
            risk_id=risk.pk, state=state, reason="Agreed.", by=reach_of_user(by), at=THURSDAY
        )

    def test_the_committee_accepts_closes_and_opens_again(self, risk, secretary):
        give_score(risk, 4, 4)

        self.decide(risk, secretary, RiskState.ACCEPTED)
        assert self.decide(risk, secretary, RiskState.CLOSED).closed_at == THURSDAY
        assert self.decide(risk, secretary, RiskState.OPEN).closed_at is None

        kinds = list(risk.events.values_list("kind", flat=True))
        assert kinds == ["accepted", "closed", "reopened"]
        assert risk.scores.count() == 1

    def test_an_owner_does_not_accept_their_own_risk(self, risk, owner):
        with pytest.raises(Forbidden):
            self.decide(risk, owner, RiskState.ACCEPTED)

    def test_what_is_closed_is_not_accepted(self, risk, secretary):
        self.decide(risk, secretary, RiskState.CLOSED)

        with pytest.raises(NotPermittedNow):
            self.decide(risk, secretary, RiskState.ACCEPTED)


class TestReviewRisk:
    def test_the_next_review_is_to_come(self, risk, owner):
        def review(day):
            return act.review_risk(
                risk_id=risk.pk,
                review_on=day,
                words="As it was.",
                by=reach_of_user(owner),
                at=THURSDAY,
            )

        with pytest.raises(NotPermittedNow):
            review(THURSDAY.date())
        assert review(date(2027, 5, 1)).review_on == date(2027, 5, 1)
        assert risk.events.get().words == "As it was. Next: 1 May 2027."


class TestLinkAction:
    def link(self, risk, action, by):
        act.link_action(risk_id=risk.pk, action_id=action.pk, by=reach_of_user(by), at=THURSDAY)

    def test_it_says_that_an_action_works_on_it_but_not_which(self, risk, committee, owner):
        action = make_action(committee, owner, text="Mend the feed.")

        self.link(risk, action, owner)

        assert list(risk.actions.all()) == [action]
        assert "feed" not in risk.events.get().words

    def test_not_one_of_another_committee(self, risk, owner):
        other = make_action(CommitteeFactory.create(code="other", name="Other"), owner)

        with pytest.raises(ActionItem.DoesNotExist):
            self.link(risk, other, owner)

    def test_not_one_that_the_actor_may_not_know_of(self, risk, committee, owner, secretary):
        item = make_item(make_meeting(committee))
        hidden = make_action(committee, secretary, item=item)
        declare(item, owner)

        with pytest.raises(ActionItem.DoesNotExist):
            self.link(risk, hidden, owner)


class TestSetAppetite:
    def test_the_last_word_holds_and_none_takes_it_away(self, committee, secretary, owner):
        def tolerate(most, by=secretary):
            act.set_appetite(
                committee_id=committee.pk,
                category=RiskCategory.CYBER,
                most=most,
                words="",
                by=reach_of_user(by),
            )

        tolerate(8)
        tolerate(6)
        assert RiskAppetite.objects.get().most == 6
        tolerate(None)
        assert not RiskAppetite.objects.exists()
        with pytest.raises(Forbidden):
            tolerate(25, by=owner)
