import pytest
from django.urls import reverse

from analytics.models import FiguresReader
from tests.factories.accounts import UserFactory
from tests.factories.analytics import an_analyst

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client, sign_in):
    sign_in(client, UserFactory.create(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("table", ["figuresreader", "population"])
def test_superusers_keep_the_lists(superuser, table):
    an_analyst(sees_all=True)

    listed = superuser.get(reverse(f"admin:analytics_{table}_changelist"))
    added = superuser.get(reverse(f"admin:analytics_{table}_add"))

    assert listed.status_code == added.status_code == 200


def test_somebody_is_named_once(superuser):
    role = an_analyst(sees_all=True)

    answer = superuser.post(
        reverse("admin:analytics_figuresreader_add"),
        {"user": str(role.user_id), "organization": "", "reason": "Again", "until": ""},
    )

    assert answer.status_code == 200
    assert FiguresReader.objects.count() == 1
