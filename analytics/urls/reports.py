"""Reports, frozen and scheduled, and the log of exports."""

from django.urls import URLPattern, path

from analytics.views import export_log, report_runs, reports

PATTERNS: list[URLPattern] = [
    path("reports/", reports.report_list, name="report_list"),
    path("reports/new/", reports.report_new, name="report_new"),
    path("reports/exports/", export_log.export_log, name="export_log"),
    path("reports/<uuid:definition_id>/", reports.report_detail, name="report_detail"),
    path("reports/<uuid:definition_id>/edit/", reports.report_edit, name="report_edit"),
    path("reports/<uuid:definition_id>/run/", reports.report_run, name="report_run"),
    path("reports/runs/<uuid:run_id>/", report_runs.report_run_detail, name="report_run_detail"),
    path("reports/runs/<uuid:run_id>/pdf/", report_runs.report_run_pdf, name="report_run_pdf"),
    path("reports/runs/<uuid:run_id>/xlsx/", report_runs.report_run_xlsx, name="report_run_xlsx"),
    path("reports/runs/<uuid:run_id>/again/", report_runs.report_rerun, name="report_rerun"),
]
