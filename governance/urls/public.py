"""What the public reads, how it is published, and the search."""

from django.urls import URLPattern, path

from governance.views import public, publishing, search

PATTERNS: list[URLPattern] = [
    path("search/", search.search_page, name="search"),
    path("public/", public.public_list, name="public_list"),
    path("public/<uuid:publication_id>/", public.public_minutes, name="public_minutes"),
    path("public/<uuid:publication_id>/pdf/", public.public_pdf, name="public_pdf"),
    path(
        "meetings/<uuid:meeting_id>/publish/", publishing.publication_edit, name="publication_edit"
    ),
    path(
        "meetings/<uuid:meeting_id>/publish/now/",
        publishing.publication_publish,
        name="publication_publish",
    ),
    path(
        "meetings/<uuid:meeting_id>/publish/withdraw/",
        publishing.publication_withdraw,
        name="publication_withdraw",
    ),
    path("redactions/<uuid:redaction_id>/lift/", publishing.redaction_lift, name="redaction_lift"),
]
