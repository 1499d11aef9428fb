"""How many people stood how on a day."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.models import PractitionerRole
from tests.factories.training import RequirementFactory, learner
from tests.training.compliance_world import TODAY, make_world
from training.actions.snapshots import snapshot_compliance
from training.models import ComplianceSnapshot
from training.queries.requirements import standing_of

pytestmark = pytest.mark.django_db
STATUSES = ("current", "due", "grace", "lapsed", "never")


def counted_one_by_one(on):
    """Count by the pure function, person by person."""
    counts: Counter[tuple[object, ...]] = Counter()
    roles = PractitionerRole.objects.current(on).filter(
        user__is_active=True, organization__is_active=True
    )
    held = {(role.user_id, role.organization_id, role.job_role): role for role in roles}
    for role in held.values():
        for each in standing_of(role, on=on):
            key = (role.organization_id, role.job_role, each.competency.pk)
            counts[*key, str(each.status)] += 1
    return counts


def counted_at_once(on):
    counts: Counter[tuple[object, ...]] = Counter()
    for row in ComplianceSnapshot.objects.filter(on=on):
        for status in STATUSES:
            if number := getattr(row, status):
                counts[row.organization_id, row.job_role, row.competency_id, status] = number
    return counts


class TestSnapshotCompliance:
    @pytest.mark.parametrize("seed", range(4))
    def test_says_what_is_true_of_each_person(self, seed):
        make_world(seed)

        rows = snapshot_compliance(on=TODAY)

        expected = counted_one_by_one(TODAY)
        assert counted_at_once(TODAY) == expected
        assert len({key[-1] for key in expected}) == len(STATUSES)
        assert rows == len({key[:3] for key in expected})

    def test_its_statuses_add_up_to_those_in_scope(self):
        make_world(41)

        snapshot_compliance(on=TODAY)

        for row in ComplianceSnapshot.objects.all():
            assert row.in_scope == sum(getattr(row, status) for status in STATUSES)
            assert row.in_scope > 0

    def test_takes_the_place_of_an_earlier_one_of_the_day(self):
        role = learner()
        rule = RequirementFactory.create()
        snapshot_compliance(on=TODAY - timedelta(days=1))
        snapshot_compliance(on=TODAY)
        before = counted_at_once(TODAY)

        snapshot_compliance(on=TODAY)

        assert counted_at_once(TODAY) == before
        assert before == {(role.organization_id, role.job_role, rule.competency_id, "never"): 1}
        assert ComplianceSnapshot.objects.count() == 2

    def test_counts_somebody_once_in_each_role_that_they_hold(self):
        role = learner()
        RequirementFactory.create()
        for job_role, days in [("nurse", 0), ("clinician", 1)]:
            PractitionerRole.objects.create(
                user=role.user,
                organization=role.organization,
                job_role=job_role,
                starts_on=role.starts_on + timedelta(days=days),
            )

        snapshot_compliance(on=TODAY)

        found = ComplianceSnapshot.objects.order_by("job_role")
        assert [(row.job_role, row.in_scope) for row in found] == [("clinician", 1), ("nurse", 1)]

    def test_is_one_statement_whatever_the_number_of_people(self, django_assert_max_num_queries):
        make_world(7)

        with django_assert_max_num_queries(6):
            snapshot_compliance(on=TODAY)

    def test_is_taken_by_hand_for_any_day(self, capsys):
        learner()
        RequirementFactory.create()

        call_command("snapshot_compliance", "--on", "2026-11-22")

        assert capsys.readouterr().out.startswith("1 rows for 2026-11-22 in ")
        assert ComplianceSnapshot.objects.get().on.isoformat() == "2026-11-22"
