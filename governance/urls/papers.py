"""Papers of agenda items, and who may read them."""

from django.urls import URLPattern, path

from governance.views import grants, papers

PATTERNS: list[URLPattern] = [
    path("items/<uuid:item_id>/papers/new/", papers.paper_new, name="paper_new"),
    path("papers/<uuid:paper_id>/", papers.paper_detail, name="paper_detail"),
    path("papers/<uuid:paper_id>/next/", papers.paper_version_new, name="paper_version_new"),
    path("papers/<uuid:paper_id>/withdraw/", papers.paper_withdraw, name="paper_withdraw"),
    path("papers/versions/<uuid:version_id>/file/", papers.paper_file, name="paper_file"),
    path("items/<uuid:item_id>/readers/", grants.grant_list, name="grant_list"),
    path(
        "items/<uuid:item_id>/readers/<uuid:user_id>/remove/",
        grants.grant_revoke,
        name="grant_revoke",
    ),
    path("papers/<uuid:paper_id>/readers/", grants.paper_grant_list, name="paper_grant_list"),
    path(
        "papers/<uuid:paper_id>/readers/<uuid:user_id>/remove/",
        grants.paper_grant_revoke,
        name="paper_grant_revoke",
    ),
]
