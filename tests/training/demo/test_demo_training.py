"""The demonstration's training: alive, and true to its own rules."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.demo.organizations import load_organizations
from accounts.demo.people import load_people
from accounts.models import PractitionerRole
from core.spreadsheets import safe_cell
from tests.factories.accounts import PASSWORD
from training.codes import BookingState, ComplianceStatus
from training.demo.catalogue import PLANS
from training.demo.content import BANKS, DRAWS
from training.models import (
    Award,
    Booking,
    ComplianceSnapshot,
    Course,
    CourseVersion,
    Requirement,
    Session,
)
from training.queries.requirements import standing_of

S = ComplianceStatus


@pytest.fixture
def demo(db):
    load_people(load_organizations(), password=PASSWORD, on=timezone.localdate())
    call_command("load_demo_training", verbosity=0, learners=240)


def standing(name: str) -> str:
    role = PractitionerRole.objects.filter(user__username=name).first()
    assert role is not None
    today = timezone.localdate()
    [found] = standing_of(role, on=today, opens_record=True)
    return found.status


@pytest.mark.django_db
class TestLoadDemoTraining:
    def test_shows_every_side_of_training(self, demo):
        assert Course.objects.count() == len(PLANS) == 18
        assert Requirement.objects.exists()
        states = Counter(Booking.objects.values_list("state", flat=True))
        assert {BookingState.BOOKED, BookingState.ATTENDED} <= set(states)
        assert Session.objects.filter(starts_at__gt=timezone.now()).count() > 50
        counted = ComplianceSnapshot.objects.filter(on=timezone.localdate())
        totals = {each: sum(counted.values_list(each, flat=True)) for each in S}
        assert min(totals.values()) > 0

    def test_puts_those_who_can_sign_in_into_every_state(self, demo):
        assert {
            name: standing(name)
            for name in ("ae.doctor", "gp", "staff.nurse", "locum.doctor", "new.starter")
        } == {
            "ae.doctor": S.CURRENT,
            "gp": S.DUE,
            "staff.nurse": S.GRACE,
            "locum.doctor": S.LAPSED,
            "new.starter": S.NEVER,
        }

    def test_can_run_again(self, demo):
        before = (Award.objects.count(), Booking.objects.count(), CourseVersion.objects.count())

        call_command("load_demo_training", verbosity=0, learners=240)

        after = (Award.objects.count(), Booking.objects.count(), CourseVersion.objects.count())
        assert before == after

    def test_is_refused_where_people_are_real(self, db, settings):
        settings.SETTINGS_MODULE = "config.settings.production"

        with pytest.raises(CommandError, match="only where the demonstration runs"):
            call_command("load_demo_training")


class TestContent:
    @pytest.mark.parametrize("course", sorted(BANKS))
    def test_banks_hold_what_quizzes_draw(self, course):
        topics = Counter(item.topic for item in BANKS[course])

        assert all(topics[topic] >= count for topic, count in DRAWS[course])

    @pytest.mark.parametrize("course", sorted(BANKS))
    def test_questions_have_four_different_options(self, course):
        for item in BANKS[course]:
            assert len(set(item.options)) == 4
            assert 0 < item.right < 4
            assert all(option == safe_cell(option) for option in item.options)
