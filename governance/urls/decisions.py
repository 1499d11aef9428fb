"""Motions and votes, decisions and resolutions in writing."""

from django.urls import URLPattern, path

from governance.views import decisions, motions, written

PATTERNS: list[URLPattern] = [
    path("decisions/", decisions.decision_list, name="decision_list"),
    path("decisions/<uuid:decision_id>/", decisions.decision_detail, name="decision_detail"),
    path("items/<uuid:item_id>/decide/", decisions.decision_new, name="decision_new"),
    path(
        "items/<uuid:item_id>/ratify/<uuid:decision_id>/",
        decisions.decision_ratify,
        name="decision_ratify",
    ),
    path("items/<uuid:item_id>/motions/new/", motions.motion_new, name="motion_new"),
    path("motions/<uuid:motion_id>/", motions.motion_detail, name="motion_detail"),
    path("motions/<uuid:motion_id>/vote/", motions.motion_vote, name="motion_vote"),
    path("motions/<uuid:motion_id>/names/", motions.motion_names, name="motion_names"),
    path("motions/<uuid:motion_id>/change/", motions.motion_change, name="motion_change"),
    path("motions/<uuid:motion_id>/decide/", motions.motion_decide, name="motion_decide"),
    path("committees/<slug:code>/in-writing/new/", written.written_new, name="written_new"),
    path("in-writing/<uuid:resolution_id>/", written.written_detail, name="written_detail"),
    path(
        "in-writing/<uuid:resolution_id>/answer/", written.written_respond, name="written_respond"
    ),
    path(
        "in-writing/<uuid:resolution_id>/interest/",
        written.written_interest,
        name="written_interest",
    ),
    path("in-writing/<uuid:resolution_id>/close/", written.written_close, name="written_close"),
]
