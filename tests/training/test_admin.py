import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.training import CompetencyFactory, learner
from tests.factories.training_awards import award_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client, sign_in):
    user = UserFactory.create(is_staff=True, is_superuser=True)
    sign_in(client, user)
    return client


class TestAwards:
    def test_they_are_there_to_read_only(self, superuser):
        award = award_to(learner())

        listed = superuser.get(reverse("admin:training_award_changelist"))
        one = superuser.get(reverse("admin:training_award_change", args=[award.pk]))
        added = superuser.get(reverse("admin:training_award_add"))

        assert "Record safe use" in listed.content.decode()
        assert 'name="_save"' not in one.content.decode()
        assert added.status_code == 403


class TestCompetencies:
    def test_the_code_stays_and_nothing_is_deleted(self, superuser):
        competency = CompetencyFactory.create()
        address = reverse("admin:accounts_competency_change", args=[competency.pk])

        superuser.post(address, {"code": "another", "name": "Safe use", "is_active": ""})
        deleted = superuser.get(reverse("admin:accounts_competency_delete", args=[competency.pk]))

        competency.refresh_from_db()
        assert (competency.code, competency.name) == ("record-safe-use", "Safe use")
        assert not competency.is_active
        assert deleted.status_code == 403
