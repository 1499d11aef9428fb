import pytest
from django.db import IntegrityError, transaction

from core.errors import Forbidden, NotPermittedNow
from governance.actions.grants import grant_item, grant_paper, revoke_item, revoke_paper
from governance.codes import GrantChange, MemberRole, Mitigation, Visibility
from governance.models import AgendaItem, GrantEvent, Paper
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
def secretary(committee):
    return make_member(committee, MemberRole.SECRETARY).user


@pytest.fixture
def item(committee):
    return make_item(make_meeting(committee), visibility=Visibility.RESTRICTED)


def knows(user, item):
    return AgendaItem.objects.visible_to(reach_of_user(user)).filter(pk=item.pk).exists()


class TestGrantItem:
    def test_whoever_is_named_knows_of_the_item_until_it_is_taken_back(self, item, secretary):
        user, by = viewer().user, reach_of_user(secretary)

        grant_item(item.pk, to=user, by=by, at=THURSDAY)
        named = knows(user, item)
        revoke_item(item.pk, of=user, by=by, at=THURSDAY)

        assert (named, knows(user, item)) == (True, False)

    def test_every_change_is_logged_once(self, item, secretary):
        user, by = viewer().user, reach_of_user(secretary)

        for _ in range(2):
            grant_item(item.pk, to=user, by=by, at=THURSDAY)
        for _ in range(2):
            revoke_item(item.pk, of=user, by=by, at=THURSDAY)

        logged = GrantEvent.objects.filter(item=item, user=user, by=secretary)
        changes = list(logged.values_list("change", flat=True))
        assert changes == [GrantChange.GIVEN, GrantChange.TAKEN_BACK]

    def test_the_log_stays_as_it_was_written(self, item, secretary):
        grant_item(item.pk, to=viewer().user, by=reach_of_user(secretary), at=THURSDAY)

        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            GrantEvent.objects.update(change=GrantChange.TAKEN_BACK)

    def test_a_member_who_is_named_names_nobody(self, item, secretary, committee):
        member = make_member(committee).user
        grant_item(item.pk, to=member, by=reach_of_user(secretary), at=THURSDAY)

        with pytest.raises(Forbidden):
            grant_item(item.pk, to=viewer().user, by=reach_of_user(member), at=THURSDAY)

    def test_to_a_conflicted_chair_the_item_is_not_there(self, item, committee):
        chair = make_member(committee, MemberRole.CHAIR).user
        declare(item, chair)

        with pytest.raises(AgendaItem.DoesNotExist):
            grant_item(item.pk, to=viewer().user, by=reach_of_user(chair), at=THURSDAY)

    @pytest.mark.parametrize("level", ["the item", "the item above"])
    def test_somebody_with_a_conflict_cannot_be_named(self, level, item, secretary):
        user = viewer().user
        below = make_item(item.meeting, parent=item, visibility=Visibility.RESTRICTED)
        declare(below if level == "the item" else item, user)

        with pytest.raises(NotPermittedNow, match="has an interest"):
            grant_item(below.pk, to=user, by=reach_of_user(secretary), at=THURSDAY)

    def test_somebody_whose_interest_is_only_noted_can_be_named(self, item, secretary):
        user = viewer().user
        declare(item, user, Mitigation.STAY)

        grant_item(item.pk, to=user, by=reach_of_user(secretary), at=THURSDAY)

        assert knows(user, item)

    def test_somebody_who_has_left_cannot_be_named(self, item, secretary):
        user = viewer().user
        user.is_active = False
        user.save()

        with pytest.raises(NotPermittedNow, match="does not work here"):
            grant_item(item.pk, to=user, by=reach_of_user(secretary), at=THURSDAY)


class TestGrantPaper:
    def test_whoever_is_named_reads_this_paper_and_neither_its_item_nor_others(
        self, item, secretary
    ):
        user, by = viewer().user, reach_of_user(secretary)
        paper, _other = make_paper(item).paper, make_paper(item).paper

        grant_paper(paper.pk, to=user, by=by, at=THURSDAY)
        read = list(Paper.objects.visible_to(reach_of_user(user)))
        revoke_paper(paper.pk, of=user, by=by, at=THURSDAY)

        assert read == [paper]
        assert not knows(user, item)
        assert not Paper.objects.visible_to(reach_of_user(user)).exists()
        assert GrantEvent.objects.filter(paper=paper).count() == 2

    def test_a_member_cannot_name_anybody(self, item, committee):
        member = make_member(committee).user
        paper = make_paper(make_item(item.meeting)).paper

        with pytest.raises(Forbidden):
            grant_paper(paper.pk, to=viewer().user, by=reach_of_user(member), at=THURSDAY)
