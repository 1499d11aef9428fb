"""Trainers sign what learners did; all tasks signed do the step."""

import pytest

from accounts.models import CompetencyGrant
from core.errors import Forbidden, NotPermittedNow
from tests.factories.training import MONDAY, a_manager, a_trainer, make_booking, make_version
from tests.training.trainers_world import (
    a_session_with,
    another_boards_trainer,
    of_the_hospital,
    reaching,
)
from training.actions.observing import sign_tasks, start_observing
from training.codes import VersionState
from training.models import ObservedTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    made = make_version(publish=False, needs_attendance=False, needs_observation=True)
    for position, words in enumerate(("Find a person", "Open a letter"), start=1):
        ObservedTask.objects.create(version=made, position=position, words=words)
    made.state, made.published_at = VersionState.PUBLISHED, MONDAY
    made.save()
    return made


@pytest.fixture
def trainer():
    return a_trainer()


def sign(enrolment, tasks, by):
    keys = [task.pk for task in tasks]
    return sign_tasks(enrolment_id=enrolment.pk, task_ids=keys, by=reaching(by), at=MONDAY)


class TestSigning:
    def test_the_last_task_completes(self, trainer, version):
        _, (booking, _) = a_session_with(trainer, version=version)
        enrolment = start_observing(booking_id=booking.pk, by=reaching(trainer), at=MONDAY)
        first, second = version.tasks.order_by("position")

        half = sign(enrolment, [first], trainer)
        assert half.observed_at is None
        whole = sign(enrolment, [first, second], trainer)

        assert whole.completed_at == MONDAY
        assert whole.observations.count() == 2
        assert CompetencyGrant.objects.get().user_id == booking.user_id

    def test_is_never_ones_own(self, trainer, version):
        session, _ = a_session_with(trainer, version=version)
        own = make_booking(session, trainer)
        enrolment = start_observing(booking_id=own.pk, by=reaching(trainer), at=MONDAY)

        with pytest.raises(Forbidden, match="Somebody else"):
            sign(enrolment, version.tasks.all(), trainer)

    @pytest.mark.parametrize("person", [another_boards_trainer, of_the_hospital, a_manager])
    def test_is_for_trainers_of_the_learner(self, trainer, version, person):
        _, (booking, _) = a_session_with(trainer, version=version)
        enrolment = start_observing(booking_id=booking.pk, by=reaching(trainer), at=MONDAY)

        with pytest.raises(Forbidden):
            sign(enrolment, version.tasks.all(), person())

    def test_needs_a_version_that_observes(self, trainer):
        _, (booking, _) = a_session_with(trainer)

        with pytest.raises(NotPermittedNow, match="observes no tasks"):
            start_observing(booking_id=booking.pk, by=reaching(trainer), at=MONDAY)
