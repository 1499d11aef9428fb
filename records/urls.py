from django.urls import path

from records.views import (
    accesses,
    documents,
    feeds,
    gate,
    passages,
    quarantine,
    record,
    search,
)

app_name = "records"

DOCUMENT = "<uuid:patient_id>/documents/<uuid:entry_id>/<slug:sha256>"

urlpatterns = [
    path("", search.patient_list, name="patient_list"),
    path("search/", search.patient_search, name="patient_search"),
    path("training/", gate.training_needed, name="training_needed"),
    path("training/continue/", gate.training_continue, name="training_continue"),
    path("training/emergency/", gate.emergency_open, name="emergency_open"),
    path("emergency-access/", passages.passage_list, name="passage_list"),
    path("emergency-access/<uuid:passage_id>/", passages.passage_detail, name="passage_detail"),
    path("feeds/", feeds.feed_list, name="feed_list"),
    path("feeds/<slug:feed_code>/", feeds.feed_detail, name="feed_detail"),
    path("runs/<uuid:run_id>/", feeds.run_detail, name="run_detail"),
    path("quarantine/", quarantine.quarantine_list, name="quarantine_list"),
    path(
        "quarantine/<uuid:item_id>/",
        quarantine.quarantined_item_detail,
        name="quarantined_item_detail",
    ),
    path(
        "quarantine/<uuid:item_id>/retry/",
        quarantine.quarantined_item_retry,
        name="quarantined_item_retry",
    ),
    path(
        "quarantine/<uuid:item_id>/dismiss/",
        quarantine.quarantined_item_dismiss,
        name="quarantined_item_dismiss",
    ),
    path("held/<uuid:person_id>/", quarantine.held_person_detail, name="held_person_detail"),
    path("held/<uuid:person_id>/link/", quarantine.held_person_link, name="held_person_link"),
    path("<uuid:patient_id>/", record.record_detail, name="record_detail"),
    path(
        "<uuid:patient_id>/sections/<slug:section>/", record.section_detail, name="section_detail"
    ),
    path("<uuid:patient_id>/entries/<uuid:entry_id>/", record.entry_detail, name="entry_detail"),
    path("<uuid:patient_id>/accesses/", accesses.access_list, name="access_list"),
    path(f"{DOCUMENT}/", documents.document_detail, name="document_detail"),
    path(f"{DOCUMENT}/content", documents.document_content, name="document_content"),
]
