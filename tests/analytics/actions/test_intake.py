"""Events are taken from the trails once, whatever happens in between."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.codes import CareSetting, JobRole, OrganizationKind, SignInEventKind
from accounts.models import RequestOrigin, SignInEvent
from analytics.actions import intake
from analytics.actions.intake import take_in_events
from analytics.codes import UsageKind
from analytics.models import IntakeRun, MonthlyFact, Stratum, UsageEvent, UsagePerson
from core.dates import LONDON
from records.codes import AccessKind
from records.queries.access import write_access
from tests.factories.accounts import (
    BoardFactory,
    OrganizationFactory,
    PractitionerRoleFactory,
    SurgeryFactory,
)
from tests.factories.records import PatientFactory

AT = datetime(2026, 10, 7, 9, tzinfo=LONDON)


def sign_in(role, *, at=AT, kind=SignInEventKind.SUCCESS):
    return SignInEvent.objects.note(kind, user=role.user, origin=RequestOrigin(), at=at, role=role)


@pytest.mark.django_db
class TestTakeInEvents:
    def test_says_where_it_was_and_as_what(self):
        place = OrganizationFactory.create(
            kind=OrganizationKind.COMMUNITY, parent=BoardFactory.create()
        )
        nurse = PractitionerRoleFactory.create(organization=place, job_role=JobRole.NURSE)
        sign_in(nurse)

        take_in_events(at=AT)

        stratum = Stratum.objects.get()
        assert stratum.organization == place
        assert stratum.board == place.parent
        assert (stratum.job_role, stratum.care_setting) == (JobRole.NURSE, CareSetting.COMMUNITY)

    def test_a_role_may_name_its_own_setting(self):
        doctor = PractitionerRoleFactory.create(care_setting=CareSetting.EMERGENCY)
        write_access(viewer=doctor, at=AT, kind=AccessKind.SEARCH)

        take_in_events(at=AT)

        assert Stratum.objects.get().care_setting == CareSetting.EMERGENCY

    def test_who_has_no_role_yet_is_counted_without_a_place(self):
        role = PractitionerRoleFactory.create()
        SignInEvent.objects.note(
            SignInEventKind.SUCCESS, user=role.user, origin=RequestOrigin(), at=AT
        )

        take_in_events(at=AT)

        assert Stratum.objects.get().organization is None
        assert UsagePerson.objects.get().user == role.user

    def test_an_attempt_with_a_name_that_nobody_has_is_nobodys(self):
        SignInEvent.objects.note(SignInEventKind.FAILURE, user=None, origin=RequestOrigin(), at=AT)

        take_in_events(at=AT)

        assert UsageEvent.objects.get().person is None

    def test_a_record_is_told_from_others_and_leads_back_to_none(self, settings):
        role = PractitionerRoleFactory.create(organization=SurgeryFactory.create())
        one, two = PatientFactory.create_batch(2)
        for patient in (one, two, one):
            write_access(viewer=role, at=AT, kind=AccessKind.OPEN, patient_id=patient.pk)

        take_in_events(at=AT)

        subjects = list(UsageEvent.objects.order_by("source_id").values_list("subject", flat=True))
        assert subjects[0] == subjects[2] != subjects[1]
        # With another key the same record would have been another number.
        settings.ANALYTICS_SUBJECT_KEY = "another"
        write_access(viewer=role, at=AT, kind=AccessKind.OPEN, patient_id=one.pk)
        take_in_events(at=AT)
        assert UsageEvent.objects.exclude(subject__in=subjects).count() == 1

    def test_a_line_that_becomes_visible_late_is_taken_later(self):
        role = PractitionerRoleFactory.create()
        early, late = sign_in(role), sign_in(role, at=AT + timedelta(minutes=1))
        run = take_in_events(at=AT)
        assert run is not None
        # As if the earlier line had been in a transaction that ended later.
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE analytics_usageevent DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM analytics_usageevent WHERE source_id = %s", [early.pk])
            cursor.execute("ALTER TABLE analytics_usageevent ENABLE TRIGGER USER")

        again = take_in_events(at=AT)

        assert again is not None
        assert again.taken == 1
        assert again.last_sign_in == late.pk
        assert MonthlyFact.objects.get().n == 2

    def test_changes_of_events_are_refused(self):
        sign_in(PractitionerRoleFactory.create())
        take_in_events(at=AT)

        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            UsageEvent.objects.update(kind=UsageKind.SEARCH)


@pytest.mark.django_db(transaction=True)
class TestIntakesThatMeet:
    def test_two_at_once_take_each_event_once(self):
        role = PractitionerRoleFactory.create()
        for minute in range(40):
            sign_in(role, at=AT + timedelta(minutes=minute))
        ready = Barrier(2)

        def take() -> IntakeRun | None:
            try:
                ready.wait(timeout=60)
                return take_in_events(at=AT)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            runs = list(pool.map(lambda _: take(), range(2)))

        assert [run.taken for run in runs if run] == [40]
        assert UsageEvent.objects.count() == 40
        assert MonthlyFact.objects.get().n == 40

    def test_one_cut_off_in_the_middle_has_taken_nothing(self, monkeypatch):
        sign_in(PractitionerRoleFactory.create())
        reached = Event()

        def die(_days: object) -> None:
            reached.set()
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(intake, "count_days", die)
            with pytest.raises(KeyboardInterrupt):
                take_in_events(at=AT)

        assert reached.is_set()
        assert not UsageEvent.objects.exists()
        run = take_in_events(at=AT)
        assert run is not None
        assert run.taken == 1
