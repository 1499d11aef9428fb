"""The administration site, for superusers only: people, their roles and organizations."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import (
    ApiToken,
    Competency,
    Organization,
    PractitionerRole,
    SignInEvent,
    User,
)


class SuperuserSite(admin.AdminSite):
    """Django's administration behind our own door, so that lock-out and audit hold there too."""

    site_header = site_title = "One Health and Care administration"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and bool(getattr(request.user, "is_superuser", False))

    def login(
        self,
        request: HttpRequest,
        extra_context: dict[str, object] | None = None,  # noqa: ARG002 - Django's signature
    ) -> HttpResponse:
        """Send on whoever signed in at our own door, and those who may not enter to their home."""
        return redirect("admin:index" if self.has_permission(request) else "home")


site = SuperuserSite(name="admin")


@admin.register(User, site=site)
class PersonAdmin(UserAdmin[User]):
    list_display = ["username", "display_name", "email", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser", "must_change_password"]
    search_fields = ["username", "display_name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password", "must_change_password"]}),
        ("Person", {"fields": ["title", "display_name", "email", "registration"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
    ]
    filter_horizontal = []
    readonly_fields = ["last_login"]


@admin.register(Organization, site=site)
class OrganizationAdmin(admin.ModelAdmin[Organization]):
    list_display = ["name", "ods_code", "kind", "parent", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    search_fields = ["name", "ods_code"]
    autocomplete_fields = ["parent"]


@admin.register(PractitionerRole, site=site)
class PractitionerRoleAdmin(admin.ModelAdmin[PractitionerRole]):
    list_display = ["user", "job_role", "organization", "starts_on", "ends_on"]
    list_filter = ["job_role"]
    list_select_related = ["user", "organization"]
    search_fields = ["user__username", "user__display_name", "organization__name"]
    autocomplete_fields = ["user", "organization"]


@admin.register(SignInEvent, site=site)
class SignInEventAdmin(admin.ModelAdmin[SignInEvent]):
    """To read only: the database refuses changes."""

    list_display = ["at", "user", "kind", "ip_address"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: SignInEvent | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    has_delete_permission = has_change_permission


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """To see and to revoke; `manage.py api_token` makes one, which is shown once."""

    list_display = ["name", "role", "expires_at", "revoked_at", "last_used_at"]
    list_select_related = ["role__user"]
    fields = ["name", "role", "expires_at", "revoked_at", "last_used_at"]
    readonly_fields = ["role", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False


@admin.register(Competency, site=site)
class CompetencyAdmin(admin.ModelAdmin[Competency]):
    """What people must be able to do; awards and rules refer to it, so it is set inactive."""

    list_display = ["name", "code", "cstf_reference", "esr_code", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "code"]
    fields = ["code", "name", "description", "cstf_reference", "esr_code", "is_active"]

    def get_readonly_fields(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Competency | None = None,
    ) -> list[str]:
        """Keep the code of one that is there: prerequisites name it."""
        return ["code"] if obj else []

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Competency | None = None,  # noqa: ARG002
    ) -> bool:
        return False
