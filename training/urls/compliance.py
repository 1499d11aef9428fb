"""Who must hold what, and how it stands."""

from django.urls import URLPattern, path

from training.views import compliance, compliance_exports, matrix, people

PATTERNS: list[URLPattern] = [
    path("compliance/", compliance.compliance, name="compliance"),
    path(
        "compliance/organisations/<str:ods_code>/",
        compliance.compliance_organization,
        name="compliance_organization",
    ),
    path(
        "compliance/files/",
        compliance_exports.compliance_export,
        name="compliance_export",
    ),
    path(
        "compliance/files/<uuid:export_id>/",
        compliance_exports.compliance_export_detail,
        name="compliance_export_detail",
    ),
    path(
        "compliance/files/<uuid:export_id>/download/",
        compliance_exports.compliance_export_file,
        name="compliance_export_file",
    ),
    path("people/<uuid:role_id>/", people.person_detail, name="person_detail"),
    path("why/<uuid:requirement_id>/", people.why, name="why"),
    path("rules/", matrix.matrix, name="matrix"),
    path("rules/new/", matrix.matrix_add, name="matrix_add"),
    path("rules/<uuid:requirement_id>/change/", matrix.matrix_change, name="matrix_change"),
    path("rules/<uuid:requirement_id>/end/", matrix.matrix_end, name="matrix_end"),
]
