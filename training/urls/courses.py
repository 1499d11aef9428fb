"""Courses, versions, sessions and venues, as trainers set them up."""

from django.urls import URLPattern, path

from training.views import set_up_courses, set_up_sessions, set_up_slots, set_up_venues

PATTERNS: list[URLPattern] = [
    path("set-up/courses/", set_up_courses.course_set_up_list, name="course_set_up_list"),
    path("set-up/courses/new/", set_up_courses.course_new, name="course_new"),
    path("set-up/courses/<slug:code>/", set_up_courses.course_set_up, name="course_set_up"),
    path("set-up/courses/<slug:code>/edit/", set_up_courses.course_edit, name="course_edit"),
    path("set-up/courses/<slug:code>/next/", set_up_courses.version_start, name="version_start"),
    path(
        "set-up/courses/versions/<uuid:version_id>/",
        set_up_courses.version_edit,
        name="version_edit",
    ),
    path(
        "set-up/courses/versions/<uuid:version_id>/publish/",
        set_up_courses.version_publish,
        name="version_publish",
    ),
    path(
        "set-up/courses/versions/<uuid:version_id>/session/",
        set_up_sessions.session_new,
        name="session_new",
    ),
    path("set-up/sessions/venues/", set_up_venues.venue_list, name="venue_list"),
    path("set-up/sessions/venues/new/", set_up_venues.venue_new, name="venue_new"),
    path("set-up/sessions/venues/<uuid:venue_id>/", set_up_venues.venue_edit, name="venue_edit"),
    path("set-up/sessions/", set_up_sessions.session_desk, name="session_desk"),
    path("set-up/sessions/<int:number>/", set_up_sessions.session_manage, name="session_manage"),
    path("set-up/sessions/<int:number>/edit/", set_up_sessions.session_edit, name="session_edit"),
    path("set-up/sessions/<int:number>/open/", set_up_sessions.session_open, name="session_open"),
    path(
        "set-up/sessions/<int:number>/resize/",
        set_up_sessions.session_resize,
        name="session_resize",
    ),
    path(
        "set-up/sessions/<int:number>/cancel/",
        set_up_sessions.session_cancel,
        name="session_cancel",
    ),
    path("set-up/sessions/<int:number>/times/new/", set_up_slots.slot_new, name="slot_new"),
    path("set-up/sessions/times/<uuid:slot_id>/", set_up_slots.slot_edit, name="slot_edit"),
    path(
        "set-up/sessions/times/<uuid:slot_id>/remove/", set_up_slots.slot_remove, name="slot_remove"
    ),
]
