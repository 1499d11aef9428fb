"""Live minutes, versions and their approval."""

from django.urls import URLPattern, path

from governance.views import approving, entries, evidence, minutes, running

OF_MEETING = "meetings/<uuid:meeting_id>/minutes/"

PATTERNS: list[URLPattern] = [
    path(OF_MEETING, minutes.minutes_detail, name="minutes_detail"),
    path(f"{OF_MEETING}start/", minutes.minutes_start, name="minutes_start"),
    path(f"{OF_MEETING}check/", minutes.minutes_check, name="minutes_check"),
    path(f"{OF_MEETING}reopen/", minutes.minutes_reopen, name="minutes_reopen"),
    path(f"{OF_MEETING}circulate/", minutes.minutes_circulate, name="minutes_circulate"),
    path(f"{OF_MEETING}erase/", approving.minutes_erase, name="minutes_erase"),
    path("minutes/<uuid:version_id>/", minutes.minutes_version, name="minutes_version"),
    path("minutes/<uuid:version_id>/pdf/", minutes.minutes_pdf, name="minutes_pdf"),
    path("items/<uuid:item_id>/minutes/", approving.minutes_approve, name="minutes_approve"),
    path("evidence/verifier/", evidence.evidence_verifier, name="evidence_verifier"),
    path("committees/<slug:code>/evidence/", evidence.ledger_detail, name="ledger_detail"),
    path(
        "committees/<slug:code>/evidence/export/", evidence.evidence_export, name="evidence_export"
    ),
    path("meetings/<uuid:meeting_id>/run/", running.meeting_run, name="meeting_run"),
    path("meetings/<uuid:meeting_id>/open/", running.meeting_open, name="meeting_open"),
    path("meetings/<uuid:meeting_id>/close/", running.meeting_close, name="meeting_close"),
    path("meetings/<uuid:meeting_id>/apologies/", running.apologies_send, name="apologies_send"),
    path("meetings/<uuid:meeting_id>/register/", running.attendance_new, name="attendance_new"),
    path(
        "meetings/register/<uuid:attendance_id>/",
        running.attendance_change,
        name="attendance_change",
    ),
    path("items/<uuid:item_id>/take-up/", running.item_take_up, name="item_take_up"),
    path("items/<uuid:item_id>/entries/", entries.entry_new, name="entry_new"),
    path("items/<uuid:item_id>/reopen/", entries.item_reopen, name="item_reopen"),
    path("items/<uuid:item_id>/settle/", entries.item_settle, name="item_settle"),
    path("entries/<uuid:entry_id>/", entries.entry_edit, name="entry_edit"),
    path("entries/<uuid:entry_id>/strike/", entries.entry_strike, name="entry_strike"),
    path("entries/<uuid:entry_id>/action/", entries.entry_promote, name="entry_promote"),
]
