"""The administration site, for superusers: awards, to read only."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import site
from training.models import Award


@admin.register(Award, site=site)
class AwardAdmin(admin.ModelAdmin[Award]):
    """To read only: the database refuses changes, and a revocation needs a trainer's reason."""

    list_display = ["user", "competency", "source", "completed_on", "valid_until", "revoked_at"]
    list_filter = ["source", "competency"]
    list_select_related = ["user", "competency"]
    search_fields = ["user__username", "user__display_name", "verify_code"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Award | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    has_delete_permission = has_change_permission
