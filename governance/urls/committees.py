"""Committees: their members, terms, series and forward plan."""

from django.urls import URLPattern, path

from governance.views import committees, meeting_times, members, series, terms

PATTERNS: list[URLPattern] = [
    path("committees/", committees.committee_list, name="committee_list"),
    path("committees/seats/<uuid:membership_id>/", members.membership_edit, name="membership_edit"),
    path("committees/seats/<uuid:membership_id>/deputy/", members.deputy_find, name="deputy_find"),
    path(
        "committees/seats/<uuid:membership_id>/deputy/<uuid:user_id>/",
        members.deputy_new,
        name="deputy_new",
    ),
    path("committees/deputies/<uuid:deputy_id>/end/", members.deputy_end, name="deputy_end"),
    path("committees/terms/<uuid:terms_id>/", terms.terms_detail, name="terms_detail"),
    path("committees/terms/<uuid:terms_id>/edit/", terms.terms_edit, name="terms_edit"),
    path("committees/terms/<uuid:terms_id>/approve/", terms.terms_approve, name="terms_approve"),
    path("committees/series/<uuid:series_id>/", series.series_edit, name="series_edit"),
    path("committees/plan/<uuid:plan_id>/", series.plan_edit, name="plan_edit"),
    path("committees/plan/<uuid:plan_id>/end/", series.plan_end, name="plan_end"),
    path("committees/<slug:code>/", committees.committee_detail, name="committee_detail"),
    path("committees/<slug:code>/edit/", committees.committee_edit, name="committee_edit"),
    path("committees/<slug:code>/member/", members.membership_find, name="membership_find"),
    path(
        "committees/<slug:code>/member/<uuid:user_id>/",
        members.membership_new,
        name="membership_new",
    ),
    path("committees/<slug:code>/terms/", terms.terms_new, name="terms_new"),
    path("committees/<slug:code>/series/", series.series_new, name="series_new"),
    path("committees/<slug:code>/plan/", series.plan_new, name="plan_new"),
    path("committees/<slug:code>/meeting/", meeting_times.meeting_new, name="meeting_new"),
    path("meetings/<uuid:meeting_id>/move/", meeting_times.meeting_move, name="meeting_move"),
    path("meetings/<uuid:meeting_id>/cancel/", meeting_times.meeting_cancel, name="meeting_cancel"),
]
