from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories.accounts import OrganizationFactory, SurgeryFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    a_manager,
    a_trainer,
    learner,
    make_version,
)
from tests.factories.training_awards import award_to
from training.actions.awarding import revoke_award
from training.models import reach_of

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def enter(client, sign_in):
    """Return how to look at a page as somebody: `enter(role).get(address)`."""

    def _enter(role):
        sign_in(client, role.user)
        return client

    return _enter


def outsiders():
    """Return people who may know of nobody's award at the hospital."""
    elsewhere = OrganizationFactory.create(parent=None, kind="icb")
    surgery = SurgeryFactory.create()
    return {
        "a colleague": learner(),
        "a manager elsewhere": a_manager(organization=surgery),
        "a trainer of another board": a_trainer(organization=elsewhere),
    }


class TestAwardList:
    def test_it_shows_what_is_held_and_what_was_before(self, enter):
        role, version = learner(), make_version(course__name="Using the record")
        award_to(role, version=version, at=MONDAY - timedelta(days=330))
        award_to(role, version=version)
        award_to(learner(), version=make_version(grants=CompetencyFactory.create(code="other")))

        response = enter(role).get(reverse("training:award_list"))

        page = response.content.decode()
        assert page.count("Using the record, version 1") == 2
        assert "28 Dec 2027" in page
        assert "Earlier certificates" in page
        assert "Other" not in page

    def test_it_says_why_it_is_empty(self, enter):
        page = enter(learner()).get(reverse("training:award_list")).content.decode()

        assert "You have no certificate yet." in page

    def test_it_asks_the_database_little_however_much_is_held(
        self, enter, django_assert_max_num_queries
    ):
        role = learner()
        for number in range(5):
            award_to(role, version=make_version(grants=CompetencyFactory.create(code=f"c{number}")))
        client = enter(role)

        with django_assert_max_num_queries(12):
            client.get(reverse("training:award_list"))


class TestPersonAwards:
    def test_a_manager_and_a_trainer_see_those_of_their_people(
        self, enter, django_assert_max_num_queries
    ):
        role = learner()
        award_to(role)

        for viewer in (a_manager(), a_trainer()):
            client = enter(viewer)
            with django_assert_max_num_queries(12):
                response = client.get(reverse("training:person_awards", args=[role.pk]))
            assert "Record safe use" in response.content.decode()

    def test_others_do_not_know_of_them(self, enter):
        role = learner()
        award_to(role)

        answers = {
            who: enter(viewer).get(reverse("training:person_awards", args=[role.pk])).status_code
            for who, viewer in outsiders().items()
        }

        assert set(answers.values()) == {404}


class TestAwardDetail:
    def test_a_trainer_revokes_with_a_reason(self, enter, django_assert_max_num_queries):
        award = award_to(learner())
        client = enter(a_trainer())
        address = reverse("training:award_detail", args=[award.pk])

        with django_assert_max_num_queries(12):
            before = client.get(address).content.decode()
        without = client.post(address, {"reason": ""})
        client.post(address, {"reason": "The register was wrong"})
        after = client.get(address).content.decode()

        assert "Revoke this certificate" in before
        assert "Give a reason" in without.content.decode()
        assert "It was revoked on 24 November 2026" in after
        assert "The register was wrong" in after
        assert "Revoke this certificate" not in after

    def test_its_holder_and_a_manager_see_it_and_cannot_revoke(self, enter):
        role = learner()
        award = award_to(role)
        address = reverse("training:award_detail", args=[award.pk])

        for viewer in (role, a_manager()):
            page = enter(viewer).get(address).content.decode()
            assert award.verify_code in page
            assert "Revoke this certificate" not in page
            answer = enter(viewer).post(address, {"reason": "No"})
            assert answer.status_code == 403

    def test_others_do_not_know_of_it(self, enter):
        award = award_to(learner())

        for name in ("award_detail", "certificate"):
            address = reverse(f"training:{name}", args=[award.pk])
            answers = {enter(who).get(address).status_code for who in outsiders().values()}
            assert answers == {404}

    def test_strangers_are_sent_to_sign_in(self, client):
        award = award_to(learner())

        for name in ("award_detail", "certificate"):
            response = client.get(reverse(f"training:{name}", args=[award.pk]))
            assert response.url.startswith("/accounts/sign-in/")

    def test_a_trainer_where_somebody_works_now_sees_what_they_brought(self, enter):
        role = learner(organization=OrganizationFactory.create(parent=None))
        award = award_to(role)
        learner(user=role.user)

        response = enter(a_trainer()).get(reverse("training:award_detail", args=[award.pk]))

        assert response.status_code == 200


class TestCertificate:
    def test_its_holder_and_those_who_reach_them_keep_it_as_a_file(self, enter):
        role = learner()
        award = award_to(role)

        for viewer in (role, a_manager(), a_trainer()):
            response = enter(viewer).get(reverse("training:certificate", args=[award.pk]))
            assert response.content.startswith(b"%PDF-")
            assert response["Content-Type"] == "application/pdf"
            assert response["Cache-Control"] == "no-store"
            assert response["Content-Disposition"] == (
                'attachment; filename="certificate-record-safe-use-2026-11-23.pdf"'
            )

    def test_a_revoked_one_is_not_given_out(self, enter):
        role = learner()
        award = award_to(role)
        revoke_award(award_id=award.pk, reason="A mistake", by=reach_of(a_trainer()), at=LATER)

        response = enter(role).get(reverse("training:certificate", args=[award.pk]))

        assert response.url == reverse("training:award_detail", args=[award.pk])
