"""Which job roles see which sections."""

import pytest

from accounts.codes import JobRole
from records.codes import RecordSection, SectionAccess
from records.models import SectionRule
from records.queries.section_rules import list_full_sections, map_roles_by_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(db):
    SectionRule.objects.all().delete()
    for job_role, section, access in [
        (JobRole.CLINICIAN, RecordSection.SAFEGUARDING, SectionAccess.FULL),
        (JobRole.NURSE, RecordSection.SAFEGUARDING, SectionAccess.FULL),
        (JobRole.NURSE, RecordSection.ALERTS, SectionAccess.EXISTENCE),
        (JobRole.CLINICIAN, RecordSection.ALERTS, SectionAccess.FULL),
        (JobRole.TRAINER, RecordSection.ALERTS, SectionAccess.NONE),
    ]:
        SectionRule.objects.create(job_role=job_role, section=section, access=access)


class TestMapRolesBySection:
    def test_names_only_those_who_see_all_of_it(self, rules):
        assert map_roles_by_section() == {
            "safeguarding": {"clinician", "nurse"},
            "alerts": {"clinician"},
        }


class TestListFullSections:
    def test_names_what_a_job_role_sees_in_full(self, rules):
        assert list_full_sections(JobRole.CLINICIAN) == ["alerts", "safeguarding"]
        assert list_full_sections(JobRole.NURSE) == ["safeguarding"]
        assert list_full_sections(JobRole.TRAINER) == []
