"""Board packs and the reader."""

from django.urls import URLPattern, path

from governance.views import packs, reading

PATTERNS: list[URLPattern] = [
    path("meetings/<uuid:meeting_id>/packs/", packs.pack_list, name="pack_list"),
    path("meetings/<uuid:meeting_id>/packs/issue/", packs.pack_issue, name="pack_issue"),
    path("meetings/<uuid:meeting_id>/packs/<uuid:pack_id>/", packs.pack_detail, name="pack_detail"),
    path("meetings/<uuid:meeting_id>/packs/<uuid:pack_id>/ask/", packs.pack_ask, name="pack_ask"),
    path(
        "meetings/<uuid:meeting_id>/packs/<uuid:pack_id>/file/",
        packs.pack_download,
        name="pack_download",
    ),
    path("meetings/<uuid:meeting_id>/read/", reading.reader, name="reader"),
    path(
        "meetings/<uuid:meeting_id>/read/charts/<slug:key>/<int:place>/",
        reading.reader_chart,
        name="reader_chart",
    ),
    path("items/<uuid:item_id>/note/", reading.note_write, name="note_write"),
]
