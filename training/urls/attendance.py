"""Registers, the door, observed tasks, a trainer's day, and what learners think."""

from django.urls import URLPattern, path

from training.views import door, evaluations, observing, registers, trainer_day

PATTERNS: list[URLPattern] = [
    path("day/", trainer_day.day, name="day"),
    path("set-up/sessions/<int:number>/register/", registers.register, name="register"),
    path(
        "set-up/sessions/<int:number>/register/mark/",
        registers.register_mark,
        name="register_mark",
    ),
    path(
        "set-up/sessions/<int:number>/register/decide/",
        registers.register_decide,
        name="register_decide",
    ),
    path(
        "set-up/sessions/<int:number>/register/rest/",
        registers.register_rest,
        name="register_rest",
    ),
    path(
        "set-up/sessions/<int:number>/register/walk-in/",
        registers.register_walk_in,
        name="register_walk_in",
    ),
    path(
        "set-up/sessions/<int:number>/register/close/",
        registers.register_close,
        name="register_close",
    ),
    path("set-up/sessions/door/<uuid:slot_id>/", door.door, name="door"),
    path("attend/<uuid:slot_id>/<str:token>/", door.attend, name="attend"),
    path("attend/<uuid:slot_id>/", door.arrive, name="arrive"),
    path("day/observing/", observing.observing_list, name="observing_list"),
    path(
        "day/observing/booking/<uuid:booking_id>/",
        observing.observe_booking,
        name="observe_booking",
    ),
    path("day/observing/<uuid:enrolment_id>/", observing.observe, name="observe"),
    path("evaluation/<uuid:evaluation_id>/", evaluations.evaluate, name="evaluate"),
    path(
        "set-up/courses/versions/<uuid:version_id>/answers/",
        evaluations.evaluation_results,
        name="evaluation_results",
    ),
]
