"""The administration site, for superusers: who reads figures, and how many people there are."""

from django.contrib import admin

from accounts.admin import site
from analytics.models import FiguresReader, Population


@admin.register(FiguresReader, site=site)
class FiguresReaderAdmin(admin.ModelAdmin[FiguresReader]):
    """Without an organization somebody sees the whole service: say why."""

    list_display = ["user", "organization", "reason", "until"]
    list_select_related = ["user", "organization"]
    autocomplete_fields = ["user"]


@admin.register(Population, site=site)
class PopulationAdmin(admin.ModelAdmin[Population]):
    """A new count is a new row: figures of earlier months keep the one of their time."""

    list_display = ["organization", "counted_on", "people", "source"]
    list_select_related = ["organization"]
    list_filter = ["organization__kind"]
