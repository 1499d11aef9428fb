"""Which rules a role falls under, and how its person stands."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.codes import JobRole, OrganizationKind
from accounts.models import CompetencyGrant
from records.codes import RecordSection, SectionAccess
from records.models import SectionRule
from tests.factories.accounts import (
    BoardFactory,
    CouncilFactory,
    HospitalFactory,
    OrganizationFactory,
    SurgeryFactory,
)
from tests.factories.training import MONDAY, CompetencyFactory, RequirementFactory, learner
from training.codes import ComplianceStatus
from training.queries.requirements import list_requirements_for, standing_of

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def grant(role, competency, *, until=None, renew_from=None, since=date(2020, 1, 1), **facts):
    return CompetencyGrant.objects.create(
        user=role.user,
        competency=competency,
        source=uuid4(),
        valid_from=since,
        renew_from=renew_from,
        valid_until=until,
        granted_at=MONDAY,
        **facts,
    )


def codes(role, on=TODAY):
    return [each.competency.code for each in list_requirements_for(role, on=on)]


class TestListRequirementsFor:
    @pytest.mark.parametrize(
        ("rule", "applies"),
        [
            ({"organization": HospitalFactory}, True),
            ({"organization": BoardFactory}, True),
            ({"organization": SurgeryFactory}, False),
            ({"job_role": JobRole.CLINICIAN}, True),
            ({"job_role": JobRole.NURSE}, False),
            ({"setting": OrganizationKind.ACUTE}, True),
            ({"setting": OrganizationKind.HOSPICE}, False),
            ({"section": RecordSection.SAFEGUARDING}, True),
            ({"section": RecordSection.PREGNANCY_STATUS}, False),
            ({"section": RecordSection.ALLERGIES}, False),
            ({"applies_from": TODAY}, True),
            ({"applies_from": TODAY + timedelta(days=1)}, False),
            ({"applies_until": TODAY}, True),
            ({"applies_until": TODAY - timedelta(days=1)}, False),
            ({"job_role": JobRole.CLINICIAN, "setting": OrganizationKind.HOSPICE}, False),
        ],
    )
    def test_takes_the_rules_that_fit_in_all_they_say(self, rule, applies):
        role = learner()
        SectionRule.objects.all().delete()
        for section, access in [
            (RecordSection.SAFEGUARDING, SectionAccess.FULL),
            (RecordSection.PREGNANCY_STATUS, SectionAccess.EXISTENCE),
        ]:
            SectionRule.objects.create(job_role=JobRole.CLINICIAN, section=section, access=access)
        rule = {key: each.create() if key == "organization" else each for key, each in rule.items()}

        RequirementFactory.create(**rule)

        assert bool(codes(role)) is applies

    def test_reaches_from_the_region_to_below_a_board(self):
        region = OrganizationFactory.create(kind=OrganizationKind.REGION)
        board = BoardFactory.create(parent=region)
        role = learner(organization=HospitalFactory.create(parent=board))

        RequirementFactory.create(organization=region)

        assert codes(role) == ["record-safe-use"]

    def test_asks_once_for_each_competency_by_the_strictest_rule(self):
        role = learner()
        RequirementFactory.create(grace_days=30, opens_record=True)
        strict = RequirementFactory.create(organization=role.organization, grace_days=7)

        [applied] = list_requirements_for(role, on=TODAY)

        assert applied.requirement == strict
        assert applied.grace_days == 7
        assert applied.opens_record is True
        assert len(applied.rules) == 2

    def test_comes_by_name(self):
        for code in ("zeal", "audit", "moving"):
            RequirementFactory.create(competency=CompetencyFactory.create(code=code))

        assert codes(learner()) == ["audit", "moving", "zeal"]


class TestStandingOf:
    def test_takes_what_lasts_longest_of_what_stands(self):
        role = learner()
        rule = RequirementFactory.create(grace_days=14)
        grant(role, rule.competency, until=date(2027, 1, 31), renew_from=date(2026, 10, 31))
        grant(role, rule.competency, until=date(2026, 1, 31))
        grant(role, rule.competency, until=date(2029, 1, 1), revoked_at=MONDAY)
        grant(role, rule.competency, until=date(2029, 1, 1), since=TODAY + timedelta(days=1))
        grant(learner(), rule.competency)

        [standing] = standing_of(role, on=TODAY)

        assert standing.status == ComplianceStatus.DUE
        assert standing.renew_from == date(2026, 10, 31)
        assert standing.valid_until == date(2027, 1, 31)
        assert standing.grace_until == date(2027, 2, 14)
        assert standing.requirement == rule

    def test_what_has_no_last_day_beats_what_has_one(self):
        role = learner()
        rule = RequirementFactory.create()
        grant(role, rule.competency, until=date(2099, 1, 31))
        grant(role, rule.competency)

        [standing] = standing_of(role, on=TODAY)

        assert standing.valid_until is None
        assert standing.status == ComplianceStatus.CURRENT

    def test_somebody_who_holds_nothing_was_never_trained(self):
        role = learner()
        rule = RequirementFactory.create()
        grant(role, rule.competency, revoked_at=MONDAY)

        [standing] = standing_of(role, on=TODAY)

        assert standing.status == ComplianceStatus.NEVER
        assert standing.grace_until is None

    def test_can_ask_only_for_what_opens_records(self):
        role = learner(organization=CouncilFactory.create())
        RequirementFactory.create(opens_record=True)
        RequirementFactory.create(competency=CompetencyFactory.create(code="fire"))

        def names(*, opens_record):
            found = standing_of(role, on=TODAY, opens_record=opens_record)
            return [each.competency.code for each in found]

        assert names(opens_record=True) == ["record-safe-use"]
        assert names(opens_record=False) == ["fire"]
        assert names(opens_record=None) == ["fire", "record-safe-use"]

    def test_takes_three_questions_however_many_rules(self, django_assert_max_num_queries):
        role = learner()
        for number in range(12):
            rule = RequirementFactory.create(
                competency=CompetencyFactory.create(code=f"skill-{number}")
            )
            grant(role, rule.competency)

        with django_assert_max_num_queries(3):
            found = standing_of(role, on=TODAY)

        assert len(found) == 12
