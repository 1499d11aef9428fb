"""Reminders: once for each milestone, one mail a day, and only by day."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import CompetencyGrant
from tests.factories.accounts import BoardFactory, SurgeryFactory
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    RequirementFactory,
    a_manager,
    learner,
)
from tests.training.compliance_world import make_world
from training.actions.messages import queue_message
from training.actions.reminding import remind_people
from training.codes import MessageKind
from training.models import Reminder, TrainingMessage

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2026, 11, 23, 6, 40, tzinfo=LONDON)
TODAY = MORNING.date()
REMINDING = "training.actions.reminding"


def grant(role, competency, *, days, since=date(2020, 1, 1)):
    """Grant what runs out so many days from that Monday."""
    return CompetencyGrant.objects.create(
        user=role.user,
        competency=competency,
        source=uuid4(),
        valid_from=since,
        valid_until=TODAY + timedelta(days=days),
        granted_at=MONDAY,
    )


def on(days):
    return MORNING + timedelta(days=days)


def subjects(role):
    return [each.subject for each in TrainingMessage.objects.filter(user=role.user)]


def milestones():
    return sorted(Reminder.objects.values_list("milestone", flat=True))


@pytest.fixture
def rule(db):
    return RequirementFactory.create(grace_days=30)


class TestRemindPeople:
    @pytest.mark.parametrize(
        ("days", "milestone"),
        [
            (91, None),
            (90, "t-90"),
            (31, "t-90"),
            (30, "t-30"),
            (7, "t-7"),
            (1, "t-7"),
            (0, "t-0"),
            (-6, "t-0"),
            (-7, "t+7"),
            (-400, "t+7"),
        ],
    )
    def test_takes_the_latest_milestone_that_has_come(self, rule, days, milestone):
        grant(learner(), rule.competency, days=days)

        remind_people(at=MORNING)

        assert milestones() == ([] if milestone is None else [milestone])

    def test_writes_once_however_often_it_runs(self, rule):
        role = learner()
        grant(role, rule.competency, days=30)

        assert remind_people(at=MORNING) == 1
        assert remind_people(at=MORNING) == 0
        assert remind_people(at=on(1)) == 0

        message = TrainingMessage.objects.get()
        assert message.user == role.user
        assert message.kind == MessageKind.DIGEST
        assert "Record safe use: until 23 December 2026, in 30 days" in message.body
        assert "/training/" in message.body

    def test_goes_out_by_day(self, rule):
        grant(learner(), rule.competency, days=30)

        remind_people(at=MORNING)

        assert TrainingMessage.objects.get().not_before == MORNING.replace(hour=7, minute=0)

    def test_makes_up_on_monday_for_a_weekend(self, rule):
        role = learner()
        grant(role, rule.competency, days=6)

        assert remind_people(at=MORNING) == 1
        assert remind_people(at=on(5)) == remind_people(at=on(6)) == 0
        assert remind_people(at=on(7)) == 1

        last = TrainingMessage.objects.latest("queued_at")
        assert "ran out on 29 November 2026, you are in the days of grace" in last.body
        assert milestones() == ["t-0", "t-7"]

    def test_tells_of_several_in_one_mail(self, rule):
        role = learner()
        grant(role, rule.competency, days=30)
        other = RequirementFactory.create(competency=CompetencyFactory.create(code="fire-safety"))
        grant(role, other.competency, days=0)

        remind_people(at=MORNING)

        message = TrainingMessage.objects.get()
        assert message.subject == "Your training: 2 to renew"
        assert "Fire safety: today is its last day" in message.body

    def test_one_mail_a_day_waits_for_tomorrow_with_more(self, rule):
        role = learner()
        grant(role, rule.competency, days=30)
        remind_people(at=MORNING)
        later = RequirementFactory.create(competency=CompetencyFactory.create(code="fire-safety"))
        grant(role, later.competency, days=5)

        assert remind_people(at=MORNING + timedelta(hours=4)) == 0
        assert remind_people(at=on(1)) == 1

        assert sorted(subjects(role)) == [
            "Your training: renew “Fire safety”",
            "Your training: renew “Record safe use”",
        ]

    def test_tells_managers_a_week_after_without_a_name(self, rule):
        role, other = learner(), learner()
        for each in (role, other):
            grant(each, rule.competency, days=-7)
        manager = a_manager()
        above = a_manager(organization=BoardFactory.create())
        elsewhere = a_manager(organization=SurgeryFactory.create())

        assert remind_people(at=MORNING) == 2

        assert subjects(role) == subjects(elsewhere) == []
        message = TrainingMessage.objects.get(user=manager.user)
        assert "For 2 people whose training you look after" in message.body
        assert "/training/compliance/" in message.body
        assert str(role.user) not in message.body
        assert subjects(above) == [message.subject]

    def test_nobody_is_told_of_themselves_as_a_manager(self, rule):
        manager = a_manager()
        grant(manager, rule.competency, days=-7)

        assert remind_people(at=MORNING) == 0
        assert remind_people(at=on(1)) == 0

    def test_stops_when_it_is_renewed_or_no_longer_asked_for(self, rule):
        renewed, left, gone = learner(), learner(), learner()
        for each in (renewed, left, gone):
            grant(each, rule.competency, days=31)
        remind_people(at=MORNING)
        grant(renewed, rule.competency, days=400)
        left.ends_on = TODAY
        left.save()
        gone.user.is_active = False
        gone.user.save()

        assert remind_people(at=on(1)) == 0

    def test_stops_with_the_rule(self, rule):
        grant(learner(), rule.competency, days=31)
        rule.applies_until = TODAY - timedelta(days=1)
        rule.save()

        assert remind_people(at=MORNING) == 0

    def test_begins_anew_for_what_was_renewed(self, rule):
        role = learner()
        grant(role, rule.competency, days=7)
        remind_people(at=MORNING)
        grant(role, rule.competency, days=8)

        assert remind_people(at=on(1)) == 1

    def test_a_short_competency_is_not_nagged_about_on_its_first_day(self, rule):
        grant(learner(), rule.competency, days=60, since=TODAY)

        assert remind_people(at=MORNING) == 0
        assert remind_people(at=on(30)) == 1

    def test_what_was_cut_off_in_the_middle_is_told_once(self, rule, monkeypatch):
        first, second = learner(), learner()
        for each in (first, second):
            grant(each, rule.competency, days=30)
        calls = []

        def die_at_the_second(*args, **kwargs):
            calls.append(args)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return queue_message(*args, **kwargs)

        monkeypatch.setattr(f"{REMINDING}.queue_message", die_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            remind_people(at=MORNING)
        assert not TrainingMessage.objects.exists()
        assert not Reminder.objects.exists()
        monkeypatch.undo()

        assert remind_people(at=MORNING) == 2
        assert len(subjects(first)) == len(subjects(second)) == 1

    @pytest.mark.parametrize("seed", [3, 4])
    def test_in_a_world_of_many_each_milestone_is_told_once(self, seed):
        make_world(seed)

        for days in range(12):
            remind_people(at=on(days))

        told = Reminder.objects.filter(told_at__isnull=False)
        keys = list(told.values_list("user", "competency", "valid_until", "milestone"))
        assert keys
        assert len(keys) == len(set(keys))
        mails = TrainingMessage.objects.values_list("user", "not_before")
        days_of = [(user, timezone.localdate(at)) for user, at in mails]
        assert len(days_of) == len(set(days_of))
