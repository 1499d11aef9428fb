"""What learners find and book, and what managers approve."""

from django.urls import URLPattern, path

from training.views import bookings, catalogue, home, sessions

PATTERNS: list[URLPattern] = [
    path("", home.home, name="home"),
    path("courses/", catalogue.course_list, name="course_list"),
    path("courses/<slug:code>/", catalogue.course_detail, name="course_detail"),
    path("sessions/<int:number>/", sessions.session_detail, name="session_detail"),
    path("sessions/<int:number>/book/", sessions.session_book, name="session_book"),
    path("sessions/<int:number>/book-for/", bookings.session_book_for, name="session_book_for"),
    path("sessions/<int:number>/waiting/", sessions.session_waiting, name="session_waiting"),
    path("bookings/<uuid:booking_id>/answer/", bookings.booking_answer, name="booking_answer"),
    path("bookings/<uuid:booking_id>/cancel/", bookings.booking_cancel, name="booking_cancel"),
    path("bookings/<uuid:booking_id>/decide/", bookings.booking_decide, name="booking_decide"),
    path("bookings/<uuid:booking_id>/offer/", sessions.booking_offer, name="booking_offer"),
    path("approvals/", bookings.approval_list, name="approval_list"),
]
