"""Feeds and rules as superusers set them up."""

import pytest
from django.urls import reverse
from django_celery_beat.models import PeriodicTask

from accounts.codes import JobRole
from records.codes import FeedState, RecordSection, SectionAccess
from records.models import SectionRule
from tests.factories.records import FeedFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def given():
    """Return a feed and what its form posts."""
    feed = FeedFactory.create()
    return feed, {
        "code": feed.code,
        "name": feed.name,
        "organization": feed.organization_id,
        "format": feed.format,
        "mode": feed.mode,
        "state": FeedState.ACTIVE,
        "agreed_lag": "26:00:00",
        "shared_with": [board.pk for board in feed.shared_with.all()],
    }


class TestFeedAdmin:
    def test_has_the_scheduler_follow_the_feed(self, admin_client, given):
        feed, form = given
        url = reverse("admin:records_feed_change", args=[feed.pk])

        admin_client.post(url, form | {"schedule": "30 2 * * *"})

        assert PeriodicTask.objects.get(name=f"Import {feed.code}").crontab.hour == "2"
        assert feed.history.latest().history_user.is_superuser

    @pytest.mark.parametrize("schedule", ["every night", "99 2 * * *"])
    def test_says_what_is_no_schedule(self, admin_client, given, schedule):
        feed, form = given
        url = reverse("admin:records_feed_change", args=[feed.pk])

        answer = admin_client.post(url, form | {"schedule": schedule})

        assert answer.status_code == 200
        assert b"schedule" in answer.content
        assert not PeriodicTask.objects.filter(name=f"Import {feed.code}").exists()

    def test_deletes_none(self, admin_client, given):
        url = reverse("admin:records_feed_delete", args=[given[0].pk])

        assert admin_client.post(url, {"post": "yes"}).status_code == 403


class TestSectionRuleAdmin:
    def test_keeps_who_changed_a_rule(self, admin_client):
        rule = SectionRule.objects.get(job_role=JobRole.CLINICIAN, section=RecordSection.ALERTS)
        url = reverse("admin:records_sectionrule_change", args=[rule.pk])

        admin_client.post(
            url, {"job_role": rule.job_role, "section": rule.section, "access": SectionAccess.NONE}
        )

        rule.refresh_from_db()
        assert rule.access == SectionAccess.NONE
        assert rule.history.latest().history_user.is_superuser

    def test_is_closed_to_everyone_else(self, client, sign_in, engineer):
        sign_in(client, engineer)

        answer = client.get(reverse("admin:records_sectionrule_changelist"))

        assert answer.status_code == 302
