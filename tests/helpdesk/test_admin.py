"""The desk as superusers set it up: versions are added and never changed."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from accounts.admin import site
from helpdesk.codes import (
    MailboxKind,
    Metric,
    Priority,
    TicketCategory,
    TicketKind,
    WaitingReason,
)
from helpdesk.demo.service_levels import load_service_levels
from helpdesk.forms.agreements import NotHours, read_hours
from helpdesk.models import (
    Calendar,
    CalendarVersion,
    Mailbox,
    OrganizationContact,
    Queue,
    QueueMembership,
    RequestType,
    ServiceComponent,
    SlaPolicy,
    SlaPolicyVersion,
)
from tests.factories.helpdesk import QueueFactory, QueueMembershipFactory

pytestmark = pytest.mark.django_db

MODELS = [
    Calendar,
    Mailbox,
    OrganizationContact,
    Queue,
    QueueMembership,
    RequestType,
    ServiceComponent,
    SlaPolicy,
]


def url(model, page, *args):
    return reverse(f"admin:helpdesk_{model._meta.model_name}_{page}", args=args)


def inline(new=1, **fields):
    """Return what the form of one new version posts."""
    posted = {f"versions-0-{name}": value for name, value in fields.items()}
    return posted | {
        "versions-TOTAL_FORMS": new,
        "versions-INITIAL_FORMS": 0,
        "versions-MIN_NUM_FORMS": 0,
        "versions-MAX_NUM_FORMS": 1000,
    }


@pytest.fixture
def calendar():
    load_service_levels()
    return Calendar.objects.get(code="england")


class TestPages:
    @pytest.mark.parametrize("model", MODELS)
    def test_open_for_superusers(self, admin_client, calendar, model):
        QueueMembershipFactory.create()

        assert admin_client.get(url(model, "changelist")).status_code == 200
        assert admin_client.get(url(model, "add")).status_code == 200
        for kept in model.objects.all()[:1]:
            assert admin_client.get(url(model, "change", kept.pk)).status_code == 200

    @pytest.mark.parametrize("model", MODELS)
    def test_are_closed_to_everybody_else(self, client, sign_in, team_lead, model):
        sign_in(client, team_lead)

        assert client.get(url(model, "changelist")).status_code == 302

    def test_versions_have_no_pages_of_their_own(self):
        assert not site.is_registered(CalendarVersion)
        assert not site.is_registered(SlaPolicyVersion)

    @pytest.mark.parametrize(
        "model", [Calendar, Mailbox, Queue, RequestType, ServiceComponent, SlaPolicy]
    )
    def test_what_tickets_refer_to_is_not_deleted(self, admin_client, calendar, model):
        queue = QueueFactory.create()
        ServiceComponent.objects.create(code="record", name="The record")
        Mailbox.objects.create(
            code="desk", address="desk@example.com", kind=MailboxKind.PIPE, queue=queue
        )
        RequestType.objects.create(
            code="slow",
            name="It is slow",
            kind=TicketKind.INCIDENT,
            category=TicketCategory.SOFTWARE,
        )
        kept = model.objects.get() if model not in (Calendar, SlaPolicy) else model.objects.first()

        answer = admin_client.post(url(model, "delete", kept.pk), {"post": "yes"})

        assert answer.status_code == 403


class TestCalendarAdmin:
    def change(self, admin_client, calendar, **version):
        form = {"name": calendar.name} | inline(**version)
        return admin_client.post(url(Calendar, "change", calendar.pk), form)

    def test_adds_the_next_version_and_leaves_the_first(self, admin_client, calendar):
        self.change(
            admin_client,
            calendar,
            time_zone="Europe/London",
            week="Mon-Thu 08:00-12:00, 13:00-18:00\nSat 10:00-24:00",
            holidays="2026-12-25,2026-12-28",
        )

        first, second = calendar.versions.order_by("number")
        assert (first.number, second.number) == (1, 2)
        assert second.intervals == sorted(
            [[day, start, end] for day in range(4) for start, end in ((480, 720), (780, 1080))]
            + [[5, 600, 1440]]
        )
        assert second.holidays == [date(2026, 12, 25), date(2026, 12, 28)]
        assert len(first.holidays) > 40
        assert LogEntry.objects.get().user.is_superuser

    def test_shows_hours_as_they_are_but_takes_no_changes_of_them(self, admin_client, calendar):
        version = calendar.versions.get()
        form = {"name": "Renamed", "versions-0-id": version.pk} | inline(
            time_zone="Europe/Paris", week="Sun 10:00-12:00"
        )
        form |= {"versions-INITIAL_FORMS": 1}

        page = admin_client.get(url(Calendar, "change", calendar.pk)).content.decode()
        admin_client.post(url(Calendar, "change", calendar.pk), form)

        version.refresh_from_db()
        assert version.time_zone == "Europe/London"
        assert "Monday to Friday 08:00 to 18:00" in page
        assert "BusinessHours" not in page

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"week": "", "holidays": "2026-12-25"}, "at least an hour of work"),
            ({"week": "Sun 10:00-10:59"}, "at least an hour of work"),
            ({"week": "Someday 10:00-12:00"}, "no day of the week"),
            ({"week": "Mon 18:00-08:00"}, "end after they begin"),
            ({"week": "Mon 08:00-24:30"}, "between 00:00 and 24:00"),
            ({"week": "always"}, "Write a line as"),
            ({"week": "Mon 8-18"}, "Write hours as"),
            ({"week": "Mon 08:00-18:00", "time_zone": "London"}, "no such time zone"),
        ],
    )
    def test_says_what_is_wrong(self, admin_client, calendar, wrong, words):
        answer = self.change(
            admin_client, calendar, **({"time_zone": "Europe/London", "holidays": ""} | wrong)
        )

        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert calendar.versions.count() == 1

    def test_adds_the_bank_holidays_of_a_nation(self, admin_client, calendar):
        self.change(
            admin_client,
            calendar,
            time_zone="Europe/London",
            week="Mon-Fri 09:00-17:00",
            nation="SCT",
            holidays="2026-06-05",
        )

        days = calendar.versions.get(number=2).holidays
        assert {date(2026, 1, 2), date(2026, 6, 5), date(2026, 12, 28)} <= set(days)
        assert date(2026, 8, 31) not in days

    def test_one_that_is_always_open_needs_no_hours(self, admin_client, calendar):
        self.change(
            admin_client,
            calendar,
            time_zone="Europe/London",
            is_always_open="on",
            holidays="2026-12-25",
        )

        latest = calendar.versions.order_by("number").last()
        assert (latest.is_always_open, latest.intervals, latest.holidays) == (True, [], [])


class TestSlaPolicyAdmin:
    def test_adds_a_target_in_hours_from_a_moment_on(self, admin_client, calendar):
        policy = SlaPolicy.objects.get(code="resolution-3")
        form = {"name": policy.name, "is_active": "on"} | inline(
            hours=12,
            minutes=30,
            calendar_version=calendar.versions.get().pk,
            pause_on=[WaitingReason.USER],
            valid_from_0="2027-04-01",
            valid_from_1="00:00",
        )

        page = admin_client.get(url(SlaPolicy, "change", policy.pk)).content.decode()
        admin_client.post(url(SlaPolicy, "change", policy.pk), form)

        assert "england, version 1" in page
        latest = policy.versions.get(number=2)
        assert latest.target_seconds == 12 * 3600 + 1800
        assert latest.pause_on == [WaitingReason.USER]
        assert latest.valid_from == datetime(2027, 3, 31, 23, 0, tzinfo=UTC)

    def test_does_not_change_for_which_tickets_it_holds(self, admin_client, calendar):
        policy = SlaPolicy.objects.get(code="resolution-3")
        form = {
            "name": "Renamed",
            "is_active": "on",
            "metric": Metric.FIRST_RESPONSE,
            "priority": Priority.CRITICAL,
        } | inline(new=0)

        admin_client.post(url(SlaPolicy, "change", policy.pk), form)

        policy.refresh_from_db()
        assert policy.name == "Renamed"
        assert (policy.metric, policy.priority) == (Metric.RESOLUTION, Priority.MEDIUM)

    def test_refuses_a_target_of_no_time(self, admin_client, calendar):
        policy = SlaPolicy.objects.get(code="resolution-3")
        form = {"name": policy.name} | inline(
            hours=0,
            minutes=0,
            calendar_version=calendar.versions.get().pk,
            valid_from_0="2027-04-01",
            valid_from_1="00:00",
        )

        answer = admin_client.post(url(SlaPolicy, "change", policy.pk), form)

        assert "a minute at least" in answer.content.decode()
        assert policy.versions.count() == 1


class TestHistory:
    def test_keeps_who_gave_somebody_a_right(self, admin_client):
        membership = QueueMembershipFactory.create()

        admin_client.post(
            url(QueueMembership, "change", membership.pk),
            {
                "queue": membership.queue_id,
                "role": membership.role_id,
                "sees_restricted": "on",
                "capacity": 15,
            },
        )

        latest = membership.history.latest()
        assert latest.sees_restricted
        assert latest.history_user.is_superuser
        page = admin_client.get(url(QueueMembership, "history", membership.pk))
        assert page.status_code == 200


class TestReadHours:
    def test_reads_days_over_the_weekend_and_words(self):
        assert read_hours("Saturday to Monday 09:00 to 10:00") == [
            [0, 540, 600],
            [5, 540, 600],
            [6, 540, 600],
        ]

    def test_reads_nothing_as_no_hours(self):
        assert read_hours(" \n ") == []

    @pytest.mark.parametrize("text", ["Mon", "08:00-18:00", "Mon 08:00", "Mon 08:00-18:00;"])
    def test_refuses_what_it_does_not_understand(self, text):
        with pytest.raises(NotHours):
            read_hours(text)


class TestIndex:
    def test_says_the_plurals_as_people_do(self, admin_client):
        text = admin_client.get(reverse("admin:index")).text

        assert "Mailboxes" in text
        assert "SLA policies" in text
