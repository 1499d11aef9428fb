"""Lists of many enrolments."""

from django.urls import URLPattern, path

from training.views import lists

ONE = "lists/<uuid:batch_id>/"

PATTERNS: list[URLPattern] = [
    path("lists/", lists.list_list, name="list_list"),
    path(ONE, lists.list_detail, name="list_detail"),
    path(f"{ONE}enrol/", lists.list_enrol, name="list_enrol"),
    path(f"{ONE}put-away/", lists.list_put_away, name="list_put_away"),
    path(f"{ONE}rows.csv", lists.list_export, name="list_export"),
]
