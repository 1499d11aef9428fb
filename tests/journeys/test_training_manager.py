"""A manager sees who has lapsed and takes a list along; a trainer makes a rule with open eyes."""

import csv
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.codes import JobRole
from accounts.models import Competency, CompetencyGrant, Organization
from tests.browser import needs_browser
from tests.factories.accounts import PractitionerRoleFactory, UserFactory
from training.actions.snapshots import snapshot_compliance
from training.models import Requirement, TrainingManager

from .steps import (
    given_signed_in,
    then_heading_is,
    then_page_does_not_say,
    then_page_fits_a_telephone,
    then_page_is_accessible,
    then_page_says,
    when_they_follow,
    when_they_press,
)

pytestmark = [*needs_browser, pytest.mark.journey]

MANAGER, TRAINER = "manager.of.ward", "trainer.of.board"


def a_role(name, username, organization, job_role):
    user = UserFactory.create(username=username, display_name=name)
    return PractitionerRoleFactory.create(
        user=user, organization=organization, job_role=job_role, job_title=""
    )


@pytest.fixture
def hospital(db):
    """A hospital where one of two must renew something, with a manager, and a trainer above."""
    today = timezone.localdate()
    place = Organization.objects.get(ods_code="RXW")
    skill = Competency.objects.create(code="moving", name="Moving and handling")
    Competency.objects.create(code="fire", name="Fire safety")
    Requirement.objects.create(
        organization=place,
        competency=skill,
        job_role=JobRole.SOCIAL_CARE_PROFESSIONAL,
        applies_from=today - timedelta(days=500),
        policy="Moving and handling policy, section 3",
    )
    for name, days in (("Ms Lina Lapsed", -30), ("Mr Curt Current", 200)):
        role = a_role(name, name.split()[1].lower(), place, JobRole.SOCIAL_CARE_PROFESSIONAL)
        CompetencyGrant.objects.create(
            user=role.user,
            competency=skill,
            source=uuid4(),
            valid_from=today - timedelta(days=400),
            valid_until=today + timedelta(days=days),
            granted_at=timezone.now(),
        )
    manager = a_role("Ms Mara Manager", MANAGER, place, JobRole.DEMOGRAPHICS_VIEWER)
    TrainingManager.objects.create(user=manager.user, organization=place)
    a_role("Mr Ted Trainer", TRAINER, place.parent, JobRole.TRAINER)
    snapshot_compliance(on=today)


def when_they_go_to(page, *, tab):
    parts = page.get_by_role("navigation", name="Parts of the service")
    parts.get_by_role("link", name="Training").click()
    page.get_by_role("navigation", name="Training").get_by_role("link", name=tab).click()


def when_they_show_only(page, *, status):
    page.get_by_label("Status").select_option(label=status)
    when_they_press(page, "Show")


def when_they_download_the_list(page):
    with page.expect_download() as waiting:
        page.locator("#people").get_by_role("button", name="CSV").click()
    return waiting.value.path()


def when_they_describe_the_rule(page):
    page.get_by_label("What they must be competent in").select_option(label="Fire safety")
    page.get_by_label("Where").select_option(label=str(Organization.objects.get(ods_code="RXW")))
    page.get_by_label("Only in this role").select_option(label="Social care professional")
    page.get_by_label("Policy that it comes from").fill("Fire policy, section 2")
    when_they_press(page, "See whom it concerns")


class TestTrainingManager:
    def test_sees_who_has_lapsed_and_takes_the_list_along(self, page, site, hospital):
        given_signed_in(page, site, MANAGER)

        when_they_go_to(page, tab="Compliance")
        then_heading_is(page, "Shrewsbury and Telford Hospital")
        then_page_says(page, "50 % compliant: 1 of 2")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_show_only(page, status="Lapsed")
        then_page_says(page, "Ms Lina Lapsed")
        then_page_does_not_say(page, "Mr Curt Current")
        with when_they_download_the_list(page).open(encoding="utf-8-sig") as file:
            rows = list(csv.reader(file))
        assert [row[0] for row in rows] == ["Name", "Ms Lina Lapsed"]

        when_they_follow(page, "Ms Lina Lapsed")
        then_heading_is(page, "Ms Lina Lapsed")
        then_page_says(page, "1 required: 1 lapsed, 0 current.")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        when_they_follow(page, "Why")
        then_page_says(page, "Moving and handling policy, section 3")
        then_page_is_accessible(page)

    def test_a_trainer_sees_whom_a_rule_concerns_before_it_is_kept(self, page, site, hospital):
        given_signed_in(page, site, TRAINER)
        when_they_go_to(page, tab="Compliance")
        then_page_says(page, "Shrewsbury and Telford Hospital")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)

        when_they_go_to(page, tab="Who must learn what")
        when_they_press(page, "Add a rule")
        then_page_is_accessible(page)
        when_they_describe_the_rule(page)
        then_page_says(page, "This rule concerns 2 people in 1 organisation.")
        then_page_says(page, "2 of them would not be compliant today.")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
        assert Requirement.objects.count() == 1

        when_they_press(page, "Keep this rule")
        then_heading_is(page, "Who must learn what")
        then_page_says(page, "Fire policy, section 2")
        then_page_is_accessible(page)
        then_page_fits_a_telephone(page)
