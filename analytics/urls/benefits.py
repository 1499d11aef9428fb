"""The register and the model of benefits."""

from django.urls import URLPattern, path

from analytics.views import benefit_drill, benefit_edit, benefits, switching

_ONE = "benefits/<slug:code>/"

PATTERNS: list[URLPattern] = [
    path("benefits/", benefits.benefit_list, name="benefits"),
    path("benefits/claims/", benefits.claims, name="claims"),
    path("benefits/switching/", switching.switching, name="switching"),
    path("benefits/tables/<slug:what>.<str:fmt>", benefits.benefit_file, name="benefit_file"),
    path(_ONE, benefits.benefit_detail, name="benefit_detail"),
    path(_ONE + "accesses/", benefit_drill.accesses, name="accesses"),
    path(
        _ONE + "accesses/<slug:what>.<str:fmt>", benefit_drill.accesses_file, name="accesses_file"
    ),
    path(_ONE + "change/", benefit_edit.benefit_edit, name="benefit_edit"),
    path(_ONE + "parameters/new/", benefit_edit.parameter_new, name="parameter_new"),
    path(_ONE + "evidence/", benefit_edit.evidence_take, name="evidence_take"),
]
