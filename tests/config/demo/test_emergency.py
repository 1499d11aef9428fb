from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.codes import JobRole
from config.demo.emergency import LOCUM, WINIFRED, WORDS, use_emergency_access
from core.record_gate import StandingState
from helpdesk.models import EventText
from records.models import EmergencyPassage, RecordAccess
from tests.factories.accounts import PractitionerRoleFactory, UserFactory
from tests.factories.gate import stands, the_record_asks
from tests.factories.helpdesk import QueueFactory
from tests.factories.records import FeedFactory, PatientFactory, SourcePatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def locum():
    QueueFactory.create()
    the_record_asks()
    SourcePatientFactory.create(
        feed=FeedFactory.create(), patient=PatientFactory.create(nhs_number=WINIFRED)
    )
    user = UserFactory.create(username=LOCUM)
    PractitionerRoleFactory.create(
        user=user, job_role=JobRole.CLINICIAN, starts_on=timezone.localdate()
    )
    return stands(user, StandingState.LAPSED)


class TestUseEmergencyAccess:
    def test_is_reviewed_and_told_once(self, locum, django_capture_on_commit_callbacks):
        now = timezone.now()

        with django_capture_on_commit_callbacks(execute=True):
            assert use_emergency_access(now=now)
            assert not use_emergency_access(now=now + timedelta(days=3))

        passage = EmergencyPassage.objects.get()
        assert (passage.user, passage.words) == (locum, WORDS)
        assert RecordAccess.objects.get().passage == passage
        assert WORDS in EventText.objects.get().body

    def test_is_left_out_where_the_locum_has_been_trained(self, locum):
        stands(locum, StandingState.OPEN)

        assert not use_emergency_access(now=timezone.now())
        assert not EmergencyPassage.objects.exists()
