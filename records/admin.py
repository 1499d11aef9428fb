"""What is set up rather than imported: feeds with their terms, and what each role may see."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.admin import site
from records.actions.schedules import NotASchedule, read_schedule, schedule_feed
from records.models import Feed, SectionRule


@admin.register(SectionRule, site=site)
class SectionRuleAdmin(admin.ModelAdmin[SectionRule]):
    list_display = ["job_role", "section", "access"]
    list_filter = ["job_role", "access"]
    search_fields = ["section"]


class FeedForm(ModelForm[Feed]):
    def clean_schedule(self) -> str:
        schedule = str(self.cleaned_data["schedule"])
        try:
            return " ".join(read_schedule(schedule).values()) if schedule else ""
        except NotASchedule as error:
            raise ValidationError(str(error)) from error


@admin.register(Feed, site=site)
class FeedAdmin(admin.ModelAdmin[Feed]):
    form = FeedForm
    list_display = ["code", "organization", "format", "mode", "state", "schedule"]
    list_filter = ["state", "format"]
    list_select_related = ["organization"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["organization", "shared_with"]
    readonly_fields = ["last_received_at"]

    def save_model(
        self,
        request: HttpRequest,
        obj: Feed,
        form: ModelForm[Feed],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save a feed, and have the scheduler follow it."""
        super().save_model(request, obj, form, change)
        schedule_feed(obj)

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Feed | None = None,  # noqa: ARG002
    ) -> bool:
        """Refuse: what a feed sent stays, so the feed does; suspend it."""
        return False
