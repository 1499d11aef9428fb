"""How the desk is set up: queues and who works in them, targets, what callers can ask for, mail."""

from typing import TypeVar

from django.contrib import admin
from django.db.models import Max, Model
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from accounts.admin import site
from core.dates import count_in_words
from helpdesk.forms.agreements import CalendarVersionForm, SlaPolicyVersionForm
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
from helpdesk.presenters.clock_working import hours_in_words
from helpdesk.presenters.clocks import working_time

M = TypeVar("M", bound=Model)


class Kept(admin.ModelAdmin[M]):
    """Something that tickets refer to: it is never deleted, but may be set inactive."""

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Model | None = None,  # noqa: ARG002
    ) -> bool:
        return False


class Followed(SimpleHistoryAdmin):  # type: ignore[misc]  # has no types
    """Something whose changes are kept, with who made them."""


class Versioned(Kept[M]):
    """Something whose terms stand in versions, numbered as they come."""

    def save_formset(
        self,
        request: HttpRequest,  # noqa: ARG002
        form: ModelForm[M],
        formset: BaseModelFormSet[Model, ModelForm[Model]],
        change: bool,  # noqa: ARG002, FBT001 - Django's signature
    ) -> None:
        """Number new versions on from those that are there, and save them."""
        latest = form.instance.versions.aggregate(latest=Max("number"))["latest"] or 0  # type: ignore[attr-defined]  # it has versions
        for number, version in enumerate(formset.save(commit=False), start=latest + 1):
            version.number = number  # type: ignore[attr-defined]  # versions have one
            version.save()


class Versions(admin.StackedInline[M, Model]):
    """Versions to read, and the next one to add: the database refuses changes."""

    extra = 0

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Model | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    has_delete_permission = has_change_permission


class CalendarVersions(Versions[CalendarVersion]):
    model = CalendarVersion
    form = CalendarVersionForm
    verbose_name = "version"
    verbose_name_plural = "versions; each target keeps the one that it names"

    @admin.display(description="Hours of work")
    def week(self, version: CalendarVersion) -> str:
        """Return the hours of a version that is there already."""
        return hours_in_words(version.hours)

    @admin.display(description="Bank holidays")
    def nation(self, version: CalendarVersion) -> str:
        """Return how many holidays a version has that is there already."""
        return count_in_words(len(version.holidays), "day")


@admin.register(Calendar, site=site)
class CalendarAdmin(Versioned[Calendar]):
    list_display = ["code", "name", "latest"]
    search_fields = ["code", "name"]
    inlines = [CalendarVersions]

    @admin.display(description="Hours now")
    def latest(self, calendar: Calendar) -> str:
        """Return the hours of the latest version in words."""
        version = calendar.versions.order_by("number").last()
        return hours_in_words(version.hours) if version else ""

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Calendar | None = None,
    ) -> list[str]:
        return ["code"] if obj else []


class SlaPolicyVersions(Versions[SlaPolicyVersion]):
    model = SlaPolicyVersion
    form = SlaPolicyVersionForm
    verbose_name = "version"
    verbose_name_plural = "versions; each holds for tickets opened from then on"

    @admin.display(description="Target, hours")
    def hours(self, version: SlaPolicyVersion) -> int:
        """Return the whole hours of a target that is agreed already."""
        return version.target_seconds // 3600

    @admin.display(description="and min")
    def minutes(self, version: SlaPolicyVersion) -> int:
        """Return the minutes beyond whole hours of a target that is agreed already."""
        return version.target_seconds % 3600 // 60

    @admin.display(description="Calendar")
    def calendar_version(self, version: SlaPolicyVersion) -> str:
        """Return which calendar counts for a target that is agreed already."""
        kept = version.calendar_version
        return f"{kept.calendar.code}, version {kept.number}"


@admin.register(SlaPolicy, site=site)
class SlaPolicyAdmin(Versioned[SlaPolicy]):
    list_display = ["code", "name", "metric", "priority", "latest", "is_active"]
    list_filter = ["metric", "is_active"]
    search_fields = ["code", "name"]
    inlines = [SlaPolicyVersions]

    @admin.display(description="Target now")
    def latest(self, policy: SlaPolicy) -> str:
        """Return the target of the latest version in words."""
        version = policy.versions.order_by("number").last()
        return working_time(version.target_seconds) if version else ""

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: SlaPolicy | None = None,
    ) -> list[str]:
        """Keep for which tickets a target holds: another one is another policy."""
        fixed = ["code", "metric", "kind", "priority", "needs_governance_flag"]
        return fixed if obj else []


class Memberships(admin.TabularInline[QueueMembership, Queue]):
    model = QueueMembership
    autocomplete_fields = ["role"]
    exclude = ["last_assigned_at"]
    extra = 0


@admin.register(Queue, site=site)
class QueueAdmin(Kept[Queue], Followed):
    list_display = ["code", "name", "tier", "region", "is_confidential", "is_active"]
    list_filter = ["tier", "is_confidential", "is_active"]
    list_select_related = ["region"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["region", "escalates_to"]
    inlines = [Memberships]


@admin.register(QueueMembership, site=site)
class QueueMembershipAdmin(Followed):
    list_display = ["role", "queue", "is_lead", "sees_restricted", "is_on_shift", "capacity"]
    list_filter = ["queue", "is_lead", "sees_restricted", "is_on_shift"]
    list_select_related = ["queue", "role__user", "role__organization"]
    search_fields = ["role__user__username", "role__user__display_name", "queue__code"]
    autocomplete_fields = ["queue", "role"]
    readonly_fields = ["last_assigned_at"]


@admin.register(OrganizationContact, site=site)
class OrganizationContactAdmin(Followed):
    list_display = ["role"]
    list_select_related = ["role__user", "role__organization"]
    search_fields = ["role__user__username", "role__organization__name"]
    autocomplete_fields = ["role"]


@admin.register(ServiceComponent, site=site)
class ServiceComponentAdmin(Kept[ServiceComponent], Followed):
    list_display = ["code", "name", "region", "feed_code", "position", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["region"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["region"]


@admin.register(RequestType, site=site)
class RequestTypeAdmin(Kept[RequestType], Followed):
    list_display = ["code", "name", "kind", "category", "queue", "position", "is_active"]
    list_filter = ["kind", "category", "is_active"]
    list_select_related = ["queue"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["queue"]


@admin.register(Mailbox, site=site)
class MailboxAdmin(Kept[Mailbox], Followed):
    """Passwords are not here: they come from the environment."""

    list_display = ["code", "address", "kind", "queue", "is_active", "last_fetched_at"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["queue"]
    search_fields = ["code", "address"]
    autocomplete_fields = ["queue"]
    readonly_fields = ["last_fetched_at", "failure"]
