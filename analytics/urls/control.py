"""Control charts, growth, and what charts mark."""

from django.urls import URLPattern, path

from analytics.views import control, growth, marks

PATTERNS: list[URLPattern] = [
    path("control/", control.control, name="control"),
    path("control/file/<str:fmt>/", control.control_file, name="control_file"),
    path("control/growth/", growth.growth, name="growth"),
    path("control/growth/<str:fmt>/", growth.growth_file, name="growth_file"),
    path("control/<slug:code>/", control.control_chart, name="control_chart"),
    path("control/<slug:code>/rebase/", marks.rebase_new, name="rebase_new"),
    path("control/<slug:code>/target/", marks.target_new, name="target_new"),
    path("control/<slug:code>/file/<str:fmt>/", control.chart_file, name="control_chart_file"),
    path("rebases/<uuid:rebase_id>/remove/", marks.rebase_remove, name="rebase_remove"),
    path("annotations/", marks.annotation_list, name="annotation_list"),
    path("annotations/new/", marks.annotation_new, name="annotation_new"),
    path("annotations/<uuid:annotation_id>/", marks.annotation_edit, name="annotation_edit"),
]
