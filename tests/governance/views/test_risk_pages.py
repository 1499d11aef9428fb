"""The pages of the register of risks."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from governance.codes import MemberRole, RiskCategory, RiskState, ScoreKind, Visibility
from governance.models import Risk, RiskAppetite
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
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(THURSDAY, tick=False):
        yield


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
def look(client, sign_in):
    """Return how to read a page as somebody."""

    def _look(user, name, *args, **query):
        sign_in(client, user)
        return client.get(reverse(f"governance:{name}", args=args), query)

    return _look


@pytest.fixture
def send(client, sign_in):
    """Return how to send a form as somebody."""

    def _send(user, name, *args, **typed):
        sign_in(client, user)
        return client.post(reverse(f"governance:{name}", args=args), typed)

    return _send


def read(answer):
    return answer.content.decode()


def typed(owner, **said):
    return {
        "title": "The feed is late",
        "category": RiskCategory.DELIVERY,
        "visibility": Visibility.OPEN,
        "owner": str(owner.pk),
        "review_on_day": "1",
        "review_on_month": "2",
        "review_on_year": "2027",
        "consequence": "4",
        "likelihood": "3",
        "why": "Twice this month.",
        **said,
    }


class TestWhoKnowsOfARisk:
    @pytest.fixture
    def risks(self, committee, owner):
        made = {
            kind: make_risk(committee, owner, title=f"The {kind} risk", visibility=kind)
            for kind in Visibility
        }
        for risk in made.values():
            give_score(risk, 4, 4)
        return made

    @pytest.mark.parametrize(
        ("role", "known"),
        [
            (MemberRole.SECRETARY, set(Visibility)),
            (MemberRole.MEMBER, {Visibility.OPEN, Visibility.PRIVATE}),
            (MemberRole.OBSERVER, {Visibility.OPEN}),
        ],
    )
    def test_each_role_finds_its_own(self, look, committee, risks, role, known):
        user = make_member(committee, role).user

        page = read(look(user, "risk_list"))

        assert {kind for kind in Visibility if f"The {kind} risk" in page} == known
        for kind, risk in risks.items():
            status = look(user, "risk_detail", risk.pk).status_code
            assert status == (200 if kind in known else 404)

    def test_its_owner_finds_what_is_restricted(self, look, owner, risks):
        assert look(owner, "risk_detail", risks[Visibility.RESTRICTED].pk).status_code == 200

    def test_a_stranger_finds_none(self, look, risks, committee):
        stranger = viewer().user

        assert "risk</a>" not in read(look(stranger, "risk_list", committee=committee.code))
        for risk in risks.values():
            assert look(stranger, "risk_detail", risk.pk).status_code == 404
            assert look(stranger, "risk_edit", risk.pk).status_code == 404

    def test_an_action_of_an_item_with_a_conflict_is_not_shown(self, look, committee, owner, risks):
        chair = make_member(committee, MemberRole.CHAIR).user
        item = make_item(make_meeting(committee))
        risks[Visibility.OPEN].actions.add(
            make_action(committee, owner, text="Change the supplier.", item=item)
        )
        declare(item, chair)

        page = read(look(chair, "risk_detail", risks[Visibility.OPEN].pk))

        assert "Change the supplier." not in page
        assert "Change the supplier." in read(look(owner, "risk_detail", risks[Visibility.OPEN].pk))


class TestRiskList:
    def test_the_gravest_stand_first_and_say_what_follows(self, look, committee, owner):
        give_score(make_risk(committee, owner, title="A small one"), 1, 2)
        grave = make_risk(committee, owner, title="A grave one", review_on=date(2026, 11, 1))
        give_score(grave, 5, 3)
        RiskAppetite.objects.create(committee=committee, category=RiskCategory.DELIVERY, most=8)

        page = read(look(owner, "risk_list"))

        assert page.index("A grave one") < page.index("A small one")
        for words in ("To the board", "Above appetite", "Review overdue", "Extreme"):
            assert words in page

    def test_the_address_narrows_it(self, look, committee, owner):
        give_score(make_risk(committee, owner, title="A grave one"), 5, 3)
        give_score(make_risk(committee, owner, title="A small one"), 1, 1)
        make_risk(committee, owner, title="An old one", state=RiskState.CLOSED)

        grave = read(look(owner, "risk_list", only="escalated"))
        closed = read(look(owner, "risk_list", state="closed"))

        assert "A grave one" in grave
        assert "A small one" not in grave
        assert "An old one" in closed
        assert "A grave one" not in closed

    def test_the_matrix_shows_a_risk_in_its_cell_alone(self, look, committee, owner):
        give_score(make_risk(committee, owner, title="Only here"), 5, 5)

        page = read(look(owner, "risk_list"))

        cells = page.split('<td class="ohc-heat__cell')
        shown = [cell for cell in cells if ": Only here<" in cell]
        assert len(shown) == 1
        assert ">25<" in shown[0]

    def test_many_risks_take_no_more_queries(
        self, client, look, committee, owner, django_assert_max_num_queries
    ):
        for _ in range(12):
            give_score(make_risk(committee, owner), 3, 3)
        look(owner, "risk_list")

        with django_assert_max_num_queries(23):
            client.get(reverse("governance:risk_list"))


class TestRiskNew:
    def test_the_secretary_enters_one(self, send, committee, secretary, owner):
        send(secretary, "risk_new", committee.code, **typed(owner))

        assert Risk.objects.get().scores.get().consequence == 4

    def test_nothing_typed_is_lost(self, send, committee, secretary, owner):
        page = read(send(secretary, "risk_new", committee.code, **typed(owner, why="")))

        assert "Enter why" in page
        assert "The feed is late" in page

    def test_a_member_may_not(self, look, committee, owner):
        assert look(owner, "risk_new", committee.code).status_code == 403


class TestRiskDetail:
    @pytest.fixture
    def risk(self, committee, owner):
        made = make_risk(committee, owner)
        give_score(made, 4, 4, ScoreKind.INITIAL)
        return made

    def test_its_owner_scores_it(self, send, risk, owner):
        send(
            owner,
            "risk_detail",
            risk.pk,
            choice="score",
            kind="current",
            consequence="3",
            likelihood="2",
            why="The feed is mended.",
        )

        assert list(risk.scores.values_list("kind", "consequence")) == [
            ("initial", 4),
            ("current", 3),
        ]

    def test_its_owner_may_not_accept_it(self, send, risk, owner):
        send(owner, "risk_detail", risk.pk, choice="accept", reason="Fine.")

        risk.refresh_from_db()
        assert risk.state == RiskState.OPEN

    def test_a_colleague_is_offered_nothing(self, look, risk, committee):
        page = read(look(make_member(committee).user, "risk_detail", risk.pk))

        assert "What you can do" not in page
        assert 'name="choice"' not in page

    def test_an_owner_does_not_change_who_may_know_of_it(self, look, send, risk, owner):
        assert 'name="visibility"' not in read(look(owner, "risk_edit", risk.pk))

        send(owner, "risk_edit", risk.pk, **typed(owner, visibility="private"))

        risk.refresh_from_db()
        assert (risk.title, risk.visibility) == ("The feed is late", Visibility.OPEN)


class TestRiskAppetite:
    def test_the_secretary_says_what_is_tolerated(self, send, committee, secretary):
        send(secretary, "risk_appetite", committee.code, clinical="6", cyber="")

        assert RiskAppetite.objects.get().most == 6

    def test_it_is_within_the_matrix(self, send, committee, secretary):
        page = read(send(secretary, "risk_appetite", committee.code, clinical="26"))

        assert "less than or equal to 25" in page
        assert not RiskAppetite.objects.exists()
