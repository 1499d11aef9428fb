"""Interests, standing and declared."""

from django.urls import URLPattern, path

from governance.views import declarations, interests

PATTERNS: list[URLPattern] = [
    path("interests/", interests.interest_list, name="interest_list"),
    path("interests/new/", interests.interest_new, name="interest_new"),
    path("interests/<uuid:interest_id>/edit/", interests.interest_edit, name="interest_edit"),
    path("interests/<uuid:interest_id>/end/", interests.interest_end, name="interest_end"),
    path(
        "interests/committees/<slug:code>/", interests.interest_register, name="interest_register"
    ),
    path("items/<uuid:item_id>/interest/", declarations.interest_declare, name="interest_declare"),
    path(
        "meetings/<uuid:meeting_id>/interests/",
        declarations.meeting_interests,
        name="meeting_interests",
    ),
    path(
        "interests/declarations/<uuid:declaration_id>/lift/",
        declarations.interest_lift,
        name="interest_lift",
    ),
]
