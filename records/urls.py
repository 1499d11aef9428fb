from django.urls import path, re_path

from records.views import accesses, documents, record, search

app_name = "records"

DOCUMENT = (
    r"^(?P<patient_id>[0-9a-f-]{36})/documents/(?P<entry_id>[0-9a-f-]{36})/(?P<sha256>[0-9a-f]{64})"
)

urlpatterns = [
    path("", search.patient_list, name="patient_list"),
    path("search/", search.patient_search, name="patient_search"),
    path("<uuid:patient_id>/", record.record_detail, name="record_detail"),
    path(
        "<uuid:patient_id>/sections/<slug:section>/", record.section_detail, name="section_detail"
    ),
    path("<uuid:patient_id>/entries/<uuid:entry_id>/", record.entry_detail, name="entry_detail"),
    path("<uuid:patient_id>/accesses/", accesses.access_list, name="access_list"),
    re_path(DOCUMENT + "/$", documents.document_detail, name="document_detail"),
    re_path(DOCUMENT + "/content$", documents.document_content, name="document_content"),
]
