"""Two workers, or two trainers, at the same work at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import CompetencyGrant
from core.errors import DomainError, NotPermittedNow
from tests.factories.training import (
    MONDAY,
    CompetencyFactory,
    RequirementFactory,
    a_trainer,
    learner,
)
from training.actions.reminding import remind_people
from training.actions.requirements import (
    RuleScope,
    RuleTerms,
    add_requirement,
    change_requirement,
)
from training.actions.snapshots import snapshot_compliance
from training.models import ComplianceSnapshot, Reminder, Requirement, TrainingMessage, reach_of

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = MONDAY.date()
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))


def at_once(*changes: Callable[[], object]) -> Sequence[DomainError | None]:
    """Run changes at the same moment, each on a connection of its own; return what was refused."""
    ready = Barrier(len(changes))

    def run(change: Callable[[], object]) -> DomainError | None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            change()
        except DomainError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(changes)) as pool:
        return list(pool.map(run, changes))


def terms(since=TODAY):
    return RuleTerms(applies_from=since, grace_days=7, opens_record=False, policy="Policy")


class TestRules:
    def test_two_trainers_make_one_rule_of_the_same(self):
        trainer = a_trainer()
        reach = reach_of(trainer)
        scope = RuleScope(
            organization=trainer.organization,
            job_role="",
            setting="",
            section="",
            competency=CompetencyFactory.create(),
        )
        changes = [
            lambda days=days: add_requirement(
                scope=scope, terms=terms(TODAY - timedelta(days=days)), by=reach
            )
            for days in range(3)
        ]

        refused = [each for each in at_once(*changes) if each is not None]

        assert Requirement.objects.count() == 1
        assert [type(each) for each in refused] == [NotPermittedNow] * 2

    def test_of_two_changes_of_a_rule_one_holds(self):
        reach = reach_of(a_trainer())
        rule = RequirementFactory.create()

        def change():
            change_requirement(requirement_id=rule.pk, terms=terms(), by=reach, at=MONDAY)

        refused = at_once(change, change)

        assert sorted(each is None for each in refused) == [False, True]
        before, after = Requirement.objects.order_by("applies_from")
        assert (before.applies_until, after.applies_until) == (TODAY - timedelta(days=1), None)


class TestWorkers:
    def test_two_counts_of_a_day_are_one(self):
        learner()
        RequirementFactory.create()

        at_once(*[lambda: snapshot_compliance(on=TODAY)] * 3)

        assert ComplianceSnapshot.objects.get().in_scope == 1

    def test_two_runs_of_reminders_write_one_mail(self):
        role = learner()
        rule = RequirementFactory.create()
        CompetencyGrant.objects.create(
            user=role.user,
            competency=rule.competency,
            source=uuid4(),
            valid_from=date(2020, 1, 1),
            valid_until=TODAY + timedelta(days=30),
            granted_at=MONDAY,
        )

        at_once(*[lambda: remind_people(at=MORNING)] * 3)

        assert TrainingMessage.objects.count() == 1
        assert Reminder.objects.get().told_at == MORNING
