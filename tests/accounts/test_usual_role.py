"""In which role a sign-in counts."""

from datetime import date, datetime, timedelta

import pytest

from accounts.codes import SignInEventKind
from accounts.models import RequestOrigin, SignInEvent
from accounts.queries import find_usual_role
from core.dates import LONDON
from tests.factories.accounts import PractitionerRoleFactory, SurgeryFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def take_up(role, *, at):
    SignInEvent.objects.note(
        SignInEventKind.ROLE_CHANGED, user=role.user, origin=RequestOrigin(), at=at, role=role
    )


class TestFindUsualRole:
    def test_is_the_only_one(self):
        role = PractitionerRoleFactory.create()

        assert find_usual_role(role.user, TODAY) == role

    def test_is_none_where_there_is_none(self):
        assert find_usual_role(UserFactory.create(), TODAY) is None

    def test_of_several_it_is_the_one_last_taken_up(self):
        user = UserFactory.create()
        at = datetime(2026, 11, 24, 9, tzinfo=LONDON)
        surgery = PractitionerRoleFactory.create(user=user, organization=SurgeryFactory.create())
        hospital = PractitionerRoleFactory.create(user=user)
        assert find_usual_role(user, TODAY) is None
        take_up(hospital, at=at)
        take_up(surgery, at=at + timedelta(hours=1))

        assert find_usual_role(user, TODAY) == surgery
