"""Actions, risks and hazards."""

from django.urls import URLPattern, path

from governance.views import action_items, action_log, hazards, risks

PATTERNS: list[URLPattern] = [
    path("actions/", action_items.own_actions, name="own_actions"),
    path("actions/log/", action_log.action_list, name="action_list"),
    path("actions/log/file.<slug:kind>", action_log.action_file, name="action_file"),
    path("actions/new/<slug:code>/", action_items.action_new, name="action_new"),
    path("actions/<uuid:action_id>/", action_items.action_detail, name="action_detail"),
    path("meetings/<uuid:meeting_id>/actions/", action_log.meeting_actions, name="meeting_actions"),
    path("risks/", risks.risk_list, name="risk_list"),
    path("risks/new/<slug:code>/", risks.risk_new, name="risk_new"),
    path("risks/appetite/<slug:code>/", risks.risk_appetite, name="risk_appetite"),
    path("risks/<uuid:risk_id>/", risks.risk_detail, name="risk_detail"),
    path("risks/<uuid:risk_id>/edit/", risks.risk_edit, name="risk_edit"),
    path("hazards/", hazards.hazard_list, name="hazard_list"),
    path("hazards/new/<slug:code>/", hazards.hazard_new, name="hazard_new"),
    path("hazards/<uuid:hazard_id>/", hazards.hazard_detail, name="hazard_detail"),
    path("hazards/<uuid:hazard_id>/edit/", hazards.hazard_edit, name="hazard_edit"),
    path(
        "hazards/<uuid:hazard_id>/controls/<uuid:control_id>/",
        hazards.control_edit,
        name="control_edit",
    ),
]
