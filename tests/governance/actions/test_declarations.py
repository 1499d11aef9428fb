from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from core.errors import Forbidden, NotPermittedNow
from governance.actions.declarations import Declaration, declare_interest, lift_interest
from governance.codes import InterestKind, MeetingState, MemberRole, Mitigation, PackState
from governance.models import (
    AgendaItem,
    BoardPack,
    Interest,
    ItemInterest,
    Paper,
    PersonalPack,
)
from tests.factories.governance import (
    THURSDAY,
    CommitteeFactory,
    declare,
    make_item,
    make_meeting,
    make_member,
    make_paper,
    reach_of_user,
    viewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return CommitteeFactory.create()


@pytest.fixture
def member(committee):
    return make_member(committee).user


@pytest.fixture
def chair(committee):
    return make_member(committee, MemberRole.CHAIR).user


@pytest.fixture
def item(committee):
    return make_item(make_meeting(committee))


def say(item, user, mitigation=Mitigation.NO_VOTE, *, by=None, **facts):
    declaration = Declaration(user=user, words="Shares.", mitigation=mitigation, **facts)
    reach = reach_of_user(by or user)
    return declare_interest(item_id=item.pk, declaration=declaration, by=reach, at=THURSDAY)


class TestDeclareInterest:
    def test_a_conflict_takes_the_item_below_and_its_papers_as_well(self, item, member):
        below = make_item(item.meeting, parent=item)
        make_paper(below)

        say(item, member)

        reach = reach_of_user(member)
        assert not AgendaItem.objects.visible_to(reach).exists()
        assert not Paper.objects.visible_to(reach).exists()

    def test_an_interest_that_is_only_noted_takes_nothing(self, item, member):
        say(item, member, Mitigation.STAY)

        assert AgendaItem.objects.visible_to(reach_of_user(member)).get() == item

    def test_a_pack_that_holds_the_item_is_destroyed_and_made_anew(self, item, member):
        pack = BoardPack.objects.create(
            meeting=item.meeting,
            number=1,
            state=PackState.READY,
            asked_at=THURSDAY,
            asked_by=member,
            issued_at=THURSDAY,
        )
        facts = {"state": PackState.READY, "pdf": b"%PDF with the item", "made_at": THURSDAY}
        personal = PersonalPack.objects.create(pack=pack, user=member, **facts)

        say(item, member)

        personal.refresh_from_db()
        assert (personal.pdf, personal.state) == (None, PackState.WAITING)

    def test_a_stricter_one_takes_the_place_of_the_one_that_stands(self, item, member, chair):
        first = say(item, member, Mitigation.STAY)

        second = say(item, member, Mitigation.LEAVE, by=chair)

        first.refresh_from_db()
        assert first.lifted_by == chair
        assert list(ItemInterest.objects.filter(lifted_at__isnull=True)) == [second]

    def test_one_that_is_recorded_cannot_be_softened(self, item, member, chair):
        say(item, member, Mitigation.LEAVE)

        with pytest.raises(NotPermittedNow, match="Ask the chair"):
            say(item, member, Mitigation.STAY, by=chair)

    def test_whoever_has_a_conflict_cannot_declare_it_away(self, item, member):
        say(item, member)

        with pytest.raises(AgendaItem.DoesNotExist):
            say(item, member, Mitigation.STAY)

    def test_a_member_cannot_declare_for_another(self, item, member, chair):
        with pytest.raises(Forbidden):
            say(item, chair, by=member)

    def test_it_rests_on_ones_own_register_alone(self, item, member, chair):
        entry = Interest.objects.create(
            user=chair,
            kind=InterestKind.FINANCIAL,
            description="Shares",
            starts_on=date(2026, 1, 1),
            declared_at=THURSDAY,
        )

        with pytest.raises(Forbidden):
            say(item, member, interest=entry)

    def test_whoever_presents_an_item_declares_before_the_agenda_is_published(self, committee):
        presenter = viewer().user
        item = make_item(make_meeting(committee, state=MeetingState.PLANNED), presenter=presenter)

        assert say(item, presenter).user == presenter

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_leave_one_that_stands(self, item, member, chair):
        together = Barrier(2)

        def one(by):
            together.wait(timeout=60)
            try:
                say(item, member, by=by)
            except (NotPermittedNow, AgendaItem.DoesNotExist):
                return 0
            finally:
                connection.close()
            return 1

        with ThreadPoolExecutor(2) as threads:
            declared = sum(threads.map(one, [member, chair]))

        assert declared == 1
        assert ItemInterest.objects.filter(lifted_at__isnull=True).count() == 1


def lift(declaration, by, at=THURSDAY):
    return lift_interest(declaration_id=declaration.pk, reason="Sold.", by=reach_of_user(by), at=at)


class TestLiftInterest:
    def test_the_chair_lifts_it_once_and_it_stays_on_record(self, item, member, chair):
        declaration = declare(item, member)

        lifted = lift(declaration, chair)

        assert (lifted.lifted_by, lifted.lifted_reason) == (chair, "Sold.")
        with pytest.raises(NotPermittedNow, match="already"):
            lift(declaration, chair)

    def test_the_deputy_lifts_that_of_the_chair(self, item, chair, committee):
        deputy = make_member(committee, MemberRole.DEPUTY_CHAIR).user

        assert lift(declare(item, chair), deputy).lifted_by == deputy

    @pytest.mark.parametrize("role", [MemberRole.SECRETARY, MemberRole.MEMBER])
    def test_nobody_else_does(self, item, member, committee, role):
        with pytest.raises(Forbidden):
            lift(declare(item, member), make_member(committee, role).user)

    def test_the_chair_does_not_lift_their_own(self, item, chair):
        with pytest.raises(Forbidden):
            lift(declare(item, chair, Mitigation.STAY), chair)

    def test_a_chair_with_a_conflict_knows_of_none(self, item, member, chair):
        declare(item, chair)

        with pytest.raises(ItemInterest.DoesNotExist):
            lift(declare(item, member), chair)
