"""One person's training, for themselves and for those who look after it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import CompetencyGrant
from tests.factories.accounts import SurgeryFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    RequirementFactory,
    a_manager,
    a_trainer,
    learner,
    make_session,
    make_version,
)
from training.codes import AwardSource, BookingState
from training.models import Award, Booking, PriorLearning

pytestmark = pytest.mark.django_db


def path_of(role):
    return f"/training/people/{role.pk}/"


@pytest.fixture
def lara(db):
    """Somebody who never held safe use and is booked for it, and whose fire training is current."""
    role = learner()
    role.user.display_name = "Lara Learner"
    role.user.save()
    rule = RequirementFactory.create()
    version = make_version(grants=rule.competency)
    session = make_session(version=version, starts_at=MONDAY + timedelta(days=365_0))
    Booking.objects.create(
        session=session, user=role.user, role=role, state=BookingState.BOOKED, joined_at=MONDAY
    )
    fire = CompetencyFactory.create(code="fire-safety")
    RequirementFactory.create(competency=fire)
    RequirementFactory.create(competency=CompetencyFactory.create(code="no-course"))
    award(role, fire)
    return role


def award(role, competency):
    prior = PriorLearning.objects.create(
        user=role.user,
        role=role,
        competency=competency,
        completed_on=date(2026, 1, 5),
        provider="Elsewhere",
        file_name="a.pdf",
        content_type="application/pdf",
        content=b"x",
        sent_at=MONDAY,
    )
    made = Award.objects.create(
        user=role.user,
        competency=competency,
        prior_learning=prior,
        source=AwardSource.PRIOR,
        completed_on=date(2026, 1, 5),
        anchor_on=date(2026, 1, 5),
        valid_from=date(2026, 1, 5),
        rule={},
        organization=role.organization,
        printed_given_name="Lara",
        printed_family_name="Learner",
        printed_title="Fire safety elsewhere",
        printed_competency="Fire safety",
        printed_organization="Hospital",
        verify_code="ABCD",
        awarded_at=MONDAY,
    )
    CompetencyGrant.objects.create(
        user=role.user,
        competency=competency,
        source=made.pk,
        valid_from=date(2026, 1, 5),
        granted_at=MONDAY,
    )


class TestPersonDetail:
    def test_says_how_they_stand_and_what_comes_next(self, client, sign_in, lara):
        sign_in(client, a_manager().user)

        html = client.get(path_of(lara)).content.decode()

        assert "Lara Learner" in html
        assert "3 required: 2 never trained, 1 current." in html
        assert 'Booked <a href="/training/sessions/' in html
        assert "No course leads to it yet: ask a trainer" in html
        assert "Fire safety elsewhere" in html
        assert "For ever" in html

    def test_names_the_course_to_book(self, client, sign_in, lara):
        Booking.objects.update(state=BookingState.CANCELLED_BY_USER)
        sign_in(client, a_trainer().user)

        html = client.get(path_of(lara)).content.decode()

        assert 'Take <a href="/training/courses/course-' in html

    def test_is_open_to_themselves(self, client, sign_in, lara):
        sign_in(client, lara.user)

        assert "2 never trained" in client.get(path_of(lara)).content.decode()

    def test_is_closed_to_others(self, client, sign_in, lara):
        assert client.get(path_of(lara)).url.startswith("/accounts/sign-in/")
        for stranger in (learner(), a_manager(organization=SurgeryFactory.create())):
            sign_in(client, stranger.user)

            assert client.get(path_of(lara)).status_code == 404

    def test_of_those_who_have_left_nothing_is_shown(self, client, sign_in, lara):
        lara.ends_on = timezone.localdate() - timedelta(days=1)
        lara.save()
        sign_in(client, a_manager().user)

        assert client.get(path_of(lara)).status_code == 404

    def test_asks_the_database_few_questions(
        self, client, sign_in, lara, django_assert_max_num_queries
    ):
        for person in (a_manager(), a_trainer()):
            sign_in(client, person.user)
            client.get(path_of(lara))

            with django_assert_max_num_queries(12):
                client.get(path_of(lara))
