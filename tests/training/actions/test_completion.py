from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import CompetencyGrant
from core.errors import Forbidden, NotPermittedNow
from tests.factories.accounts import HospitalFactory, OrganizationFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    a_manager,
    a_trainer,
    learner,
    make_session,
    make_version,
)
from training.actions.awarding import award_completion, revoke_award
from training.actions.completion import Step, complete_step, start_enrolment, steps_left
from training.codes import BookingState, ExpiryRule, MessageKind
from training.models import Award, Booking, BookingEvent, Enrolment, TrainingMessage, reach_of

pytestmark = pytest.mark.django_db


def complete(role, version, *, at=MONDAY, by=None):
    enrolment = start_enrolment(learner=role, version=version, at=at)
    return complete_step(enrolment=enrolment, step=Step.ATTENDANCE, by=by, at=at)


class TestStartEnrolment:
    def test_it_returns_the_one_that_is_running(self):
        role, version = learner(), make_version()
        first = start_enrolment(learner=role, version=version, at=MONDAY)

        again = start_enrolment(learner=role, version=version, at=MONDAY + timedelta(days=1))

        assert again == first
        assert again.started_at == MONDAY

    def test_it_makes_another_after_a_completion(self):
        role, version = learner(), make_version()
        first = complete(role, version)

        again = start_enrolment(learner=role, version=version, at=MONDAY + timedelta(days=300))

        assert again != first

    def test_a_booking_has_one_for_good(self):
        role, session = learner(), make_session()
        booking = Booking.objects.create(
            session=session, user=role.user, role=role, state=BookingState.BOOKED, joined_at=MONDAY
        )
        first = start_enrolment(learner=role, version=session.version, booking=booking, at=MONDAY)
        complete_step(enrolment=first, step=Step.ATTENDANCE, by=None, at=MONDAY)

        again = start_enrolment(
            learner=role, version=session.version, booking=booking, at=MONDAY + timedelta(hours=1)
        )

        assert again == first
        assert again.booking == booking

    def test_a_newer_version_ends_what_runs_of_an_older_one(self):
        role, old = learner(), make_version(needs_quiz=True)
        enrolment = start_enrolment(learner=role, version=old, at=MONDAY)
        type(old).objects.filter(pk=old.pk).update(state="retired")
        new = make_version(course=old.course, number=2)

        start_enrolment(learner=role, version=new, at=MONDAY + timedelta(days=1))

        with pytest.raises(NotPermittedNow, match="newer version"):
            complete_step(enrolment=enrolment, step=Step.QUIZ, by=None, at=MONDAY)

    def test_a_draft_is_learned_by_nobody(self):
        with pytest.raises(NotPermittedNow, match="not published"):
            start_enrolment(learner=learner(), version=make_version(publish=False), at=MONDAY)


class TestCompleteStep:
    def test_the_last_step_that_is_needed_completes_and_awards(self):
        role, version = learner(), make_version(needs_quiz=True)
        enrolment = start_enrolment(learner=role, version=version, at=MONDAY)

        halfway = complete_step(enrolment=enrolment, step=Step.ATTENDANCE, by=None, at=MONDAY)
        left = steps_left(halfway)
        done = complete_step(
            enrolment=enrolment, step=Step.QUIZ, by=None, at=MONDAY + timedelta(hours=2)
        )

        assert (halfway.completed_at, left) == (None, [Step.QUIZ])
        assert done.completed_at == done.ended_at == MONDAY + timedelta(hours=2)
        assert Award.objects.get().enrolment == done

    def test_a_step_counts_once(self):
        role = learner()
        first = complete(role, make_version())

        again = complete_step(
            enrolment=first, step=Step.ATTENDANCE, by=None, at=MONDAY + timedelta(days=9)
        )

        assert again.completed_at == MONDAY
        assert Award.objects.count() == TrainingMessage.objects.count() == 1

    def test_a_register_that_is_closed_late_makes_no_completion_late(self):
        role, session = learner(), make_session()
        booking = Booking.objects.create(
            session=session, user=role.user, role=role, state=BookingState.BOOKED, joined_at=MONDAY
        )
        assert session.ends_at is not None
        late = session.ends_at + timedelta(days=3)
        enrolment = start_enrolment(learner=role, version=session.version, at=late, booking=booking)

        done = complete_step(enrolment=enrolment, step=Step.ATTENDANCE, by=None, at=late)

        award = Award.objects.get()
        assert (done.completed_at, done.ended_at) == (session.ends_at, late)
        assert award.completed_on == session.ends_at.date()
        assert award.awarded_at == late

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_make_one_award(self):
        enrolment = start_enrolment(
            learner=learner(), version=make_version(needs_quiz=True), at=MONDAY
        )
        start = Barrier(4)

        def finish(step):
            try:
                start.wait(timeout=60)
                complete_step(enrolment=enrolment, step=step, by=None, at=MONDAY)
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=4) as pool:
            list(pool.map(finish, [Step.ATTENDANCE, Step.QUIZ, Step.ATTENDANCE, Step.QUIZ]))

        assert Award.objects.count() == CompetencyGrant.objects.count() == 1
        assert Enrolment.objects.get().completed_at == MONDAY


class TestAwardCompletion:
    def test_an_award_is_given_for_each_competency_and_grants_it(self):
        version = make_version(publish=False)
        version.grants.add(CompetencyFactory.create(code="prescribing"))
        type(version).objects.filter(pk=version.pk).update(state="published", published_at=MONDAY)
        version.refresh_from_db()
        role = learner()

        complete(role, version)

        awards = {award.pk: award for award in Award.objects.all()}
        grants = CompetencyGrant.objects.all()
        assert {each.printed_competency for each in awards.values()} == {
            "Prescribing",
            "Record safe use",
        }
        assert {grant.source for grant in grants} == set(awards)
        for grant in grants:
            award = awards[grant.source]
            assert grant.competency == award.competency
            assert (grant.user, grant.valid_until) == (role.user, award.valid_until)
        message = TrainingMessage.objects.get()
        assert (message.kind, message.user) == (MessageKind.AWARDED, role.user)
        assert "23 November 2027" in message.body

    def test_what_is_printed_and_the_rule_stay_as_they_were(self):
        hospital = HospitalFactory.create()
        role = learner(organization=hospital, user__first_name="Zoë", user__last_name="Li-Jones")
        complete(role, make_version(course__name="Using the record safely"))
        hospital.name = "Another name"
        hospital.save()

        award = Award.objects.get()

        assert award.printed_given_name == "Zoë"
        assert award.printed_family_name == "Li-Jones"
        assert award.printed_title == "Using the record safely, version 1"
        assert award.printed_organization == "The Shrewsbury and Telford Hospital NHS Trust"
        assert award.rule == {
            "rule": "from-previous",
            "period": 12,
            "unit": "months",
            "window_months": 3,
            "base_on": None,
        }

    def test_a_completion_late_in_the_evening_counts_in_london(self):
        summer_night = MONDAY.replace(month=6, day=30, hour=23, minute=30)

        complete(learner(), make_version(), at=summer_night)

        assert Award.objects.get().completed_on == date(2026, 7, 1)

    def test_a_renewal_in_time_counts_from_the_previous_expiry(self):
        role, version = learner(), make_version()
        complete(role, version)

        complete(role, version, at=MONDAY + timedelta(days=320))

        renewed = Award.objects.latest("awarded_at")
        assert renewed.valid_until == date(2028, 11, 23)
        assert renewed.anchor_on == date(2026, 11, 23)

    def test_a_revoked_award_renews_nothing(self):
        role, version = learner(), make_version()
        complete(role, version)
        revoke_award(
            award_id=Award.objects.get().pk, reason="A mistake", by=reach_of(a_trainer()), at=MONDAY
        )

        complete(role, version, at=MONDAY + timedelta(days=320))

        assert Award.objects.latest("awarded_at").valid_until == date(2028, 10, 9)

    def test_one_that_never_expires_has_no_last_day(self):
        complete(learner(), make_version(expiry_rule=ExpiryRule.NEVER))

        award = Award.objects.get()
        assert (award.renew_from, award.valid_until) == (None, None)

    def test_a_person_without_names_in_parts_is_printed_whole(self):
        role = learner(user__title="Dr", user__display_name="Dr Alex Jo Example")

        complete(role, make_version())

        award = Award.objects.get()
        assert (award.printed_given_name, award.printed_family_name) == ("Alex Jo", "Example")

    def test_nothing_is_awarded_before_completion(self):
        enrolment = start_enrolment(learner=learner(), version=make_version(), at=MONDAY)

        with pytest.raises(NotPermittedNow, match="not completed"):
            award_completion(enrolment=enrolment, by=None, at=MONDAY)


class TestRevokeAward:
    def test_it_takes_the_competency_back_and_says_so(self):
        role, trainer = learner(), a_trainer()
        complete(role, make_version())

        award = revoke_award(
            award_id=Award.objects.get().pk,
            reason=" The register was wrong ",
            by=reach_of(trainer),
            at=MONDAY,
        )

        grant = CompetencyGrant.objects.get()
        assert (grant.revoked_at, grant.revoked_by) == (MONDAY, trainer.user)
        assert award.revoked_reason == "The register was wrong"
        message = TrainingMessage.objects.get(kind=MessageKind.REVOKED)
        assert "The register was wrong" in message.body
        assert not BookingEvent.objects.exists()

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_wants_a_reason(self, reason):
        complete(learner(), make_version())

        with pytest.raises(NotPermittedNow, match="reason"):
            revoke_award(
                award_id=Award.objects.get().pk,
                reason=reason,
                by=reach_of(a_trainer()),
                at=MONDAY,
            )

    def test_it_happens_once(self):
        complete(learner(), make_version())
        award_id, by = Award.objects.get().pk, reach_of(a_trainer())
        revoke_award(award_id=award_id, reason="A mistake", by=by, at=MONDAY)

        with pytest.raises(NotPermittedNow, match="already"):
            revoke_award(award_id=award_id, reason="Again", by=by, at=MONDAY)

    def test_a_trainer_of_another_board_knows_of_no_award(self):
        elsewhere = OrganizationFactory.create(parent=None, kind="icb")
        complete(learner(), make_version())

        with pytest.raises(Award.DoesNotExist):
            revoke_award(
                award_id=Award.objects.get().pk,
                reason="A mistake",
                by=reach_of(a_trainer(organization=elsewhere)),
                at=MONDAY,
            )

    def test_neither_a_manager_nor_its_holder_may(self):
        trainer = a_trainer()
        complete(trainer, make_version())
        award = Award.objects.get()
        manager = a_manager(organization=trainer.organization)

        for role in (trainer, manager):
            with pytest.raises(Forbidden):
                revoke_award(award_id=award.pk, reason="A mistake", by=reach_of(role), at=MONDAY)
