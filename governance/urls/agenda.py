"""Meetings and their agendas."""

from django.urls import URLPattern, path

from governance.views import agendas, items, meetings

PATTERNS: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:meeting_id>/agenda/", agendas.agenda_edit, name="agenda_edit"),
    path("meetings/<uuid:meeting_id>/agenda/draft/", agendas.agenda_draft, name="agenda_draft"),
    path(
        "meetings/<uuid:meeting_id>/agenda/publish/", agendas.agenda_publish, name="agenda_publish"
    ),
    path("meetings/<uuid:meeting_id>/agenda/new/", items.item_new, name="item_new"),
    path("meetings/<uuid:meeting_id>/agenda/late/", items.late_item_new, name="late_item_new"),
    path("items/<uuid:item_id>/", meetings.item_detail, name="item_detail"),
    path("items/<uuid:item_id>/edit/", items.item_edit, name="item_edit"),
    path("items/<uuid:item_id>/move/", agendas.item_move, name="item_move"),
    path("items/<uuid:item_id>/defer/", agendas.item_defer, name="item_defer"),
    path("items/<uuid:item_id>/delete/", agendas.item_delete, name="item_delete"),
]
